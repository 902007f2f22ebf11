package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Transactions on a PostgreSQL server. */
final class PostgresDatabase implements Database {
    private static final int TRIES = 5;

    private final Vertx vertx;
    private final PostgresServer server;
    private final Pool pool;
    private final PostgresAppends appends;
    private final Outage outage = new Outage();
    private final int maxPending;

    /** Reads and writes that are not answered, wherever they wait: for the tables, for a connection, for the server. */
    private final AtomicInteger pending = new AtomicInteger();

    private volatile boolean closed;

    PostgresDatabase(Vertx vertx, PostgresOptions options, RoomLog log) {
        this.vertx = vertx;
        this.maxPending = options.getMaxPending();
        this.server = new PostgresServer(vertx, options);
        this.pool = server.pool();
        this.appends = new PostgresAppends(vertx, options, this, log);
    }

    @Override
    public <T> Future<T> read(Function<Session, Future<T>> work) {
        return reply(
                () -> server.ready().compose(ready -> pool.withConnection(connection -> snapshot(connection, work))));
    }

    /** All of a read sees the same, so that a head and the entries up to it fit together. */
    private static <T> Future<T> snapshot(SqlConnection connection, Function<Session, Future<T>> work) {
        return connection
                .query("begin isolation level repeatable read read only")
                .execute()
                .compose(begun -> work.apply(new PostgresSession(connection)))
                .eventually(() -> connection.query("commit").execute());
    }

    @Override
    public <T> Future<T> write(Function<Session, Future<T>> work) {
        return reply(() -> transaction(connection -> work.apply(new PostgresSession(connection))));
    }

    /** Also tries again when others were in the way. */
    <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return attempt(() -> pool.withTransaction(work), TRIES);
    }

    /**
     * The same for one batch, which needs no more to be a transaction: the driver asks for a sync at its end only, and up to
     * there the server does all or nothing. That spares two round trips.
     */
    <T> Future<T> batch(Function<SqlConnection, Future<T>> work) {
        return attempt(() -> pool.withConnection(work), TRIES);
    }

    private <T> Future<T> attempt(Supplier<Future<T>> work, int tries) {
        return server.ready()
                .compose(ready -> work.get())
                .onSuccess(done -> outage.ended())
                .recover(fault -> tries > 1 && PostgresServer.collided(fault)
                        ? attempt(work, tries - 1)
                        : Future.failedFuture(explain(fault)));
    }

    private <T> Future<T> reply(Supplier<Future<T>> work) {
        Reply<T> reply = new Reply<>(vertx);
        if (closed) {
            reply.fail(closed());
        } else if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            reply.fail(new StoreException(Code.BUSY, "too many wait for the database"));
        } else {
            Future<T> result = work.get().recover(fault -> Future.failedFuture(explain(fault)));
            result.onComplete(done -> {
                pending.decrementAndGet();
                reply.send(result);
            });
        }
        return reply.future();
    }

    private StoreException explain(Throwable fault) {
        return fault instanceof StoreException known ? known : outage.began(PostgresServer.explain(fault));
    }

    private static StoreException closed() {
        return new StoreException(Code.UNAVAILABLE, "the history is closed");
    }

    @Override
    public Future<Receipt> append(Draft draft) {
        Reply<Receipt> reply = new Reply<>(vertx);
        if (closed) {
            reply.fail(closed());
        } else {
            appends.add(draft, reply);
        }
        return reply.future();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        Reply<Void> reply = new Reply<>(vertx);
        appends.whenDone().eventually(pool::close).onComplete(done -> reply.send(Future.succeededFuture()));
        return reply.future();
    }
}
