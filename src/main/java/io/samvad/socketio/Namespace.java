package io.samvad.socketio;

import io.samvad.socketio.adapter.Adapter;
import io.samvad.socketio.adapter.Target;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A channel of its own over the same connections, with its own listeners, middleware and rooms. */
public final class Namespace {
    private final SocketIo io;
    private final String name;
    private final Adapter adapter;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final List<Middleware> middlewares = new ArrayList<>();
    private final List<Handler<Socket>> connectionHandlers = new ArrayList<>();
    private final BroadcastOperator everybody;

    Namespace(SocketIo io, String name, Adapter adapter) {
        this.io = io;
        this.name = name;
        this.adapter = adapter;
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

    /** The sockets on this instance, by id. */
    public Map<String, Socket> sockets() {
        return Collections.unmodifiableMap(sockets);
    }

    /** The rooms that sockets of this instance have joined. */
    public Set<String> rooms() {
        return adapter.rooms();
    }

    /** Runs the middlewares, one after the other. */
    Future<Void> admit(Socket socket) {
        return io.askAll(
                List.copyOf(middlewares),
                middleware -> socket.isConnectionOpen()
                        ? middleware.handle(socket)
                        : Future.failedFuture(new ConnectError("connection closed")));
    }

    /** The socket is in. */
    void add(Socket socket) {
        sockets.put(socket.id(), socket);
        adapter.add(socket.member());
    }

    void fireConnection(Socket socket) {
        for (Handler<Socket> handler : List.copyOf(connectionHandlers)) {
            io.guard(() -> handler.handle(socket));
        }
    }

    /** The only place where a socket leaves everything. */
    void remove(Socket socket) {
        sockets.remove(socket.id());
        adapter.remove(socket.member());
    }

    Collection<Socket> snapshot() {
        return new ArrayList<>(sockets.values());
    }

    Adapter adapter() {
        return adapter;
    }

    SocketIo io() {
        return io;
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

    /** See {@link BroadcastOperator#timeout}. */
    public BroadcastOperator timeout(long milliseconds) {
        return everybody.timeout(milliseconds);
    }

    /** See {@link BroadcastOperator#socketsJoin}. */
    public void socketsJoin(String... rooms) {
        everybody.socketsJoin(rooms);
    }

    /** See {@link BroadcastOperator#socketsLeave}. */
    public void socketsLeave(String... rooms) {
        everybody.socketsLeave(rooms);
    }

    /** See {@link BroadcastOperator#disconnectSockets}. */
    public void disconnectSockets(boolean close) {
        everybody.disconnectSockets(close);
    }
}
