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
        return Requests.object(args.get(2), "what comes behind the clientOffset")
                .copy()
                .put("text", args.get(0))
                .put("clientOffset", args.get(1));
    }

    private Future<JsonObject> say(Visitor visitor, JsonObject wanted) {
        String room = Rooms.room(visitor, wanted);
        String offset = Wanted.text(wanted, "clientOffset");
        boolean action = Wanted.flag(wanted, Wire.ACTION, false);
        String text = text(wanted);
        long wait = visitor.messages().take();
        if (wait > 0) {
            return Refusal.tooFast("messages", wait).failed();
        }
        if (visitor.pending() >= options.getMaxPendingPerSocket() || pending >= options.getMaxPending()) {
            return Refusal.busy("too many messages wait to be stored").failed();
        }
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
        if (!(wanted.getValue("text") instanceof String)) {
            throw Refusal.invalid("a message is text").asFailure();
        }
        String text = Wanted.text(wanted, "text");
        if (text.isBlank()) {
            throw Refusal.invalid("a message has at least one character that is no space")
                    .asFailure();
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
        String symbol = Wanted.text(wanted, "symbol");
        if (symbol == null || symbol.length() > MAX_SYMBOL || !Names.isSymbol(symbol)) {
            return Refusal.invalid("a symbol has 1 to " + MAX_SYMBOL
                            + " characters, something to see, and no space or sign of control")
                    .failed();
        }
        boolean added = Wanted.flag(wanted, "added", true);
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
        long seq = Wanted.number(wanted, "seq", 0);
        if (seq == 0) {
            return Refusal.invalid("seq is the number of a message").failed();
        }
        return change.make(room, seq).onSuccess(this::deliver).map(receipt -> Wire.position(room, receipt.position()));
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
