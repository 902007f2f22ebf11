package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Transactions on a SQLite file: one writer, a few readers that do not wait for it. */
final class SqliteDatabase implements Database {
    private static final int GOODBYE_SECONDS = 5;

    private final Vertx vertx;
    private final RoomLog log;
    private final SqliteFile file;
    private final SqliteWriter writer;
    private final ThreadPoolExecutor readers;
    private final Queue<SqliteConnection> idle = new ConcurrentLinkedQueue<>();
    private final Promise<Void> closed = Promise.promise();

    SqliteDatabase(Vertx vertx, SqliteOptions options, RoomLog log) {
        this.vertx = vertx;
        this.log = log;
        this.file = new SqliteFile(options);
        AtomicInteger number = new AtomicInteger();
        this.readers = new ThreadPoolExecutor(
                options.getReaders(),
                options.getReaders(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(options.getMaxPending()),
                work -> {
                    Thread thread = new Thread(work, "samvad-history-reader-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        this.writer = new SqliteWriter(file, options.getMaxPending(), this::closeReaders);
    }

    @Override
    public <T> Future<T> write(Function<Session, Future<T>> work) {
        SqliteWork<T> write = new SqliteWork<>(vertx, work);
        writer.submit(write);
        return write.future();
    }

    @Override
    public Future<Receipt> append(Draft draft) {
        return write(session -> log.append(session, draft));
    }

    @Override
    public <T> Future<T> read(Function<Session, Future<T>> work) {
        SqliteWork<T> read = new SqliteWork<>(vertx, work);
        try {
            readers.execute(() -> answer(read));
        } catch (RejectedExecutionException full) {
            read.fail(
                    readers.isShutdown()
                            ? new StoreException(Code.UNAVAILABLE, "the history is closed")
                            : new StoreException(Code.BUSY, "too many wait to read"));
        }
        return read.future();
    }

    private void answer(SqliteWork<?> read) {
        SqliteConnection connection = idle.poll();
        try {
            if (connection == null) {
                connection = file.connect();
            }
            file.checkPlace();
            connection.execute("begin");
            read.run(connection);
            connection.execute("rollback");
        } catch (Throwable fault) {
            if (connection != null) {
                connection.close();
            }
            read.fail(SqliteFile.explain(fault));
            return;
        }
        idle.add(connection);
        read.send();
    }

    /** On the thread of the writer, which is the last to let go: only then SQLite tidies up its write-ahead log. */
    private void closeReaders() {
        readers.shutdown();
        try {
            readers.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        idle.forEach(SqliteConnection::close);
        closed.tryComplete();
    }

    @Override
    public Future<Void> close() {
        Reply<Void> reply = new Reply<>(vertx);
        closed.future().onComplete(done -> reply.send(Future.succeededFuture()));
        writer.close(new SqliteWork<>(vertx, session -> Future.succeededFuture()));
        return reply.future();
    }
}
