package io.samvad.chat.history;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** The way that a result takes back to the context of the caller, from whatever thread it is known on. */
final class Reply<T> {
    private final Context caller;
    private final Promise<T> promise = Promise.promise();

    Reply(Vertx vertx) {
        this.caller = vertx.getOrCreateContext();
    }

    Future<T> future() {
        return promise.future();
    }

    /** Not by a handler that is added over there: a future that has a context of its own calls its handlers on that. */
    void send(Future<T> result) {
        result.onComplete((value, failure) -> caller.runOnContext(there -> promise.complete(value, failure)));
    }

    void fail(StoreException failure) {
        send(Future.failedFuture(failure));
    }
}
