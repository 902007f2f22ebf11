/**
 * The public API: a Socket.IO server (protocol v5) for Vert.x, with the words of Socket.IO's own server.
 *
 * <p>Everything here belongs to one event loop: make one {@link io.samvad.socketio.SocketIo} in each verticle instance.
 * Imported by applications, {@code rawsocket}, {@code admin}, {@code chat} and {@code server}; imports {@code socketio.adapter},
 * {@code socketio.protocol} and {@code link}, and {@code engineio} only where the server is assembled. Read in this order:
 * {@link io.samvad.socketio.SocketIo} with its half MainNamespace, {@link io.samvad.socketio.Namespace},
 * {@link io.samvad.socketio.Socket} with its half Listening, {@link io.samvad.socketio.BroadcastOperator},
 * {@link io.samvad.socketio.Handshake}; then the inside: Connection (seen from outside as
 * {@link io.samvad.socketio.Conn}), Admission, Unconnected, Taps, TurnEnd, EventListeners, Acks, RoomEvents. Beside
 * them stand {@link io.samvad.socketio.Emitter}, which needs no server, and {@link io.samvad.socketio.SocketIoHandler}, for who has vertx-web.
 */
package io.samvad.socketio;
