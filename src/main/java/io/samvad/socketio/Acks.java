package io.samvad.socketio;

import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Acknowledgements that one socket still owes. Every one leaves: by its answer, its timeout, or the end of the socket. */
final class Acks {
    private final Vertx vertx;
    private final Map<Long, Consumer<Args>> pending = new HashMap<>(4);
    private long nextId;
    private DisconnectReason closedFor;

    Acks(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The id for the next event that wants an acknowledgement. */
    long nextId() {
        return nextId++;
    }

    /**
     * Waits for an acknowledgement.
     *
     * @param timeout milliseconds, or 0 to wait as long as the socket lives
     */
    Future<Args> expect(long id, long timeout) {
        Promise<Args> promise = Promise.promise();
        if (timeout == 0) {
            expect(id, args -> complete(promise, args));
        } else {
            long timer = vertx.setTimer(timeout, late -> {
                pending.remove(id);
                promise.tryFail(new AckTimeoutException("no acknowledgement within " + timeout + " ms", List.of()));
            });
            expect(id, args -> {
                vertx.cancelTimer(timer);
                complete(promise, args);
            });
        }
        return promise.future();
    }

    private void complete(Promise<Args> promise, Args args) {
        if (args == null) {
            promise.tryFail(new DisconnectedException(closedFor));
        } else {
            promise.tryComplete(args);
        }
    }

    /** @param answered called with the answer, or with null when the socket is gone */
    void expect(long id, Consumer<Args> answered) {
        pending.put(id, answered);
    }

    /** An acknowledgement arrived; one that is late, double or unknown is ignored. */
    void receive(long id, Args args) {
        Consumer<Args> answered = pending.remove(id);
        if (answered != null) {
            answered.accept(args);
        }
    }

    void forget(long id) {
        pending.remove(id);
    }

    int count() {
        return pending.size();
    }

    /** The socket is gone. */
    void close(DisconnectReason reason) {
        closedFor = reason;
        Map<Long, Consumer<Args>> left = Map.copyOf(pending);
        pending.clear();
        left.values().forEach(answered -> answered.accept(null));
    }
}
