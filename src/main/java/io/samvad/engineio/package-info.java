/**
 * Engine.IO protocol v4, and v3 if asked for: the front door, sessions, heartbeat and upgrade. Usable without Socket.IO.
 *
 * <p>A session belongs to the loop that shook hands; requests that arrive elsewhere are relayed. Imported by
 * {@code socketio} where the server is assembled; imports its sub-packages and {@code link}. Read in this order:
 * {@link io.samvad.engineio.EngineServer}, FrontDoor, {@link io.samvad.engineio.EngineOptions}, EngineSession, Upgrade,
 * Ticker, Cors, OriginPattern.
 */
package io.samvad.engineio;
