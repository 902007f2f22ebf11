package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import java.util.Set;
import java.util.function.Consumer;

/** What an adapter may know of a socket. */
public interface Recipient {
    /** Id of the socket, also the name of a room with it alone. */
    String id();

    /** Sends packets to the peer; volatile ones only if they would leave at once. */
    void deliver(Volley volley, boolean isVolatile);

    /**
     * Waits for the acknowledgement of a broadcast.
     *
     * @param id id in the packet
     * @param answered called once, with the answer, or with null if the socket is gone
     */
    void expectAck(long id, Consumer<Args> answered);

    /** No longer waits for an acknowledgement. */
    void forgetAck(long id);

    /**
     * What it looks like now.
     *
     * @param rooms the rooms it is in
     */
    SocketSnapshot snapshot(Set<String> rooms);

    /** The last packet with an offset that it was sent, or null. */
    Outgoing lastRecoverable();

    /** Its client has come back over another connection: this one is dead, whether that has been noticed or not. */
    void supersede();

    /**
     * Leaves the namespace.
     *
     * @param close whether the connection below is closed, too
     */
    void disconnect(boolean close);
}
