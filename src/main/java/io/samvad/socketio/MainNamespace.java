package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.List;
import java.util.Map;

/** The half of a {@link SocketIo} that speaks for its main namespace. */
abstract sealed class MainNamespace permits SocketIo {
    /** The namespace {@code /}. */
    abstract Namespace main();

    private SocketIo self() {
        return (SocketIo) this;
    }

    /** See {@link Namespace#use}. */
    public SocketIo use(Middleware middleware) {
        main().use(middleware);
        return self();
    }

    /** See {@link Namespace#onConnection}. */
    public SocketIo onConnection(Handler<Socket> handler) {
        main().onConnection(handler);
        return self();
    }

    /** See {@link Namespace#offConnection}. */
    public SocketIo offConnection(Handler<Socket> handler) {
        main().offConnection(handler);
        return self();
    }

    /** The sockets of the main namespace on this instance, by id. */
    public Map<String, Socket> sockets() {
        return main().sockets();
    }

    /** See {@link BroadcastOperator#emit}. */
    public void emit(String event, Object... arguments) {
        main().emit(event, arguments);
    }

    /** See {@link BroadcastOperator#emitWithAck}. */
    public Future<List<Args>> emitWithAck(String event, Object... arguments) {
        return main().emitWithAck(event, arguments);
    }

    /** Sends a {@code message} event to all sockets. */
    public void send(Object... arguments) {
        main().send(arguments);
    }

    /** See {@link BroadcastOperator#to}. */
    public BroadcastOperator to(String... rooms) {
        return main().to(rooms);
    }

    /** See {@link BroadcastOperator#in}. */
    public BroadcastOperator in(String... rooms) {
        return main().to(rooms);
    }

    /** See {@link BroadcastOperator#except}. */
    public BroadcastOperator except(String... rooms) {
        return main().except(rooms);
    }

    /** See {@link BroadcastOperator#local}. */
    public BroadcastOperator local() {
        return main().local();
    }

    /** See {@link BroadcastOperator#asVolatile}. */
    public BroadcastOperator asVolatile() {
        return main().asVolatile();
    }

    /** See {@link BroadcastOperator#timeout}. */
    public BroadcastOperator timeout(long milliseconds) {
        return main().timeout(milliseconds);
    }

    /** See {@link BroadcastOperator#fetchSockets}. */
    public Future<List<RemoteSocket>> fetchSockets() {
        return main().fetchSockets();
    }

    /** See {@link BroadcastOperator#socketsJoin}. */
    public Future<Void> socketsJoin(String... rooms) {
        return main().socketsJoin(rooms);
    }

    /** See {@link BroadcastOperator#socketsLeave}. */
    public Future<Void> socketsLeave(String... rooms) {
        return main().socketsLeave(rooms);
    }

    /** See {@link BroadcastOperator#disconnectSockets}. */
    public Future<Void> disconnectSockets(boolean close) {
        return main().disconnectSockets(close);
    }

    /** See {@link Namespace#onServerSide}. */
    public SocketIo onServerSide(String event, EventListener listener) {
        main().onServerSide(event, listener);
        return self();
    }

    /** See {@link Namespace#offServerSide(String, EventListener)}. */
    public SocketIo offServerSide(String event, EventListener listener) {
        main().offServerSide(event, listener);
        return self();
    }

    /** See {@link Namespace#serverSideEmit}. */
    public void serverSideEmit(String event, Object... arguments) {
        main().serverSideEmit(event, arguments);
    }

    /** See {@link Namespace#serverSideEmitWithAck}. */
    public Future<List<Args>> serverSideEmitWithAck(String event, Object... arguments) {
        return main().serverSideEmitWithAck(event, arguments);
    }
}
