/**
 * Packets and payloads of Engine.IO protocol v4 and v3: pure functions on values, no I/O.
 *
 * <p>Imported by the transports and the engine; imports only {@code link}. Read in this order:
 * {@link io.samvad.engineio.protocol.EnginePacket}, {@link io.samvad.engineio.protocol.EnginePacketCodec},
 * {@link io.samvad.engineio.protocol.PayloadCodec},
 * {@link io.samvad.engineio.protocol.EngineProtocolException}. What v3 does differently is in
 * {@link io.samvad.engineio.protocol.EnginePacketCodecV3} and {@link io.samvad.engineio.protocol.PayloadCodecV3}.
 */
package io.samvad.engineio.protocol;
