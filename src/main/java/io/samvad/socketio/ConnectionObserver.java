package io.samvad.socketio;

/**
 * Watches all connections of one instance, whatever namespaces they open; see {@link SocketIo#observe}. Called on the event
 * loop, in the middle of the work: be quick, and throw nothing.
 */
public interface ConnectionObserver {
    /** A connection has come. */
    default void opened(Conn conn) {}

    /** A connection has gone over from polling to WebSocket. */
    default void upgraded(Conn conn) {}

    /** A connection has gone; its sockets have left. */
    default void closed(Conn conn, DisconnectReason reason) {}

    /**
     * A frame of a client arrived.
     *
     * @param bytes of its payload
     */
    default void received(int bytes) {}

    /**
     * Frames for a client leave.
     *
     * @param bytes of their payload together
     */
    default void sent(int frames, int bytes) {}
}
