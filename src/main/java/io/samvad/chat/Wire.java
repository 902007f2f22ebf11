package io.samvad.chat;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Entry;
import io.samvad.chat.history.Message;
import io.samvad.chat.history.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** The JSON of {@code docs/chat-protocol.md}, and of what instances tell each other. */
final class Wire {
    private Wire() {}

    static JsonObject position(String room, Position position) {
        return new JsonObject().put("room", room).put("epoch", position.epoch()).put("seq", position.seq());
    }

    /** What follows text and seq in the event of a message. */
    static JsonObject rest(String epoch, Message message) {
        JsonObject rest = new JsonObject().put("room", message.room()).put("epoch", epoch);
        return about(rest, message);
    }

    private static JsonObject about(JsonObject json, Message message) {
        json.put("time", message.at().toEpochMilli());
        if (!message.author().name().isEmpty()) {
            json.put("nick", message.author().name());
        }
        return json;
    }

    static JsonArray messages(List<Message> messages) {
        JsonArray all = new JsonArray();
        for (Message message : messages) {
            if (!message.deleted()) {
                JsonObject one = new JsonObject().put("seq", message.seq()).put("text", message.text());
                all.add(about(one, message));
            }
        }
        return all;
    }

    /** The messages among entries. */
    static List<Message> posted(List<Entry> entries) {
        return entries.stream()
                .filter(Entry.Posted.class::isInstance)
                .map(entry -> ((Entry.Posted) entry).message())
                .toList();
    }

    /** For the other instances, with the message if it is a plain one: anything else is read from the store. */
    static JsonObject published(String room, Position position, Entry entry) {
        JsonObject json = position(room, position);
        if (entry instanceof Entry.Posted posted && posted.message().extra() == null) {
            Message message = posted.message();
            json.put("text", message.text())
                    .put("time", message.at().toEpochMilli())
                    .put("author", message.author().id())
                    .put("nick", message.author().name());
        }
        return json;
    }

    /** What was published, or null when it must be read from the store. */
    static Entry entry(JsonObject json) {
        if (!json.containsKey("text")) {
            return null;
        }
        return new Entry.Posted(new Message(
                json.getString("room"),
                json.getLong("seq"),
                new Author(json.getString("author"), json.getString("nick")),
                Instant.ofEpochMilli(json.getLong("time")),
                json.getString("text"),
                null,
                null,
                false,
                List.of()));
    }
}
