package io.samvad.socketio;

import io.samvad.socketio.adapter.Outgoing;
import io.samvad.socketio.adapter.Recovered;
import io.samvad.socketio.adapter.Target;
import io.samvad.socketio.adapter.Volley;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One client in one namespace.
 *
 * <pre>{@code
 * io.onConnection(socket -> {
 *     socket.on("join", (args, ack) -> {
 *         socket.join(args.string(0));
 *         ack.send("welcome");
 *     });
 *     socket.onDisconnect(reason -> log.info("{} has gone: {}", socket.id(), reason));
 * });
 * }</pre>
 *
 * <p>Handlers are called on the event loop of its server; see {@link SocketIo} for what may be called from elsewhere.
 */
public final class Socket extends Listening {
    private final Namespace namespace;
    private final Connection connection;
    private final String id;
    private final Handshake handshake;
    private final Member member;
    /** Names the session to the client alone; null if it cannot be recovered. */
    private final String pid;

    private final boolean recovered;
    private Acks acks;
    private JsonObject data;
    private boolean connected;
    /** Why it leaves or has left; a handler of its leaving may want to disconnect it once more. */
    private DisconnectReason leftFor;

    /**
     * A new socket.
     *
     * @param pid private id, or null if it cannot be recovered
     */
    Socket(Namespace namespace, Connection connection, Handshake handshake, String id, String pid) {
        this.namespace = namespace;
        this.connection = connection;
        this.handshake = handshake;
        this.id = id;
        this.pid = pid;
        this.recovered = false;
        this.member = new Member(this, connection);
    }

    /** A socket that continues a session. */
    Socket(Namespace namespace, Connection connection, Handshake handshake, Recovered session) {
        this.namespace = namespace;
        this.connection = connection;
        this.handshake = handshake;
        this.id = session.sid();
        this.pid = session.pid();
        this.recovered = true;
        this.data = session.data();
        this.member = new Member(this, connection);
    }

    // ---------------------------------------------------------------- who it is

    /** Its id: unique, and another one after each reconnection. Also the name of a room with this socket alone. */
    public String id() {
        return id;
    }

    /** How it came. */
    public Handshake handshake() {
        return handshake;
    }

    /** The namespace it is in. */
    public Namespace namespace() {
        return namespace;
    }

    /** Whatever the application wants to remember with this socket. */
    public JsonObject data() {
        if (data == null) {
            data = new JsonObject();
        }
        return data;
    }

    /**
     * Whether it continues the session of a client that had lost its connection: with the same id, rooms and data, and what it
     * missed is sent to it. See {@link SocketIoOptions#setConnectionStateRecovery}.
     */
    public boolean recovered() {
        return recovered;
    }

    /** Whether it is connected: so from {@code connection} to {@code disconnect}. */
    public boolean isConnected() {
        return connected;
    }

    /** Name of the transport in use now: {@code polling} or {@code websocket}. */
    public String transport() {
        return connection.transport();
    }

    /** The connection below, which other namespaces of this client share. */
    public Conn conn() {
        return connection;
    }

    boolean isConnectionOpen() {
        return connection.isOpen();
    }

    // ---------------------------------------------------------------- sending

    /**
     * Sends an event to this client.
     *
     * @param arguments values as for {@link Args#of(Object...)}
     * @throws IllegalArgumentException for a reserved name or a value that cannot be sent
     */
    public void emit(String event, Object... arguments) {
        emit(false, event, arguments);
    }

    /** Sends a {@code message} event to this client. */
    public void send(Object... arguments) {
        emit("message", arguments);
    }

    void emit(boolean isVolatile, String event, Object... arguments) {
        BroadcastOperator.checkName(event);
        Packet.Event packet = new Packet.Event(namespace.name(), event, Args.of(arguments));
        namespace.io().execute(() -> {
            if (connected && namespace.adapter().recovers()) {
                namespace.adapter().broadcast(packet, new Target(Set.of(id), Set.of(), true, isVolatile));
            } else if (connected) {
                send(packet, isVolatile);
            }
        });
    }

    private void send(Packet.Event packet, boolean isVolatile) {
        if (listeners.hearOutgoing() && (!isVolatile || connection.isWritable())) {
            listeners.fireOutgoing(packet, namespace.io());
        }
        connection.send(packet, isVolatile);
    }

    /**
     * Sends an event and waits for its acknowledgement, as long as the socket is connected; better say how long with
     * {@link #timeout}.
     *
     * @return the answer; fails with {@link DisconnectedException}
     * @throws IllegalArgumentException for a reserved name or a value that cannot be sent
     */
    public Future<Args> emitWithAck(String event, Object... arguments) {
        return emitWithAck(0, event, arguments);
    }

    Future<Args> emitWithAck(long timeout, String event, Object... arguments) {
        BroadcastOperator.checkName(event);
        Args args = Args.of(arguments);
        return namespace.io().call(() -> ask(timeout, event, args));
    }

    private Future<Args> ask(long timeout, String event, Args args) {
        if (!connected) {
            DisconnectReason reason = leftFor == null ? DisconnectReason.TRANSPORT_CLOSE : leftFor;
            return Future.failedFuture(new DisconnectedException(reason));
        }
        long packetId = acks().nextId();
        Future<Args> answer = acks().expect(packetId, timeout);
        send(new Packet.Event(namespace.name(), packetId, event, args), false);
        return answer;
    }

    /**
     * Sends with a limit to the wait for the acknowledgement.
     *
     * @param milliseconds at least 1
     */
    public SocketEmitter timeout(long milliseconds) {
        return new SocketEmitter(this, false, BroadcastOperator.checkTimeout(milliseconds));
    }

    /** Sends what may be dropped if it would not leave at once. ({@code volatile} is a word of Java.) */
    public SocketEmitter asVolatile() {
        return new SocketEmitter(this, true, 0);
    }

    /** Sends to all others in the namespace. */
    public BroadcastOperator broadcast() {
        return new BroadcastOperator(namespace, new Target(Set.of(), Set.of(id), false, false));
    }

    /** Sends to all others in the namespace that are in any of these rooms. */
    public BroadcastOperator to(String... rooms) {
        return broadcast().to(rooms);
    }

    /** Another word for {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return broadcast().to(rooms);
    }

    /** Sends to all others in the namespace, but for those in one of these rooms. */
    public BroadcastOperator except(String... rooms) {
        return broadcast().except(rooms);
    }

    /** Sends to all others in the namespace on this instance. */
    public BroadcastOperator local() {
        return broadcast().local();
    }

    JsonObject dataCopy() {
        return data == null ? new JsonObject() : data.copy(Function.identity());
    }

    Acks acks() {
        if (acks == null) {
            acks = new Acks(namespace.io().vertx());
        }
        return acks;
    }

    // ---------------------------------------------------------------- rooms

    /**
     * Joins rooms.
     *
     * @return completes when a broadcast to them would reach this socket
     */
    public Future<Void> join(String... rooms) {
        List<String> names = List.of(rooms);
        return namespace.io().call(() -> {
            namespace.adapter().join(member, names);
            return Future.succeededFuture();
        });
    }

    /**
     * Leaves a room.
     *
     * @return completes when a broadcast to it would no longer reach this socket
     */
    public Future<Void> leave(String room) {
        return namespace.io().call(() -> {
            namespace.adapter().leave(member, room);
            return Future.succeededFuture();
        });
    }

    /** The rooms it is in, its id first; a copy. */
    public Set<String> rooms() {
        return namespace.adapter().roomsOf(member);
    }

    // ---------------------------------------------------------------- the end

    /** Leaves the namespace; the connection stays open for others. */
    public void disconnect() {
        disconnect(false);
    }

    /**
     * Leaves the namespace.
     *
     * @param close whether the connection below, with all its namespaces, is closed, too
     */
    public void disconnect(boolean close) {
        namespace.io().execute(() -> {
            if (connected && close) {
                connection.disconnect();
            } else if (connected) {
                connection.send(new Packet.Disconnect(namespace.name()), false);
                left(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
            }
        });
    }

    // ---------------------------------------------------------------- from the connection

    /**
     * The middlewares have let it in.
     *
     * @param session what it continues, or null
     */
    void entered(Recovered session) {
        connected = true;
        List<Outgoing> missed = namespace.add(this, session);
        JsonObject welcome = new JsonObject().put("sid", id);
        if (pid != null) {
            welcome.put("pid", pid);
        }
        connection.send(new Packet.Connect(namespace.name(), welcome), false);
        if (!missed.isEmpty()) {
            member.deliver(new Volley(missed), false);
        }
        namespace.fireConnection(this);
    }

    Member member() {
        return member;
    }

    String pid() {
        return pid;
    }

    /** How many acknowledgements this client still owes. */
    int pendingAckCount() {
        return acks == null ? 0 : acks.count();
    }

    void receive(Packet packet) {
        switch (packet.type()) {
            case EVENT -> listeners.receive((Packet.Event) packet, this);
            case ACK -> receive((Packet.Ack) packet);
            case DISCONNECT -> left(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
            case CONNECT, CONNECT_ERROR -> throw new IllegalArgumentException("not for a socket: " + packet.type());
        }
    }

    private void receive(Packet.Ack ack) {
        if (acks != null) {
            namespace.io().guard(() -> acks.receive(ack.id(), ack.args()));
        }
    }

    void answer(long packetId, Args args) {
        connection.send(new Packet.Ack(namespace.name(), packetId, args), false);
    }

    EventListeners listeners() {
        return listeners;
    }

    /** The one way out: nothing of this socket is left anywhere behind this. */
    void left(DisconnectReason reason) {
        if (!connected || leftFor != null) {
            return;
        }
        leftFor = reason;
        listeners.fireDisconnecting(reason, namespace.io());
        connected = false;
        namespace.remove(this, pid != null && reason.isRecoverable());
        connection.remove(this);
        if (acks != null) {
            acks.close(reason);
        }
        listeners.fireDisconnect(reason, namespace.io());
        listeners.clear();
    }
}
