package io.samvad.socketio;

import io.samvad.socketio.adapter.Mailbox;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;

/**
 * Brings the messages of one {@link Emitter} to one instance. The first goes to whichever takes it; the answer names the
 * address of that one, and all others go there: spread over several they would overtake each other. Belongs to one context.
 */
final class EmitterLine {
    /** Messages that may be without an answer at a time: a sender that does not look at its futures has no other limit. */
    private static final int MOST_PENDING = 100_000;

    private final Context context;
    private final EventBus bus;
    private final String anyone;
    /** Null until one has answered. */
    private String someone;
    /** What waits for somebody to answer; the first of them has been sent. */
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

    private int pending;

    private record Pending(JsonObject message, Promise<Void> promise) {}

    EmitterLine(Vertx vertx, String anyone) {
        this.context = vertx.getOrCreateContext();
        this.bus = vertx.eventBus();
        this.anyone = anyone;
    }

    Future<Void> say(JsonObject message) {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(here -> {
            if (pending == MOST_PENDING) {
                promise.fail(new IllegalStateException(MOST_PENDING + " messages of this emitter wait for an answer"));
                return;
            }
            pending++;
            send(new Pending(message, promise));
        });
        return promise.future();
    }

    private void send(Pending one) {
        if (someone != null) {
            String to = someone;
            bus.<JsonObject>request(to, one.message).onComplete(answer -> answered(one, to, answer));
        } else {
            waiting.add(one);
            if (waiting.size() == 1) {
                ask();
            }
        }
    }

    private void ask() {
        bus.<JsonObject>request(anyone, waiting.peek().message).onComplete(this::found);
    }

    /** Somebody has taken the first of those that wait, or nobody. */
    private void found(AsyncResult<Message<JsonObject>> answer) {
        Pending first = waiting.remove();
        if (answer.succeeded()) {
            someone = answer.result().body().getString(Mailbox.VIA);
        }
        if (someone != null) {
            while (!waiting.isEmpty()) {
                send(waiting.remove());
            }
        } else if (!waiting.isEmpty()) {
            ask();
        }
        // Last: what the application does with it may throw.
        end(first, answer);
    }

    private void answered(Pending one, String from, AsyncResult<Message<JsonObject>> answer) {
        boolean gone =
                answer.cause() instanceof ReplyException failure && failure.failureType() == ReplyFailure.NO_HANDLERS;
        if (gone) {
            // It has gone before the message came there, so another one may get it.
            if (from.equals(someone)) {
                someone = null;
            }
            send(one);
        } else {
            end(one, answer);
        }
    }

    private void end(Pending one, AsyncResult<Message<JsonObject>> answer) {
        pending--;
        if (answer.succeeded()) {
            one.promise.complete();
        } else {
            one.promise.fail(answer.cause());
        }
    }
}
