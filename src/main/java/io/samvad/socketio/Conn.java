package io.samvad.socketio;

import java.util.Collection;

/** One connection of a client, below its sockets: {@code socket.conn} of Socket.IO. */
public interface Conn {
    /** Id of the session, unique in the cluster; never told to other clients. */
    String id();

    /** Name of the transport in use now: {@code polling} or {@code websocket}. */
    String transport();

    /** The sockets over it on their namespaces; a copy. */
    Collection<Socket> sockets();
}
