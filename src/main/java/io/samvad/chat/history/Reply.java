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

    void send(Future<T> result) {
        caller.runOnContext(there -> result.onComplete(promise));
    }

    void fail(StoreException failure) {
        send(Future.failedFuture(failure));
    }
}
