package io.samvad.chat.history;

import io.vertx.core.Vertx;

/**
 * The store in a file, for one node: SQLite with a write-ahead log that is synced at every commit. One thread writes; what
 * waits while it syncs shares the next commit, so that the disk sets how fast one sender is and not how fast a thousand are.
 *
 * <p>Open one for a process and hand it to all instances. Two on one file are right, but wait for each other.
 */
public final class SqliteHistory {
    private SqliteHistory() {}

    /**
     * Opens the store, never fails: as long as the file cannot be used, everything that is asked of the store fails with
     * {@link StoreException.Code#UNAVAILABLE}, and it works once the file does. {@link HistoryStore#check} tells.
     */
    public static HistoryStore open(Vertx vertx, SqliteOptions options) {
        RoomLog log = new RoomLog(Dialect.SQLITE, options.getClock());
        SqliteDatabase database = new SqliteDatabase(vertx, options, log);
        return new SqlHistory(database, Dialect.SQLITE, log, options.getClock(), SearchWords::forSqlite);
    }
}
