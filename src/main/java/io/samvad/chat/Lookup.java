package io.samvad.chat;

import io.samvad.chat.history.Entry;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Message;
import io.samvad.chat.history.Page;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.Replay;
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
        Position after = Wanted.place(wanted, "after");
        if (after != null) {
            return after(room, after, limit);
        }
        long around = Wanted.number(wanted, "around", 0);
        if (around > 0) {
            return around(room, around, limit);
        }
        long before = Wanted.number(wanted, "before", Long.MAX_VALUE);
        return store.before(room, before, limit).map(page -> page(room, page, page.head(), page.messages()));
    }

    private static JsonObject page(String room, Page page, Position head, List<Message> messages) {
        return Wire.position(room, head)
                .put("messages", Wire.messages(messages))
                .put("more", page.more())
                .put("removed", page.removed());
    }

    private Future<JsonObject> after(String room, Position last, int limit) {
        return store.after(room, last, limit).map(replay -> Wire.position(room, replay.head())
                .put("messages", replay.reset() ? new JsonArray() : Wire.messages(Wire.posted(replay.entries())))
                .put("more", replay.more())
                .put("upTo", last(replay, last))
                .put("reset", replay.reset()));
    }

    /** Where to read on: the last entry that was looked at, of whatever kind. */
    private static long last(Replay replay, Position before) {
        List<Entry> entries = replay.entries();
        return entries.isEmpty()
                ? before.seq()
                : entries.get(entries.size() - 1).seq();
    }

    /** A message with those before it, and about as many behind it. */
    private Future<JsonObject> around(String room, long seq, int limit) {
        int older = Math.max(1, (limit + 1) / 2);
        int newer = Math.max(1, limit - older);
        return store.before(room, Math.min(seq, Long.MAX_VALUE - 1) + 1, older).compose(page -> {
            Position there = page.head().at(Math.min(seq, page.head().seq()));
            return store.after(room, there, newer).map(replay -> {
                List<Message> messages = new ArrayList<>(page.messages());
                messages.addAll(Wire.posted(replay.entries()));
                return page(room, page, replay.head(), messages)
                        .put("newer", replay.more())
                        .put("upTo", last(replay, there))
                        .put("reset", replay.reset());
            });
        });
    }

    private Future<JsonObject> search(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        String words = Wanted.text(wanted, "words");
        if (words == null || words.length() > MAX_WORDS) {
            return Refusal.invalid("words are text of at most " + MAX_WORDS + " characters")
                    .failed();
        }
        int limit = Rooms.limit(wanted);
        long before = Wanted.number(wanted, "before", Long.MAX_VALUE);
        return store.search(room, words, before, limit + 1).map(found -> new JsonObject()
                .put("room", room)
                .put("messages", Wire.messages(found.subList(0, Math.min(limit, found.size()))))
                .put("more", found.size() > limit));
    }

    private Future<JsonObject> read(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        long seq = Wanted.number(wanted, "seq", -1);
        if (seq < 0) {
            return Refusal.invalid("seq is the number of the last entry that is read")
                    .failed();
        }
        return store.read(room, visitor.person(), seq).map(membership -> {
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
