package io.samvad.chat.history;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** One piece of work for a thread of the store. */
final class SqliteWork<T> {
    private final Reply<T> reply;
    private final Function<Session, Future<T>> work;
    private Future<T> result;

    SqliteWork(Vertx vertx, Function<Session, Future<T>> work) {
        this.reply = new Reply<>(vertx);
        this.work = work;
    }

    Future<T> future() {
        return reply.future();
    }

    /**
     * Does the work. A refusal is a result: it has written nothing.
     *
     * @throws Throwable when the database failed, and all work of this transaction with it
     */
    void run(SqliteConnection session) throws Throwable {
        result = Future.<Void>succeededFuture().compose(start -> work.apply(session));
        if (result.failed() && !(result.cause() instanceof StoreException)) {
            throw result.cause();
        }
    }

    /** Hands over the result, after the commit. */
    void send() {
        reply.send(result);
    }

    /** The transaction was lost. What was refused before that stays refused. */
    void fail(StoreException failure) {
        boolean refused = result != null && result.failed() && result.cause() instanceof StoreException;
        reply.send(refused ? result : Future.failedFuture(failure));
    }
}
