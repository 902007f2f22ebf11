package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that writes. Takes all that waits into one transaction, which is one sync of the disk, and answers when
 * that is done; what comes meanwhile is the next transaction.
 */
final class SqliteWriter {
    /** More would make the first of them wait without a gain. */
    private static final int MAX_GROUP = 1_000;

    private final SqliteFile file;
    private final BlockingQueue<SqliteWork<?>> waiting;
    private final Thread thread = new Thread(this::run, "samvad-history-writer");
    private final Runnable whenDone;
    private final Outage outage = new Outage();
    private volatile boolean closing;
    private volatile boolean gone;
    private SqliteConnection connection;

    SqliteWriter(SqliteFile file, int maxPending, Runnable whenDone) {
        this.file = file;
        this.waiting = new LinkedBlockingQueue<>(maxPending);
        this.whenDone = whenDone;
        thread.setDaemon(true);
        thread.start();
    }

    void submit(SqliteWork<?> write) {
        if (closing) {
            write.fail(new StoreException(Code.UNAVAILABLE, "the history is closed"));
        } else if (!waiting.offer(write)) {
            write.fail(new StoreException(Code.BUSY, "too many messages wait to be stored"));
        } else if (gone && waiting.remove(write)) {
            write.fail(new StoreException(Code.UNAVAILABLE, "the history is closed"));
        }
    }

    /** Lets it finish what it has; {@code last} wakes it when that is nothing. */
    void close(SqliteWork<?> last) {
        closing = true;
        waiting.offer(last);
    }

    private void run() {
        List<SqliteWork<?>> group = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                group.add(waiting.take());
            } catch (InterruptedException nobodysBusiness) {
                continue;
            }
            waiting.drainTo(group, MAX_GROUP - 1);
            commit(group);
            group.clear();
        }
        gone = true;
        // Who came between the last look and this line; who comes behind it looks after itself.
        waiting.drainTo(group);
        group.forEach(late -> late.fail(new StoreException(Code.UNAVAILABLE, "the history is closed")));
        disconnect();
        whenDone.run();
    }

    private void commit(List<SqliteWork<?>> group) {
        try {
            if (connection == null) {
                connection = file.connect();
            }
            file.checkPlace();
            connection.execute("begin immediate");
            for (SqliteWork<?> write : group) {
                write.run(connection);
            }
            connection.execute("commit");
            file.checkPlace();
        } catch (Throwable fault) {
            disconnect();
            StoreException failure = outage.began(SqliteFile.explain(fault));
            group.forEach(write -> write.fail(failure));
            return;
        }
        outage.ended();
        group.forEach(SqliteWork::send);
    }

    /** Rolls back what was not committed. */
    private void disconnect() {
        if (connection != null) {
            connection.close();
        }
        connection = null;
    }
}
