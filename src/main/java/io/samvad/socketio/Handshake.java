package io.samvad.socketio;

import io.samvad.link.Peer;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
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
 */
public record Handshake(
        MultiMap headers, MultiMap query, String address, String url, boolean secure, Instant time, JsonObject auth) {

    /** As JSON, with the names of the components. */
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
                auth == null ? new JsonObject() : auth);
    }
}
