package io.samvad.chat;

import io.samvad.socketio.Ack;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What visitors can ask for: one table, and one place that checks what holds for all and turns failures into answers. */
final class Requests {
    /** Characters of a request that comes before the welcome: a hundred of them may wait, for as long as the store fails. */
    private static final int MAX_EARLY = 65_536;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final long timeout;

    /** @param timeout milliseconds after which whoever asks is told that there is no answer */
    Requests(long timeout) {
        this.timeout = timeout;
    }

    /** Does what a visitor asks for. */
    @FunctionalInterface
    interface Request {
        /**
         * Does it.
         *
         * @return the answer; a failure is told as a {@link Refusal}, and so is what is thrown
         */
        Future<JsonObject> answer(Visitor visitor, JsonObject wanted);
    }

    /** Whom it is for, and what counts it. */
    enum Kind {
        /** For everybody, counted as a request. */
        OPEN,
        /** For people, not for guests, counted as a request. */
        PERSONAL,
        /** For everybody; counts itself. */
        UNCOUNTED
    }

    private record Entry(Kind kind, Function<Args, JsonObject> arguments, Request request) {}

    /** A request whose one argument is an object. */
    Requests add(String event, Kind kind, Request request) {
        return add(event, kind, Requests::only, request);
    }

    /** @param arguments makes one object of what arrives */
    Requests add(String event, Kind kind, Function<Args, JsonObject> arguments, Request request) {
        entries.put(event, new Entry(kind, arguments, request));
        return this;
    }

    private static JsonObject only(Args args) {
        return object(args.get(0), "what is wanted");
    }

    /** @param what of which the refusal speaks */
    static JsonObject object(Object given, String what) {
        if (given == null) {
            return new JsonObject();
        }
        if (!(given instanceof JsonObject object)) {
            throw Refusal.invalid(what + " is an object").asFailure();
        }
        return object;
    }

    /** A visitor asks for something. */
    void receive(Visitor visitor, String event, Args args, Ack ack) {
        Entry entry = entries.get(event);
        if (entry == null) {
            // A client that waits for an answer, and sends what it has in turn, would be held up.
            ack.send(new Refusal("unknown_event", "there is no such event", 0).toJson());
            return;
        }
        if (!visitor.isWelcome() && args.toString().length() > MAX_EARLY) {
            ack.send(new Refusal("too_large", "that is too much before the welcome", 0).toJson());
        } else if (!visitor.whenWelcomed(() -> answer(visitor, entry, args, ack))) {
            ack.send(Refusal.busy("too many requests before the welcome").toJson());
        }
    }

    private void answer(Visitor visitor, Entry entry, Args args, Ack ack) {
        long wait = entry.kind == Kind.UNCOUNTED ? 0 : visitor.requests().take();
        if (wait > 0) {
            ack.send(Refusal.tooFast("requests", wait).toJson());
            return;
        }
        // Told late or never, it may be done all the same.
        Future<JsonObject> answer = answer(visitor, entry, () -> entry.arguments.apply(args));
        (answer.isComplete() ? answer : answer.timeout(timeout, TimeUnit.MILLISECONDS))
                .onComplete(ack::send, failure -> ack.send(Refusal.of(failure).toJson()));
    }

    private static Future<JsonObject> answer(Visitor visitor, Entry entry, Supplier<JsonObject> wanted) {
        if (entry.kind == Kind.PERSONAL && visitor.person() == null) {
            return Refusal.identityRequired().failed();
        }
        try {
            return entry.request.answer(visitor, wanted.get());
        } catch (Refused | IllegalArgumentException refused) {
            return Future.failedFuture(refused);
        }
    }

    /**
     * Asks for something on behalf of a visitor, who has paid for it already.
     *
     * @throws IllegalArgumentException when there is no such event
     */
    Future<JsonObject> ask(Visitor visitor, String event, JsonObject wanted) {
        Entry entry = entries.get(event);
        if (entry == null) {
            throw new IllegalArgumentException("no event " + event);
        }
        return answer(visitor, entry, () -> wanted);
    }
}
