package io.samvad.chat;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Entry;
import io.samvad.chat.history.Message;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.Reaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The JSON of {@code docs/chat-protocol.md}, and of what instances tell each other. */
final class Wire {
    static final String MENTIONS = "mentions";
    static final String ACTION = "action";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Wire() {}

    /** Sends an event somewhere. */
    @FunctionalInterface
    interface Sender {
        void emit(String event, Object... arguments);
    }

    static JsonObject position(String room, Position position) {
        return new JsonObject().put("room", room).put("epoch", position.epoch()).put("seq", position.seq());
    }

    /** A place in a room that is named elsewhere: what {@link #place(JsonObject, String)} reads. */
    static JsonObject place(Position position) {
        return new JsonObject().put("epoch", position.epoch()).put("seq", position.seq());
    }

    /** The last entry that a client says it has, under this name; null when it says nothing of the kind. */
    static Position place(JsonObject said, String name) {
        // The official Java client has only text in what it says when it connects.
        long seq = said.getValue(name) instanceof String text
                        && NUMBER.matcher(text).matches()
                ? Long.parseLong(text)
                : Wanted.whole(said.getValue(name));
        if (seq < 0) {
            return null;
        }
        return new Position(said.getValue("epoch") instanceof String epoch ? epoch : "", seq);
    }

    static JsonObject person(String person, String nick) {
        return new JsonObject().put("person", person).put("nick", nick);
    }

    // ---------------------------------------------------------------- entries of the log

    /** Tells of an entry; of one that shows nothing any more, nothing is told. */
    static void tell(Sender to, String event, String room, String epoch, Entry entry) {
        if (entry instanceof Entry.Posted posted) {
            Message message = posted.message();
            if (!message.deleted()) {
                JsonObject rest = new JsonObject().put("room", room).put("epoch", epoch);
                to.emit(event, message.text(), entry.seq(), about(rest, message));
            }
            return;
        }
        JsonObject told = position(room, new Position(epoch, entry.seq()));
        if (entry instanceof Entry.Edited edited) {
            told.put("message", edited.target()).put("text", edited.text()).put("time", time(entry));
            to.emit(
                    "edited",
                    edited.mentions().isEmpty() ? told : told.put(MENTIONS, new JsonArray(edited.mentions())));
        } else if (entry instanceof Entry.Deleted deleted) {
            to.emit("deleted", told.put("message", deleted.target()).put("time", time(entry)));
        } else if (entry instanceof Entry.Reacted reacted) {
            to.emit(
                    "reacted",
                    told.put("message", reacted.target())
                            .put("symbol", reacted.symbol())
                            .put("person", reacted.who().id())
                            .put("nick", name(reacted.who()))
                            .put("added", reacted.added())
                            .put("time", time(entry)));
        }
    }

    private static long time(Entry entry) {
        return entry.at().toEpochMilli();
    }

    private static String name(Author author) {
        return author.name().isEmpty() ? null : author.name();
    }

    private static JsonObject about(JsonObject json, Message message) {
        json.put("time", message.at().toEpochMilli());
        if (message.author().id() != null) {
            json.put("person", message.author().id());
        }
        if (!message.author().name().isEmpty()) {
            json.put("nick", message.author().name());
        }
        if (message.extra() != null) {
            json.mergeIn(message.extra());
        }
        if (message.editedAt() != null) {
            json.put("edited", message.editedAt().toEpochMilli());
        }
        return json;
    }

    static JsonArray messages(List<Message> messages) {
        JsonArray all = new JsonArray();
        for (Message message : messages) {
            JsonObject one = new JsonObject().put("seq", message.seq()).put("text", message.text());
            about(one, message);
            if (message.deleted()) {
                one.put("deleted", true);
            }
            if (!message.reactions().isEmpty()) {
                one.put("reactions", reactions(message.reactions()));
            }
            all.add(one);
        }
        return all;
    }

    private static JsonArray reactions(List<Reaction> reactions) {
        JsonArray all = new JsonArray();
        for (Reaction reaction : reactions) {
            JsonArray people = new JsonArray();
            reaction.people().forEach(who -> people.add(person(who.id(), name(who))));
            all.add(new JsonObject().put("symbol", reaction.symbol()).put("people", people));
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

    // ---------------------------------------------------------------- between instances

    /** An entry that has just been committed, for the other instances. */
    static JsonObject published(String room, Position position, Entry entry) {
        JsonObject json = position(room, position).put("time", time(entry));
        if (entry instanceof Entry.Posted posted) {
            Message message = posted.message();
            author(json.put("text", message.text()), message.author());
            if (message.extra() != null) {
                json.put("extra", message.extra());
            }
        } else if (entry instanceof Entry.Edited edited) {
            json.put("edited", edited.target())
                    .put("text", edited.text())
                    .put(MENTIONS, new JsonArray(edited.mentions()));
        } else if (entry instanceof Entry.Deleted deleted) {
            json.put("deleted", deleted.target());
        } else if (entry instanceof Entry.Reacted reacted) {
            author(json.put("reacted", reacted.target()), reacted.who())
                    .put("symbol", reacted.symbol())
                    .put("added", reacted.added());
        }
        return json;
    }

    private static JsonObject author(JsonObject json, Author author) {
        return json.put("author", author.id()).put("nick", author.name());
    }

    /** What was published. */
    static Entry entry(JsonObject json) {
        long seq = json.getLong("seq");
        Instant at = Instant.ofEpochMilli(json.getLong("time"));
        if (json.containsKey("edited")) {
            List<String> mentions = json.getJsonArray(MENTIONS, new JsonArray()).stream()
                    .map(Object::toString)
                    .toList();
            return new Entry.Edited(seq, at, json.getLong("edited"), json.getString("text"), mentions);
        }
        if (json.containsKey("deleted")) {
            return new Entry.Deleted(seq, at, json.getLong("deleted"));
        }
        Author author = new Author(json.getString("author"), json.getString("nick"));
        if (json.containsKey("reacted")) {
            return new Entry.Reacted(
                    seq, at, json.getLong("reacted"), author, json.getString("symbol"), json.getBoolean("added"));
        }
        return new Entry.Posted(new Message(
                json.getString("room"),
                seq,
                author,
                at,
                json.getString("text"),
                json.getJsonObject("extra"),
                null,
                false,
                List.of()));
    }
}
