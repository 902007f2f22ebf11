package io.samvad.admin;

import io.samvad.socketio.Handshake;
import io.samvad.socketio.Socket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/** A socket as the pages show it. */
final class SocketDetails {
    private static final int MAX_DATA = 4_000;
    private static final int MAX_HANDSHAKE = 8_000;
    /** So many characters of a session's id tell clients apart; with all of it one could take the session over. */
    private static final int SHOWN_OF_CLIENT_ID = 12;

    /** Headers that are keys to other doors. */
    private static final Set<String> SECRETS = Set.of("cookie", "authorization", "proxy-authorization");

    private SocketDetails() {}

    static JsonObject of(Socket socket) {
        return new JsonObject()
                .put("id", socket.id())
                .put("clientId", clientId(socket.conn().id()))
                .put("transport", socket.transport())
                .put("nsp", socket.namespace().name())
                .put("data", data(socket))
                .put("handshake", handshake(socket.handshake()))
                .put("rooms", new JsonArray(socket.rooms().stream().toList()));
    }

    /** What the application remembers with it. */
    static JsonObject data(Socket socket) {
        return Excerpt.of(socket.data(), MAX_DATA);
    }

    private static String clientId(String id) {
        // The end of it: the beginning says which loop owns the session, and is the same for many.
        return id.length() <= SHOWN_OF_CLIENT_ID ? id : id.substring(id.length() - SHOWN_OF_CLIENT_ID);
    }

    private static JsonObject handshake(Handshake handshake) {
        JsonObject headers = new JsonObject();
        handshake.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            headers.put(lower, SECRETS.contains(lower) ? "(hidden)" : value);
        });
        JsonObject query = new JsonObject();
        handshake.query().forEach((name, value) -> query.put(name, name.equals("sid") ? "(hidden)" : value));
        return new JsonObject()
                .put("address", address(handshake))
                .put("headers", Excerpt.of(headers, MAX_HANDSHAKE))
                .put("query", Excerpt.of(query, MAX_HANDSHAKE))
                .put("issued", handshake.time().toEpochMilli())
                .put("secure", handshake.secure())
                .put("time", handshake.time().toString())
                .put("url", handshake.url())
                .put("xdomain", headers.containsKey("origin"));
    }

    /** Behind a proxy, what the proxy says. */
    private static String address(Handshake handshake) {
        String forwarded = handshake.headers().get("x-forwarded-for");
        return forwarded == null ? handshake.address() : forwarded;
    }
}
