package io.samvad.socketio;

import io.samvad.link.Peer;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Session;
import java.time.Instant;

/** How a socket came: the request that opened its connection, and what it said when it asked for the namespace. */
public final class Handshake {
    private final Peer peer;
    private final long time;
    /** Null until somebody asks, if the client sent none. */
    private JsonObject auth;

    /** @param auth of the client, or null */
    Handshake(Peer peer, JsonObject auth) {
        this.peer = peer;
        this.time = System.currentTimeMillis();
        this.auth = auth;
    }

    /** Headers of the request; a copy. */
    public MultiMap headers() {
        return peer.headers();
    }

    /** Parameters of the query of the request; a copy. */
    public MultiMap query() {
        return peer.query();
    }

    /** IP address of the client. */
    public String address() {
        return peer.address();
    }

    /** Path and query of the request. */
    public String url() {
        return peer.uri();
    }

    /** Whether it came over TLS. */
    public boolean secure() {
        return peer.secure();
    }

    /** When the socket asked for the namespace, to the millisecond. */
    public Instant time() {
        return Instant.ofEpochMilli(time);
    }

    /** The {@code auth} of the client, empty if it sent none. */
    public JsonObject auth() {
        if (auth == null) {
            auth = new JsonObject();
        }
        return auth;
    }

    /** One value of the {@code auth} of the client; null if it sent none of that name. */
    public Object auth(String name) {
        return auth == null ? null : auth.getValue(name);
    }

    /**
     * Whom handlers of a vertx-web {@code Router} have authenticated before this server got the request that opened the
     * connection; null without {@link SocketIoHandler}, or if nobody was. Later requests of the connection do not change it.
     */
    public User user() {
        return peer.routed() instanceof Visitor visitor ? visitor.user() : null;
    }

    /**
     * The session of vertx-web to which that request belonged; null without {@link SocketIoHandler} or a session handler before
     * it. It is as it was then: whether it still exists, its store knows.
     */
    public Session session() {
        return peer.routed() instanceof Visitor visitor ? visitor.session() : null;
    }

    /** As JSON, with the names of the methods; who came through a router is not in it. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("headers", json(headers()))
                .put("query", json(query()))
                .put("address", address())
                .put("url", url())
                .put("secure", secure())
                .put("time", time())
                .put("auth", auth().copy());
    }

    private static JsonObject json(MultiMap map) {
        JsonObject json = new JsonObject();
        map.forEach((name, value) -> json.put(name, value));
        return json;
    }
}
