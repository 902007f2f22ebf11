package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What all namespaces of a family have in common; see {@link SocketIo#of(java.util.regex.Pattern)}. Its middlewares and
 * handlers are those of each child that comes into being afterwards.
 */
public final class ParentNamespace {
    private final SocketIo io;
    private final NamespacePredicate predicate;
    private final List<Middleware> middlewares = new ArrayList<>();
    private final List<Handler<Socket>> connectionHandlers = new ArrayList<>();
    private final Set<Namespace> children = new LinkedHashSet<>();

    ParentNamespace(SocketIo io, NamespacePredicate predicate) {
        this.io = io;
        this.predicate = predicate;
    }

    SocketIo io() {
        return io;
    }

    NamespacePredicate predicate() {
        return predicate;
    }

    /** Adds a middleware to each child. */
    public ParentNamespace use(Middleware middleware) {
        middlewares.add(middleware);
        return this;
    }

    /** Calls the handler for each socket that has come into a child. */
    public ParentNamespace onConnection(Handler<Socket> handler) {
        connectionHandlers.add(handler);
        return this;
    }

    /** No longer calls the handler for sockets of children that come into being from now on. */
    public ParentNamespace offConnection(Handler<Socket> handler) {
        connectionHandlers.remove(handler);
        return this;
    }

    /** The children that this instance knows. */
    public Set<Namespace> children() {
        return Set.copyOf(children);
    }

    // ---------------------------------------------------------------- sending

    /** Sends an event to all sockets of all children; see {@link FamilyOperator#emit}. */
    public void emit(String event, Object... arguments) {
        everybody().emit(event, arguments);
    }

    /** Sends an event to all sockets of all children and collects their answers; see {@link FamilyOperator#emitWithAck}. */
    public Future<List<Args>> emitWithAck(String event, Object... arguments) {
        return everybody().emitWithAck(event, arguments);
    }

    /** Sends a {@code message} event to all sockets of all children. */
    public void send(Object... arguments) {
        everybody().send(arguments);
    }

    /** See {@link FamilyOperator#to}. */
    public FamilyOperator to(String... rooms) {
        return everybody().to(rooms);
    }

    /** See {@link FamilyOperator#in}. */
    public FamilyOperator in(String... rooms) {
        return everybody().to(rooms);
    }

    /** See {@link FamilyOperator#except}. */
    public FamilyOperator except(String... rooms) {
        return everybody().except(rooms);
    }

    /** See {@link FamilyOperator#local}. */
    public FamilyOperator local() {
        return everybody().local();
    }

    /** See {@link FamilyOperator#asVolatile}. */
    public FamilyOperator asVolatile() {
        return everybody().asVolatile();
    }

    /** See {@link FamilyOperator#timeout}. */
    public FamilyOperator timeout(long milliseconds) {
        return everybody().timeout(milliseconds);
    }

    private FamilyOperator everybody() {
        return new FamilyOperator(this, child -> child);
    }

    // ---------------------------------------------------------------- children

    void adopt(Namespace child) {
        middlewares.forEach(child::use);
        connectionHandlers.forEach(child::onConnection);
        children.add(child);
    }

    void remove(Namespace child) {
        children.remove(child);
    }
}
