package io.samvad.chat.history;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** One piece of work for a thread of the store, and the way its result takes back to the caller. */
final class Answer<T> {
    private final Context caller;
    private final Promise<T> promise = Promise.promise();
    private final Function<Session, Future<T>> work;
    private Future<T> result;

    Answer(Vertx vertx, Function<Session, Future<T>> work) {
        this.caller = vertx.getOrCreateContext();
        this.work = work;
    }

    Future<T> future() {
        return promise.future();
    }

    /**
     * Does the work. A refusal is a result: it has written nothing.
     *
     * @throws Throwable when the database failed, and all work of this transaction with it
     */
    void work(SqliteConnection session) throws Throwable {
        result = Future.<Void>succeededFuture().compose(start -> work.apply(session));
        if (result.failed() && !(result.cause() instanceof StoreException)) {
            throw result.cause();
        }
    }

    /** Hands over the result, after the commit. */
    void send() {
        Future<T> sent = result;
        caller.runOnContext(there -> sent.onComplete(promise));
    }

    /** The transaction was lost. What was refused before that stays refused. */
    void fail(StoreException failure) {
        if (result == null || result.succeeded() || !(result.cause() instanceof StoreException)) {
            result = Future.failedFuture(failure);
        }
        send();
    }
}
