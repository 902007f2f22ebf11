package io.samvad.chat.history;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/** Removes what is too old or too much, a few entries in each transaction. */
final class Pruning {
    /** So few that those who wait behind it do not notice. */
    private static final long STEP = 500;

    private final Database database;
    private final Dialect dialect;
    private final Clock clock;

    Pruning(Database database, Dialect dialect, Clock clock) {
        this.database = database;
        this.dialect = dialect;
        this.clock = clock;
    }

    Future<Long> run(Retention retention) {
        long now = clock.millis();
        return database.<List<Row>>read(session -> session.query("select id from room"))
                .compose(rooms -> {
                    Future<Long> removed = Future.succeededFuture(0L);
                    for (Row room : rooms) {
                        removed = removed.compose(before -> room(
                                        room.number(0), now - retention.maxAge().toMillis(), retention.maxEntries())
                                .map(here -> before + here));
                    }
                    return removed;
                })
                .compose(removed -> offsets(now - retention.offsets().toMillis())
                        .compose(forgotten -> allowances(now))
                        .map(removed));
    }

    private Future<Long> room(long room, long oldest, long maxEntries) {
        return database.<Long>write(session -> step(session, room, oldest, maxEntries))
                .compose(removed -> removed == 0
                        ? Future.succeededFuture(0L)
                        : room(room, oldest, maxEntries).map(further -> further + removed));
    }

    private Future<Long> step(Session session, long room, long oldest, long maxEntries) {
        return session.query("select first, seq from room where id = $1" + dialect.forUpdate(), room)
                .compose(rows -> {
                    long first = rows.get(0).number(0);
                    long end = rows.get(0).number(1) + 1;
                    return session.query(
                                    "select min(seq) from entry where room = $1 and seq < $2 and at >= $3",
                                    room,
                                    first + STEP,
                                    oldest)
                            .compose(young -> {
                                long aged = young.get(0).isNull(0)
                                        ? first + STEP
                                        : young.get(0).number(0);
                                // Without the subtraction's overflow for "any number".
                                long counted = end - first > maxEntries ? end - maxEntries : first;
                                long until = Math.min(Math.min(Math.max(aged, counted), first + STEP), end);
                                return until <= first
                                        ? Future.succeededFuture(0L)
                                        : remove(session, room, first, until).map(until - first);
                            });
                });
    }

    private Future<?> remove(Session session, long room, long first, long until) {
        long last = until - 1;
        return session.query(dialect.unindex(), room, first, last)
                .compose(hidden -> session.query(
                        "select count(*) from entry where room = $1 and seq between $2 and $3 and kind = 0 and deleted = 0",
                        room,
                        first,
                        last))
                .compose(counted -> session.query(
                        "update room set first = $1, messages = messages - $2 where id = $3",
                        until,
                        counted.get(0).number(0),
                        room))
                .compose(moved -> session.query(
                        "delete from reaction where room = $1 and seq between $2 and $3", room, first, last))
                .compose(bare -> session.query(
                        "delete from mention where room = $1 and message between $2 and $3", room, first, last))
                .compose(quiet -> session.query(
                        "delete from entry where room = $1 and seq between $2 and $3", room, first, last));
    }

    private Future<Void> offsets(long oldest) {
        return inSteps(
                "delete from sent where (scope, client_offset) in"
                        + " (select scope, client_offset from sent where at < $1 limit $2) returning 1",
                oldest);
    }

    private Future<Void> allowances(long now) {
        return inSteps(
                "delete from allowance where (person, what) in"
                        + " (select person, what from allowance where full_at < $1 limit $2) returning 1",
                now);
    }

    private Future<Void> inSteps(String sql, long before) {
        return database.<List<Row>>write(session -> session.query(sql, before, STEP))
                .compose(removed -> removed.size() < STEP ? Future.succeededFuture() : inSteps(sql, before));
    }
}
