package io.samvad.socketio;

import io.samvad.socketio.adapter.Cluster;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The namespaces of one instance: those that were set up, and those that came into being because a client asked. */
final class Namespaces {
    private final SocketIo io;
    private final Cluster cluster;
    private final Map<String, Namespace> byName = new HashMap<>();
    /** Of the children among them. */
    private final Map<Namespace, ParentNamespace> parents = new HashMap<>();

    private final List<ParentNamespace> families = new ArrayList<>();
    private final List<Handler<Namespace>> newcomers = new ArrayList<>();

    Namespaces(SocketIo io, Cluster cluster) {
        this.io = io;
        this.cluster = cluster;
    }

    /** The namespace of this name, set up if need be. */
    Namespace of(String name) {
        Namespace known = byName.get(name);
        return known == null ? create(name) : known;
    }

    boolean knows(String name) {
        return byName.containsKey(name);
    }

    /** All of them, by name. */
    Map<String, Namespace> all() {
        return Collections.unmodifiableMap(byName);
    }

    private Namespace create(String name) {
        Namespace created = new Namespace(io, name, cluster);
        byName.put(name, created);
        List.copyOf(newcomers).forEach(handler -> io.guard(() -> handler.handle(created)));
        return created;
    }

    ParentNamespace family(NamespacePredicate predicate) {
        ParentNamespace family = new ParentNamespace(io, predicate);
        families.add(family);
        return family;
    }

    void onNew(Handler<Namespace> handler) {
        newcomers.add(handler);
    }

    void offNew(Handler<Namespace> handler) {
        newcomers.remove(handler);
    }

    /** The namespace that a client asks for, or null if there is none and none may come into being. */
    Future<Namespace> find(String name, JsonObject auth) {
        Namespace known = byName.get(name);
        return known == null ? ask(name, auth, 0) : Future.succeededFuture(known);
    }

    /** Asks the families from this one on. */
    private Future<Namespace> ask(String name, JsonObject auth, int index) {
        if (index == families.size()) {
            return Future.succeededFuture();
        }
        ParentNamespace family = families.get(index);
        Future<Boolean> verdict;
        try {
            verdict = family.predicate().test(name, auth);
        } catch (RuntimeException failure) {
            verdict = Future.failedFuture(failure);
        }
        return verdict.otherwise(false)
                .compose(yes -> io.call(() -> Boolean.TRUE.equals(yes)
                        ? Future.succeededFuture(child(name, family))
                        : ask(name, auth, index + 1)));
    }

    private Namespace child(String name, ParentNamespace family) {
        Namespace known = byName.get(name);
        if (known != null) {
            return known;
        }
        Namespace child = new Namespace(io, name, cluster);
        family.adopt(child);
        parents.put(child, family);
        byName.put(name, child);
        List.copyOf(newcomers).forEach(handler -> io.guard(() -> handler.handle(child)));
        return child;
    }

    /** A socket has left: a child without sockets goes, if that was asked for. */
    void left(Namespace namespace) {
        ParentNamespace family = parents.get(namespace);
        if (family != null && namespace.isDeserted() && io.options().isCleanupEmptyChildNamespaces()) {
            parents.remove(namespace);
            family.remove(namespace);
            byName.remove(namespace.name());
            cluster.remove(namespace.adapter());
        }
    }
}
