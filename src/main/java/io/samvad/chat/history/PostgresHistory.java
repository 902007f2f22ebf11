package io.samvad.chat.history;

import io.vertx.core.Vertx;

/**
 * The store in PostgreSQL 14 or later, for several nodes. A room is locked by its row while it gets a number, so the order of
 * its log is the same for all nodes. Messages that wait while a transaction is committed share the next.
 *
 * <p>Open one for a process and hand it to all instances.
 */
public final class PostgresHistory {
    private PostgresHistory() {}

    /**
     * Opens the store, never fails: as long as the server cannot be used, everything that is asked of the store fails with
     * {@link StoreException.Code#UNAVAILABLE}, and it works once the server does. {@link HistoryStore#check} tells. Tables are
     * made and brought up to date at the first use.
     */
    public static HistoryStore open(Vertx vertx, PostgresOptions options) {
        RoomLog log = new RoomLog(Dialect.POSTGRES, options.getClock());
        PostgresDatabase database = new PostgresDatabase(vertx, options, log);
        return new SqlHistory(database, Dialect.POSTGRES, log, options.getClock(), SearchWords::forPostgres);
    }
}
