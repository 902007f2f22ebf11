package io.samvad.socketio;

import io.samvad.link.Peer;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Session;
import java.time.Instant;

/**
 * How a socket came: the request that opened its connection, and what it said when it asked for the namespace.
 *
 * @param headers headers of the request
 * @param query parameters of the query of the request
 * @param address IP address of the client
 * @param url path and query of the request
 * @param secure whether it came over TLS
 * @param time when the socket asked for the namespace
 * @param auth the {@code auth} of the client, empty if it sent none
 * @param visitor who came through a vertx-web {@code Router}, or null for who did not
 */
public record Handshake(
        MultiMap headers,
        MultiMap query,
        String address,
        String url,
        boolean secure,
        Instant time,
        JsonObject auth,
        Visitor visitor) {

    /**
     * Whom handlers of a vertx-web {@code Router} have authenticated before this server got the request that opened the
     * connection; null without {@link SocketIoHandler}, or if nobody was. Later requests of the connection do not change it.
     */
    public User user() {
        return visitor == null ? null : visitor.user();
    }

    /**
     * The session of vertx-web to which that request belonged; null without {@link SocketIoHandler} or a session handler before
     * it. It is as it was then: whether it still exists, its store knows.
     */
    public Session session() {
        return visitor == null ? null : visitor.session();
    }

    /** As JSON, with the names of the components; the visitor is not in it. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("headers", json(headers))
                .put("query", json(query))
                .put("address", address)
                .put("url", url)
                .put("secure", secure)
                .put("time", time)
                .put("auth", auth.copy());
    }

    private static JsonObject json(MultiMap map) {
        JsonObject json = new JsonObject();
        map.forEach((name, value) -> json.put(name, value));
        return json;
    }

    static Handshake of(Peer peer, JsonObject auth) {
        return new Handshake(
                peer.headers(),
                peer.query(),
                peer.address(),
                peer.uri(),
                peer.secure(),
                Instant.now(),
                auth == null ? new JsonObject() : auth,
                peer.routed() instanceof Visitor visitor ? visitor : null);
    }
}
