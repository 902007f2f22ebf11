package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes. Takes all that waits into one transaction, which is one sync of the disk, and answers when
 * that is done; what comes meanwhile is the next transaction.
 */
final class SqliteWriter {
    /** More would make the first of them wait without a gain. */
    private static final int MAX_GROUP = 1_000;

    /** What a search reads to find what is not in the index, at most, but for a group. */
    private static final int MAX_UNINDEXED = 250;

    private static final long IDLE_MILLIS = 100;

    /** Where one core does everything, nobody sends while this thread looks. */
    private static final long SPIN_NANOS = 50_000;

    private final SqliteFile file;
    private final BlockingQueue<SqliteWork<?>> waiting;
    private final Thread thread = new Thread(this::run, "samvad-history-writer");
    private final Runnable whenDone;
    private final Outage outage = new Outage();
    private volatile boolean closing;
    private volatile boolean gone;
    private SqliteConnection connection;

    /** Writes since the index was up to date. */
    private int unindexed;

    private final long spin = Runtime.getRuntime().availableProcessors() > 1 ? SPIN_NANOS : 0;

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
            SqliteWork<?> first = next();
            if (first != null) {
                group.add(first);
                waiting.drainTo(group, MAX_GROUP - 1);
                commit(group);
                group.clear();
            }
            if (unindexed >= MAX_UNINDEXED || first == null && unindexed > 0) {
                index();
            }
        }
        gone = true;
        // Who came between the last look and this line; who comes behind it looks after itself.
        waiting.drainTo(group);
        group.forEach(late -> late.fail(new StoreException(Code.UNAVAILABLE, "the history is closed")));
        disconnect();
        whenDone.run();
    }

    /** What is to be written next; nothing when the index has been behind for a while, and there is time for it. */
    private SqliteWork<?> next() {
        // Who waits for an answer often sends the next message as soon as it is there: sleeping takes longer than that.
        for (long until = System.nanoTime() + spin; System.nanoTime() < until; Thread.onSpinWait()) {
            SqliteWork<?> soon = waiting.poll();
            if (soon != null) {
                return soon;
            }
        }
        try {
            return unindexed > 0 && connection != null
                    ? waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS)
                    : waiting.take();
        } catch (InterruptedException nobodysBusiness) {
            return null;
        }
    }

    /** Those who wait for their answers have them already. What fails here is done when somebody has written again. */
    private void index() {
        unindexed = 0;
        try {
            boolean more = connection != null;
            while (more) {
                more = SqliteIndex.step(connection);
            }
        } catch (Throwable fault) {
            disconnect();
        }
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
        unindexed += group.size();
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
