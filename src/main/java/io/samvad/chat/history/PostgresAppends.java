package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Appends messages in groups: all that waits is one transaction of one batch of statements, and what comes meanwhile is the
 * next. The row of a room is locked until its numbers are on the disk, so otherwise a room would take one message per sync.
 *
 * <p>Everything here happens on one context.
 */
final class PostgresAppends {
    /** So many at once are a short turn of the event loop, and few syncs for each. */
    private static final int MAX_GROUP = 250;

    /** What {@link RoomLog#append} does in several steps; answers nothing when it is to be refused. */
    private static final String APPEND = "with known as ("
            + " select r.name, r.epoch, s.seq from sent s join room r on r.id = s.room"
            + " where s.scope = $1 and s.client_offset = $2"
            + "), place as ("
            + " update room set seq = seq + 1, messages = messages + 1"
            + " where name = $3 and (members is null or members::jsonb ? $4) and not exists (select 1 from known)"
            + " returning id, name, epoch, seq"
            + "), posted as ("
            + " insert into entry (room, seq, kind, author, name, at, text, extra, words)"
            + " select id, seq, 0, $4, $5, $6, $7, $8, to_tsvector('simple', $9::text) from place"
            + "), mentioned as ("
            + " insert into mention (person, room, seq, message)"
            + " select distinct one, place.id, place.seq, place.seq from place, jsonb_array_elements_text($10::text::jsonb) as one"
            + "), remembered as ("
            + " insert into sent (scope, client_offset, room, seq, at)"
            + " select $1, $2, id, seq, $6 from place where $2 is not null"
            + ") select name, epoch, seq, 1 from known union all select name, epoch, seq, 0 from place";

    private final Context context;
    private final int maxPending;
    private final PostgresDatabase database;
    private final RoomLog log;
    private final Clock clock;
    private final ArrayDeque<Append> waiting = new ArrayDeque<>();
    private final Promise<Void> done = Promise.promise();
    private boolean busy;
    private boolean closing;

    PostgresAppends(Vertx vertx, PostgresOptions options, PostgresDatabase database, RoomLog log) {
        this.context = vertx.getOrCreateContext();
        this.maxPending = options.getMaxPending();
        this.clock = options.getClock();
        this.database = database;
        this.log = log;
    }

    void add(Draft draft, Reply<Receipt> reply) {
        // Cut into words on the loop of the caller: that is most of the work, and there are more callers than one.
        Append append = new Append(draft, SearchWords.of(draft.text()), reply);
        context.runOnContext(here -> {
            if (waiting.size() >= maxPending) {
                reply.fail(new StoreException(Code.BUSY, "too many messages wait to be stored"));
            } else {
                waiting.add(append);
                next();
            }
        });
    }

    /** Ends when all that was added is answered. */
    Future<Void> whenDone() {
        context.runOnContext(here -> {
            closing = true;
            next();
        });
        return done.future();
    }

    private void next() {
        if (busy) {
            return;
        }
        if (waiting.isEmpty()) {
            if (closing) {
                done.tryComplete();
            }
            return;
        }
        List<Append> group = new ArrayList<>();
        while (group.size() < MAX_GROUP && !waiting.isEmpty()) {
            group.add(waiting.poll());
        }
        // All nodes lock rooms in the same order, so that they wait for each other and never in a circle.
        group.sort(Comparator.comparing(append -> append.draft.room()));
        busy = true;
        long now = clock.millis();
        database.batch(connection -> store(connection, group, now))
                .onComplete(stored -> context.runOnContext(here -> {
                    busy = false;
                    answer(group, stored.result(), stored.cause(), now);
                    next();
                }));
    }

    private static Future<RowSet<io.vertx.sqlclient.Row>> store(
            SqlConnection connection, List<Append> group, long now) {
        List<Tuple> batch = group.stream().map(append -> append.arguments(now)).toList();
        return connection.preparedQuery(APPEND).executeBatch(batch);
    }

    private void answer(List<Append> group, RowSet<io.vertx.sqlclient.Row> results, Throwable failure, long now) {
        RowSet<io.vertx.sqlclient.Row> result = results;
        for (Append append : group) {
            if (failure != null) {
                append.reply.send(Future.failedFuture(failure));
                continue;
            }
            if (result.size() == 0) {
                refuse(append);
            } else {
                append.reply.send(Future.succeededFuture(
                        append.receipt(PostgresSession.rows(result).get(0), now)));
            }
            result = result.next();
        }
    }

    /** The slow way finds out why; or does it, when the room has come into being since. */
    private void refuse(Append append) {
        database.transaction(connection -> log.append(new PostgresSession(connection), append.draft))
                .onComplete(result -> append.reply.send(
                        result.succeeded()
                                ? Future.succeededFuture(result.result())
                                : Future.failedFuture(result.cause())));
    }

    private record Append(Draft draft, String words, Reply<Receipt> reply) {
        Tuple arguments(long now) {
            List<Object> values = new ArrayList<>();
            values.add(draft.scope());
            values.add(draft.clientOffset());
            values.add(draft.room());
            values.add(draft.author().id());
            values.add(draft.author().name());
            values.add(now);
            values.add(draft.text());
            values.add(draft.extra() == null ? null : draft.extra().encode());
            values.add(words);
            values.add(draft.mentions());
            return Tuple.wrap(values);
        }

        Receipt receipt(Row row, long now) {
            long seq = row.number(2);
            Optional<Entry> entry = row.number(3) == 1
                    ? Optional.empty()
                    : Optional.of(new Entry.Posted(Reading.posted(draft, seq, now)));
            return new Receipt(row.text(0), new Position(row.text(1), seq), entry);
        }
    }
}
