package io.samvad.socketio;

import io.samvad.link.Frame;
import java.time.Duration;

/**
 * Watches one connection, see {@link Conn#observe}, or all connections of one instance, whatever namespaces they open, see
 * {@link SocketIo#observe}. Called on the event loop, in the middle of the work: be quick. What it throws reaches the
 * exception handler.
 */
public interface ConnectionObserver {
    /** A connection has come. Told to those who observe the instance. */
    default void opened(Conn conn) {}

    /** The client has shown that a WebSocket works, and is about to go over to it. */
    default void upgrading(Conn conn) {}

    /** A connection has gone over from polling to WebSocket. */
    default void upgraded(Conn conn) {}

    /**
     * A packet of the client arrived, and is about to be acted on.
     *
     * @param type in the words of Engine.IO: {@code message}, {@code ping}, {@code pong}, {@code close}, {@code noop}
     * @param data what follows the type; of a message, a packet of Socket.IO or an attachment
     */
    default void received(Conn conn, String type, Frame data) {}

    /**
     * A packet was sent to the client. Told when the turn of the loop has ended, and before anything that came behind it: a
     * broadcast must not change while it is under way.
     *
     * @param type {@code message}, {@code ping} or {@code pong}
     * @param data what follows the type
     */
    default void sent(Conn conn, String type, Frame data) {}

    /**
     * The client has shown that it is there.
     *
     * @param roundTrip from the ping to the answer; null if it is not known, because the ping was that of the client (Socket.IO
     *     2.x) or left before anybody observed the connection
     */
    default void heartbeat(Conn conn, Duration roundTrip) {}

    /**
     * A connection has gone; its sockets have left.
     *
     * @param description what exactly the client did wrong, for people to read; null if nothing more is known
     */
    default void closed(Conn conn, DisconnectReason reason, String description) {}
}
