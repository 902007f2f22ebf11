package io.samvad.chat.history;

import io.vertx.core.Future;
import java.util.List;

/**
 * A transaction that is going on. The embedded database answers at once, on the thread that asks; a server later. What is
 * written in terms of futures serves both.
 */
@FunctionalInterface
interface Session {
    /**
     * Runs a statement.
     *
     * @param sql with {@code $1}, {@code $2}, … in the order in which they first appear
     * @param arguments numbers, texts and nulls
     */
    Future<List<Row>> query(String sql, Object... arguments);
}
