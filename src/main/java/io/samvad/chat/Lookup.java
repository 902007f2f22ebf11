package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Message;
import io.samvad.chat.history.Position;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads what was said: pages of a room, and what is found by words. Remembers how far people have read. */
final class Lookup {
    private static final int MAX_WORDS = 200;

    private final HistoryStore store;
    private final Tabs tabs;

    Lookup(HistoryStore store, Tabs tabs) {
        this.store = store;
        this.tabs = tabs;
    }

    void install(Requests requests) {
        requests.add("history", Requests.Kind.OPEN, this::history)
                .add("heads", Requests.Kind.OPEN, this::heads)
                .add("search", Requests.Kind.OPEN, this::search)
                .add("read", Requests.Kind.PERSONAL, this::read);
    }

    private Future<JsonObject> history(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        int limit = Rooms.limit(wanted);
        Position after = Wire.place(wanted, "after");
        if (after != null) {
            return after(room, after, limit);
        }
        if (wanted.getValue("around") instanceof Number seq && seq.longValue() > 0) {
            return around(room, seq.longValue(), limit);
        }
        Number before = wanted.getValue("before") instanceof Number seq ? seq : Long.MAX_VALUE;
        return store.before(room, before.longValue(), limit).map(page -> Wire.position(room, page.head())
                .put("messages", Wire.messages(page.messages()))
                .put("more", page.more()));
    }

    private Future<JsonObject> after(String room, Position last, int limit) {
        return store.after(room, last, limit).map(replay -> Wire.position(room, replay.head())
                .put("messages", replay.reset() ? new JsonArray() : Wire.messages(Wire.posted(replay.entries())))
                .put("more", replay.more())
                .put("reset", replay.reset()));
    }

    /** A message with those before it, and about as many behind it. */
    private Future<JsonObject> around(String room, long seq, int limit) {
        int older = Math.max(1, (limit + 1) / 2);
        int newer = Math.max(1, limit - older);
        return store.before(room, seq + 1, older).compose(page -> store.after(
                        room, page.head().at(Math.min(seq, page.head().seq())), newer)
                .map(replay -> {
                    List<Message> messages = new ArrayList<>(page.messages());
                    messages.addAll(Wire.posted(replay.entries()));
                    return Wire.position(room, replay.head())
                            .put("messages", Wire.messages(messages))
                            .put("more", page.more())
                            .put("newer", replay.more());
                }));
    }

    private Future<JsonObject> search(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        if (!(wanted.getValue("words") instanceof String words) || words.length() > MAX_WORDS) {
            return Refusal.invalid("words are text of at most " + MAX_WORDS + " characters")
                    .failed();
        }
        int limit = Rooms.limit(wanted);
        Number before = wanted.getValue("before") instanceof Number seq ? seq : Long.MAX_VALUE;
        return store.search(room, words, before.longValue(), limit + 1).map(found -> new JsonObject()
                .put("room", room)
                .put("messages", Wire.messages(found.subList(0, Math.min(limit, found.size()))))
                .put("more", found.size() > limit));
    }

    private Future<JsonObject> read(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        if (!(wanted.getValue("seq") instanceof Number seq) || seq.longValue() < 0) {
            return Refusal.invalid("seq is the number of the last entry that is read")
                    .failed();
        }
        return store.read(room, visitor.person(), seq.longValue()).map(membership -> {
            JsonObject read = new JsonObject()
                    .put("room", room)
                    .put("read", membership.read())
                    .put("unread", membership.unread())
                    .put("mentions", membership.mentions());
            tabs.tell(visitor, "read", read);
            return read;
        });
    }

    /** Where the logs of the visitor's rooms end: for who cannot know whether the last entry was lost on its way. */
    private Future<JsonObject> heads(Visitor visitor, JsonObject wanted) {
        return store.heads(visitor.rooms()).map(heads -> {
            JsonObject rooms = new JsonObject();
            heads.forEach((room, head) -> rooms.put(room, Wire.place(head)));
            return new JsonObject().put("rooms", rooms);
        });
    }
}
