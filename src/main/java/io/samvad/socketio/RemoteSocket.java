package io.samvad.socketio;

import io.samvad.socketio.adapter.SocketSnapshot;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** A socket on this or another instance, as it was when it was fetched, and a way to reach it. */
public final class RemoteSocket {
    private final SocketSnapshot snapshot;
    private final BroadcastOperator operator;

    RemoteSocket(Namespace namespace, SocketSnapshot snapshot) {
        this.snapshot = snapshot;
        this.operator = namespace.to(snapshot.id());
    }

    /** Its id. */
    public String id() {
        return snapshot.id();
    }

    /** How it came: the components of {@link Handshake} by name. */
    public JsonObject handshake() {
        return snapshot.handshake();
    }

    /** The rooms it was in, its id first. */
    public Set<String> rooms() {
        return snapshot.rooms();
    }

    /** A copy of what the application remembered with it. */
    public JsonObject data() {
        return snapshot.data();
    }

    /** Sends an event to it. */
    public void emit(String event, Object... arguments) {
        operator.emit(event, arguments);
    }

    /**
     * Sends an event to it and waits for the acknowledgement.
     *
     * @param timeout milliseconds
     */
    public Future<Args> emitWithAck(long timeout, String event, Object... arguments) {
        return operator.timeout(timeout)
                .emitWithAck(event, arguments)
                .compose(answers -> answers.isEmpty()
                        ? Future.failedFuture(new DisconnectedException(DisconnectReason.TRANSPORT_CLOSE))
                        : Future.succeededFuture(answers.get(0)));
    }

    /** Lets it join rooms. */
    public Future<Void> join(String... rooms) {
        return operator.socketsJoin(rooms);
    }

    /** Lets it leave a room. */
    public Future<Void> leave(String room) {
        return operator.socketsLeave(room);
    }

    /**
     * Disconnects it.
     *
     * @param close whether the connection below is closed, too
     */
    public Future<Void> disconnect(boolean close) {
        return operator.disconnectSockets(close);
    }
}
