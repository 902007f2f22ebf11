package io.samvad.socketio;

import io.samvad.socketio.adapter.Adapter;
import io.samvad.socketio.adapter.Cluster;
import io.samvad.socketio.adapter.Outgoing;
import io.samvad.socketio.adapter.Recovered;
import io.samvad.socketio.adapter.Target;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A channel of its own over the same connections, with its own listeners, middleware and rooms. */
public final class Namespace {
    private static final long SERVER_SIDE_TIMEOUT = 5_000;

    private final SocketIo io;
    private final String name;
    private final Adapter adapter;
    private final Map<String, Socket> sockets;
    private final List<Middleware> middlewares = new ArrayList<>();
    private final List<Handler<Socket>> connectionHandlers = new ArrayList<>();
    private final Map<String, List<EventListener>> serverSide = new HashMap<>();
    private final RoomEvents roomEvents;
    private final BroadcastOperator everybody;
    /** Sockets whose middlewares have not decided yet. */
    private int entering;

    Namespace(SocketIo io, String name, Cluster cluster) {
        this.io = io;
        this.name = name;
        this.adapter = cluster.adapter(
                name,
                this::receiveServerSide,
                io.options().getConnectionStateRecovery(),
                io.options().getCodec());
        this.sockets = new SocketsById(adapter.members());
        this.roomEvents = new RoomEvents(io, adapter);
        this.everybody = new BroadcastOperator(this, Target.EVERYBODY);
    }

    /** Its name, with the leading slash. */
    public String name() {
        return name;
    }

    // ---------------------------------------------------------------- who comes in

    /** Adds a middleware: it lets a socket in or refuses it. */
    public Namespace use(Middleware middleware) {
        middlewares.add(middleware);
        return this;
    }

    /** Calls the handler for each socket that has come in. */
    public Namespace onConnection(Handler<Socket> handler) {
        connectionHandlers.add(handler);
        return this;
    }

    /** No longer calls the handler for each socket that has come in, however it was added. */
    public Namespace offConnection(Handler<Socket> handler) {
        connectionHandlers.remove(handler);
        return this;
    }

    /**
     * Calls the handler for each socket that has come in, before the handlers that are there: for what watches over the
     * others' work.
     */
    public Namespace prependConnection(Handler<Socket> handler) {
        connectionHandlers.add(0, handler);
        return this;
    }

    /**
     * Calls the handler when a room of this instance comes into being or goes, and when a socket of this instance joins or
     * leaves one: the events of Socket.IO's adapter.
     *
     * <pre>{@code
     * io.of("/").onRoomEvent(event -> log.info("{} {}", event.type(), event.room()));
     * }</pre>
     */
    public Namespace onRoomEvent(Handler<RoomEvent> handler) {
        roomEvents.add(handler);
        return this;
    }

    /** No longer calls this handler for what happens to rooms. */
    public Namespace offRoomEvent(Handler<RoomEvent> handler) {
        roomEvents.remove(handler);
        return this;
    }

    /** The sockets on this instance, by id, in the order in which they came. */
    public Map<String, Socket> sockets() {
        return sockets;
    }

    /** The rooms that sockets of this instance have joined. */
    public Set<String> rooms() {
        return adapter.rooms();
    }

    /**
     * How many instances share this conversation, on all nodes: those that this one hears and that hear it, and itself. Socket.IO
     * has it as {@code adapter.serverCount()}.
     */
    public int serverCount() {
        return adapter.loops();
    }

    /** Runs the middlewares, one after the other. */
    Future<Void> admit(Socket socket) {
        if (middlewares.isEmpty()) {
            return Future.succeededFuture();
        }
        entering++;
        return io.askAll(
                        List.copyOf(middlewares),
                        middleware -> socket.isConnectionOpen()
                                ? middleware.handle(socket)
                                : Future.failedFuture(new ConnectError("connection closed")))
                .eventually(() -> io.call(() -> {
                    entering--;
                    return Future.succeededFuture();
                }));
    }

    /** Whether nobody is here or about to come. */
    boolean isDeserted() {
        return sockets.isEmpty() && entering == 0;
    }

    /**
     * The socket is in.
     *
     * @param session what it continues, or null
     * @return what it missed
     */
    List<Outgoing> add(Socket socket, Recovered session) {
        if (socket.pid() == null) {
            adapter.add(socket.member());
            return List.of();
        }
        List<Outgoing> missed = adapter.add(socket.member(), socket.pid(), session);
        if (session != null) {
            adapter.join(socket.member(), session.rooms());
        }
        return missed;
    }

    /** The connection was lost again before the socket was in: its session waits as before. */
    void putBack(Socket socket, Recovered session) {
        add(socket, session);
        remove(socket, true);
    }

    void fireConnection(Socket socket) {
        for (Handler<Socket> handler : List.copyOf(connectionHandlers)) {
            io.guard(() -> handler.handle(socket));
        }
    }

    /** The only place where a socket leaves everything. */
    void remove(Socket socket, boolean mayReturn) {
        adapter.remove(socket.member(), mayReturn ? socket.dataCopy() : null);
    }

    Adapter adapter() {
        return adapter;
    }

    SocketIo io() {
        return io;
    }

    /** Speaks to all its sockets. */
    BroadcastOperator everybody() {
        return everybody;
    }

    // ---------------------------------------------------------------- sending

    /** Sends an event to all sockets; see {@link BroadcastOperator#emit}. */
    public void emit(String event, Object... arguments) {
        everybody.emit(event, arguments);
    }

    /** Sends an event to all sockets and collects their answers; see {@link BroadcastOperator#emitWithAck}. */
    public Future<List<Args>> emitWithAck(String event, Object... arguments) {
        return everybody.emitWithAck(event, arguments);
    }

    /** Sends a {@code message} event to all sockets. */
    public void send(Object... arguments) {
        everybody.emit("message", arguments);
    }

    /** See {@link BroadcastOperator#to}. */
    public BroadcastOperator to(String... rooms) {
        return everybody.to(rooms);
    }

    /** See {@link BroadcastOperator#in}. */
    public BroadcastOperator in(String... rooms) {
        return everybody.to(rooms);
    }

    /** See {@link BroadcastOperator#except}. */
    public BroadcastOperator except(String... rooms) {
        return everybody.except(rooms);
    }

    /** See {@link BroadcastOperator#local}. */
    public BroadcastOperator local() {
        return everybody.local();
    }

    /** See {@link BroadcastOperator#asVolatile}. */
    public BroadcastOperator asVolatile() {
        return everybody.asVolatile();
    }

    /** See {@link BroadcastOperator#compress}. */
    public BroadcastOperator compress(boolean compress) {
        return everybody.compress(compress);
    }

    /** See {@link BroadcastOperator#timeout}. */
    public BroadcastOperator timeout(long milliseconds) {
        return everybody.timeout(milliseconds);
    }

    /** See {@link BroadcastOperator#fetchSockets}. */
    public Future<List<RemoteSocket>> fetchSockets() {
        return everybody.fetchSockets();
    }

    /** See {@link BroadcastOperator#socketsJoin}. */
    public Future<Void> socketsJoin(String... rooms) {
        return everybody.socketsJoin(rooms);
    }

    /** See {@link BroadcastOperator#socketsLeave}. */
    public Future<Void> socketsLeave(String... rooms) {
        return everybody.socketsLeave(rooms);
    }

    /** See {@link BroadcastOperator#disconnectSockets}. */
    public Future<Void> disconnectSockets(boolean close) {
        return everybody.disconnectSockets(close);
    }

    // ---------------------------------------------------------------- between servers

    /** Listens to what other instances say with {@link #serverSideEmit}. */
    public Namespace onServerSide(String event, EventListener listener) {
        serverSide.computeIfAbsent(event, first -> new ArrayList<>()).add(listener);
        return this;
    }

    /** No longer listens with this listener to what other instances say. */
    public Namespace offServerSide(String event, EventListener listener) {
        serverSide.computeIfPresent(event, (name, listeners) -> {
            listeners.remove(listener);
            return listeners.isEmpty() ? null : listeners;
        });
        return this;
    }

    /** No longer listens to an event of other instances. */
    public Namespace offServerSide(String event) {
        serverSide.remove(event);
        return this;
    }

    /** Says something to this namespace on all other instances. */
    public void serverSideEmit(String event, Object... arguments) {
        Args args = Args.of(arguments);
        io.execute(() -> adapter.tellServers(event, args));
    }

    /**
     * Asks this namespace on all other instances, within 5 seconds.
     *
     * @return the answers; fails with {@link io.samvad.socketio.adapter.AckTimeoutException}. An instance that does not
     *     listen to the event is not waited for
     */
    public Future<List<Args>> serverSideEmitWithAck(String event, Object... arguments) {
        Args args = Args.of(arguments);
        return io.call(() -> adapter.askServers(event, args, SERVER_SIDE_TIMEOUT));
    }

    private void receiveServerSide(String event, Args args, Consumer<Args> answer) {
        List<EventListener> listeners = List.copyOf(serverSide.getOrDefault(event, List.of()));
        if (listeners.isEmpty() && answer != null) {
            answer.accept(null);
        }
        Ack ack = answer == null ? Ack.NOT_WANTED : answerOnce(answer);
        listeners.forEach(listener -> io.guard(() -> listener.handle(args, ack)));
    }

    private Ack answerOnce(Consumer<Args> answer) {
        boolean[] sent = new boolean[1];
        return arguments -> {
            Args args = Args.of(arguments);
            io.execute(() -> {
                if (!sent[0]) {
                    sent[0] = true;
                    answer.accept(args);
                }
            });
        };
    }
}
