package io.samvad.socketio;

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
    private final NamespacePredicate predicate;
    private final List<Middleware> middlewares = new ArrayList<>();
    private final List<Handler<Socket>> connectionHandlers = new ArrayList<>();
    private final Set<Namespace> children = new LinkedHashSet<>();

    ParentNamespace(NamespacePredicate predicate) {
        this.predicate = predicate;
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

    /** Sends an event to all sockets of all children that this instance knows. */
    public void emit(String event, Object... arguments) {
        children().forEach(child -> child.emit(event, arguments));
    }

    void adopt(Namespace child) {
        middlewares.forEach(child::use);
        connectionHandlers.forEach(child::onConnection);
        children.add(child);
    }

    void remove(Namespace child) {
        children.remove(child);
    }
}
