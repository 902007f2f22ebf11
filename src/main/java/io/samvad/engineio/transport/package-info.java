/**
 * The two transports of Engine.IO and the wire below them.
 *
 * <p>A transport is touched only by the event loop that owns its session. The wire may live on another loop: the ports
 * {@link io.samvad.engineio.transport.PollExchange} and {@link io.samvad.engineio.transport.FrameChannel} hide that.
 * ServerFrameChannel and who stands around it know Netty, nobody else.
 *
 * <p>Imported by the engine, its relay and {@code rawsocket}; imports {@code engineio.protocol} and {@code link}. Read in
 * this order: Transport, TransportListener, ProtocolVersion, PollExchange, PollingTransport, HttpPollExchange, FrameChannel,
 * WebSocketTransport, WebSocketFrames, MessageForm, PerMessageDeflate, WebSocketHandshake, ServerFrameChannel with its
 * OwnersHalf, Outbox.
 */
package io.samvad.engineio.transport;
