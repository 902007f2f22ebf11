/**
 * Plain WebSocket clients become ordinary sockets: what they send is one event, and that event is what they get.
 *
 * <p>Imported by {@code server}; imports {@code socketio}, {@code socketio.protocol}, {@code engineio.transport} (the
 * WebSocket below) and {@code link}. Read in this order: {@link io.samvad.rawsocket.RawEndpoint},
 * {@link io.samvad.rawsocket.RawOptions}, RawLink, RawPacketCodec.
 */
package io.samvad.rawsocket;
