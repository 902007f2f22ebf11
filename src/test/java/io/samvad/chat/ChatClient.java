package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.EngineClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A client of the chat that sees each packet: events in their order, and acknowledgements. */
final class ChatClient implements AutoCloseable {
    private static final Set<String> TOLD_AT_ANY_TIME = Set.of("presence", "typing");

    private final EngineClient wire;
    private final Deque<JsonArray> events = new ArrayDeque<>();
    /** What it was told when it connected: ids of its socket and, where sockets are recovered, of its session. */
    private final JsonObject ids;
    /** Of the last event, where sockets are recovered. */
    private String offset;

    /** @param auth what it says when it connects, or null */
    ChatClient(int port, JsonObject auth) {
        this(EngineClient.webSocket(port, "/socket.io/"), auth);
    }

    /**
     * A client on this connection, which has said nothing yet.
     *
     * @param auth what it says when it connects, or null
     */
    ChatClient(EngineClient wire, JsonObject auth) {
        this.wire = wire;
        wire.send("40" + (auth == null ? "" : auth.encode()));
        String answer = wire.receiveMessage();
        assertThat(answer).startsWith("0{");
        ids = new JsonObject(answer.substring(1));
    }

    /** The id of its socket: that of another client, if it was recovered. */
    String id() {
        return ids.getString("sid");
    }

    /** What it says besides when it comes back, to be recovered; what it has not heard was lost on the way. */
    JsonObject session() {
        return new JsonObject().put("pid", ids.getString("pid")).put("offset", offset);
    }

    private JsonArray event(String packet) {
        JsonArray event = new JsonArray(packet.substring(1));
        if (event.size() > 2 && event.getValue(event.size() - 1) instanceof String last) {
            offset = last;
        }
        return event;
    }

    /** Tries to connect, and gives what it is refused with. */
    static JsonObject refusal(int port, JsonObject auth) {
        try (EngineClient wire = EngineClient.webSocket(port, "/socket.io/")) {
            wire.send("40" + auth.encode());
            String message = wire.receiveMessage();
            assertThat(message).startsWith("4{");
            return new JsonObject(message.substring(1));
        }
    }

    /** What a person says when they connect whose key is made of this name. */
    static JsonObject person(String name) {
        return new JsonObject().put("key", (name + "-key-of-at-least-22-characters"));
    }

    /** The public id of the person whose key is made of this name. */
    static String id(String name) {
        return Identity.id(person(name).getString("key"));
    }

    /** Says something and gives what the acknowledgement holds. */
    JsonObject ask(String event, Object... arguments) {
        start(event, arguments);
        return answer();
    }

    /** Says something that will be answered: see {@link #answer}. */
    void start(String event, Object... arguments) {
        JsonArray packet = new JsonArray().add(event);
        List.of(arguments).forEach(packet::add);
        wire.send("421" + packet.encode());
    }

    /** What the next acknowledgement holds; events before it are heard later. */
    JsonObject answer() {
        while (true) {
            String message = wire.receiveMessage();
            if (message.startsWith("31")) {
                return new JsonArray(message.substring(2)).getJsonObject(0);
            }
            events.add(event(message));
        }
    }

    /** As {@link #ask}, but it must be done. */
    JsonObject get(String event, Object... arguments) {
        JsonObject answer = ask(event, arguments);
        assertThat(answer.getJsonObject("error")).as(event).isNull();
        return answer;
    }

    /** As {@link #ask}, but it must be refused; with this code. */
    String refused(String event, Object... arguments) {
        JsonObject answer = ask(event, arguments);
        assertThat(answer.fieldNames()).as(event).containsExactly("error");
        return answer.getJsonObject("error").getString("code");
    }

    JsonObject say(Object... arguments) {
        return ask("chat message", arguments);
    }

    /** Says something without waiting for anything. */
    void tell(String text) {
        wire.send("42" + new JsonArray().add("chat message").add(text).encode());
    }

    /** The next event, its name first; but for who is there and types, which is told at any time: that stays. */
    JsonArray hear() {
        return hear(event -> !TOLD_AT_ANY_TIME.contains(event));
    }

    /** The next event of that name; others stay, to be heard later. */
    JsonArray hear(String event) {
        return hear(event::equals);
    }

    private JsonArray hear(Predicate<String> wanted) {
        for (Iterator<JsonArray> heard = events.iterator(); heard.hasNext(); ) {
            JsonArray next = heard.next();
            if (wanted.test(next.getString(0))) {
                heard.remove();
                return next;
            }
        }
        while (true) {
            JsonArray next = event(wire.receiveMessage());
            if (wanted.test(next.getString(0))) {
                return next;
            }
            events.add(next);
        }
    }

    /** What the next event of that name is about. */
    JsonObject told(String event) {
        return hear(event).getJsonObject(1);
    }

    /** Hears messages until that one, and gives their numbers. */
    List<Long> numbersUntil(long last) {
        List<Long> heard = new ArrayList<>();
        do {
            JsonArray event = hear("chat message");
            heard.add(event.getLong(2));
        } while (heard.get(heard.size() - 1) < last);
        return heard;
    }

    @Override
    public void close() {
        wire.close();
    }
}
