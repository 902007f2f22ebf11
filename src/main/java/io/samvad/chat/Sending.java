package io.samvad.chat;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Draft;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Receipt;
import io.samvad.chat.history.StoreException;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Takes what visitors of this instance say into the logs, and answers once it is committed and synced. */
final class Sending {
    private static final int MAX_SYMBOL = 16;

    private final HistoryStore store;
    private final Deliveries deliveries;
    private final Visitors visitors;
    private final ChatOptions options;
    /** Messages of all visitors that wait for the store. */
    private int pending;

    Sending(HistoryStore store, Deliveries deliveries, Visitors visitors, ChatOptions options) {
        this.store = store;
        this.deliveries = deliveries;
        this.visitors = visitors;
        this.options = options;
    }

    void install(Requests requests) {
        requests.add(options.getEvent(), Requests.Kind.UNCOUNTED, Sending::arguments, this::say)
                .add("edit", Requests.Kind.PERSONAL, this::edit)
                .add("delete", Requests.Kind.PERSONAL, this::delete)
                .add("react", Requests.Kind.PERSONAL, this::react);
    }

    /** The text, and perhaps the id that the client gave it, and more. */
    private static JsonObject arguments(Args args) {
        JsonObject wanted = args.get(2) instanceof JsonObject more ? more.copy() : new JsonObject();
        return wanted.put("text", args.get(0)).put("clientOffset", args.get(1));
    }

    private Future<JsonObject> say(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        if (wanted.getValue("clientOffset") != null && !(wanted.getValue("clientOffset") instanceof String)) {
            return Refusal.invalid("clientOffset is text").failed();
        }
        String text = text(wanted);
        long wait = visitor.messages().take();
        if (wait > 0) {
            return Refusal.tooFast("messages", wait).failed();
        }
        if (visitor.pending() >= options.getMaxPendingPerSocket() || pending >= options.getMaxPending()) {
            return Refusal.busy("too many messages wait to be stored").failed();
        }
        boolean action = Boolean.TRUE.equals(wanted.getValue(Wire.ACTION));
        String offset = wanted.getString("clientOffset");
        Future<Receipt> stored = inTurn(visitor, room, text)
                .compose(mentions ->
                        store.append(new Draft(room, author(visitor), offset, text, extra(mentions, action))));
        pending++;
        visitor.addPending(1);
        stored.onComplete(done -> {
            pending--;
            visitor.addPending(-1);
        });
        stored.onComplete(
                receipt -> {
                    deliver(receipt);
                    visitors.said(visitor, receipt.room());
                },
                failure -> notice(room, failure));
        return stored.map(receipt -> Wire.position(receipt.room(), receipt.position()))
                .recover(failure -> Future.failedFuture(reopened(room, failure)));
    }

    private String text(JsonObject wanted) {
        if (!(wanted.getValue("text") instanceof String text)) {
            throw Refusal.invalid("a message is text").asFailure();
        }
        if (text.length() > options.getMaxLength()) {
            throw new Refusal("too_large", "a message has at most " + options.getMaxLength() + " characters", 0)
                    .asFailure();
        }
        return text;
    }

    private static Author author(Visitor visitor) {
        String name = visitor.nick().name();
        return new Author(visitor.person(), name == null ? "" : name);
    }

    // ---------------------------------------------------------------- mentions

    /** Finds who is mentioned. What a visitor says and edits stays in its order, although only some needs looking up. */
    private Future<List<String>> inTurn(Visitor visitor, String room, String text) {
        List<String> names = Names.mentioned(text);
        if (names.isEmpty() && visitor.turn() == null) {
            return Future.succeededFuture(List.of());
        }
        Future<?> before = visitor.turn() == null ? Future.succeededFuture() : visitor.turn();
        Future<List<String>> turn = before.transform(over -> mentions(visitor, room, names));
        visitor.turn(turn);
        turn.onComplete(found -> {
            if (visitor.turn() == turn) {
                visitor.turn(null);
            }
        });
        return turn;
    }

    private Future<List<String>> mentions(Visitor visitor, String room, List<String> names) {
        if (names.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return store.members(room, names).map(people -> people.stream()
                .map(person -> person.id())
                .filter(person -> !person.equals(visitor.person()))
                .toList());
    }

    private static JsonObject extra(List<String> mentions, boolean action) {
        if (mentions.isEmpty() && !action) {
            return null;
        }
        JsonObject extra = new JsonObject();
        if (!mentions.isEmpty()) {
            extra.put(Wire.MENTIONS, new JsonArray(mentions));
        }
        return action ? extra.put(Wire.ACTION, true) : extra;
    }

    // ---------------------------------------------------------------- changes

    private Future<JsonObject> edit(Visitor visitor, JsonObject wanted) {
        String text = text(wanted);
        return change(wanted, Rooms.room(visitor, wanted), (room, seq) -> inTurn(visitor, room, text)
                .compose(mentions -> store.edit(room, seq, visitor.person(), text, mentions)));
    }

    private Future<JsonObject> delete(Visitor visitor, JsonObject wanted) {
        return change(wanted, Rooms.room(visitor, wanted), (room, seq) -> store.delete(room, seq, visitor.person()));
    }

    private Future<JsonObject> react(Visitor visitor, JsonObject wanted) {
        if (!(wanted.getValue("symbol") instanceof String symbol)
                || symbol.isEmpty()
                || symbol.length() > MAX_SYMBOL
                || symbol.codePoints().anyMatch(Character::isWhitespace)) {
            return Refusal.invalid("a symbol has 1 to " + MAX_SYMBOL + " characters, and no space")
                    .failed();
        }
        boolean added = !Boolean.FALSE.equals(wanted.getValue("added"));
        return change(
                wanted,
                Rooms.room(visitor, wanted),
                (room, seq) -> store.react(room, seq, author(visitor), symbol, added));
    }

    @FunctionalInterface
    private interface Change {
        Future<Receipt> make(String room, long seq);
    }

    private Future<JsonObject> change(JsonObject wanted, String room, Change change) {
        if (!(wanted.getValue("seq") instanceof Number seq)) {
            return Refusal.invalid("seq is the number of a message").failed();
        }
        return change.make(room, seq.longValue())
                .onSuccess(this::deliver)
                .map(receipt -> Wire.position(room, receipt.position()));
    }

    // ---------------------------------------------------------------- what becomes of it

    private void deliver(Receipt receipt) {
        if (!receipt.repeated()) {
            deliveries.committed(
                    receipt.room(), receipt.position(), receipt.entry().get());
        } else {
            // Perhaps the first try was committed and nobody was told, because the process or the answer was lost.
            deliveries.heard(receipt.room(), receipt.position());
        }
    }

    /** The room may be gone, with the whole database: reading on opens it anew. */
    private void notice(String room, Throwable failure) {
        if (Delivery.isGone(failure)) {
            deliveries.missing(room);
        }
    }

    private Throwable reopened(String room, Throwable failure) {
        boolean soon = failure instanceof StoreException && Delivery.isGone(failure) && deliveries.has(room);
        return soon ? Refusal.unavailable("the room is being opened anew").asFailure() : failure;
    }
}
