/**
 * Hands a request to the loop that owns the session it names, so that nobody needs sticky sessions.
 *
 * <p>The owner is part of the session id; each owner listens at one event-bus address. Imported by the engine; imports
 * {@code engineio.transport} and {@code link}. Read in this order: {@link io.samvad.engineio.relay.SessionId},
 * {@link io.samvad.engineio.relay.RelayMessage}, {@link io.samvad.engineio.relay.Relay}.
 */
package io.samvad.engineio.relay;
