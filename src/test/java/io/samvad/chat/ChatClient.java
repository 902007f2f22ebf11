package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.EngineClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client of the chat that sees each packet: events in their order, and acknowledgements. */
final class ChatClient implements AutoCloseable {
    private final EngineClient wire;
    private final Deque<JsonArray> events = new ArrayDeque<>();

    /** @param auth what it says when it connects, or null */
    ChatClient(int port, JsonObject auth) {
        wire = EngineClient.webSocket(port, "/socket.io/");
        wire.send("40" + (auth == null ? "" : auth.encode()));
        assertThat(wire.receiveMessage()).startsWith("0{");
    }

    /** Says something and gives what the acknowledgement holds. */
    JsonObject ask(String event, Object... arguments) {
        JsonArray packet = new JsonArray().add(event);
        List.of(arguments).forEach(packet::add);
        wire.send("421" + packet.encode());
        while (true) {
            String message = wire.receiveMessage();
            if (message.startsWith("31")) {
                return new JsonArray(message.substring(2)).getJsonObject(0);
            }
            events.add(new JsonArray(message.substring(1)));
        }
    }

    JsonObject say(Object... arguments) {
        return ask("chat message", arguments);
    }

    /** Says something without waiting for anything. */
    void tell(String text) {
        wire.send("42" + new JsonArray().add("chat message").add(text).encode());
    }

    /** The next event, its name first. */
    JsonArray hear() {
        return events.isEmpty() ? new JsonArray(wire.receiveMessage().substring(1)) : events.poll();
    }

    /** Hears messages until that one, and gives their numbers. */
    List<Long> numbersUntil(long last) {
        List<Long> heard = new ArrayList<>();
        do {
            JsonArray event = hear();
            assertThat(event.getString(0)).isEqualTo("chat message");
            heard.add(event.getLong(2));
        } while (heard.get(heard.size() - 1) < last);
        return heard;
    }

    @Override
    public void close() {
        wire.close();
    }
}
