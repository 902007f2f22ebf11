package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the logs of rooms. */
final class Reading {
    /** Columns of a message, of {@code entry e}. */
    static final String MESSAGE = "e.seq, e.author, e.name, e.at, e.text, e.extra, e.edited_at, e.deleted";

    private static final int KIND = 8;
    private static final int TARGET = 9;
    private static final int TEXT_NOW = 10;
    private static final int DELETED_NOW = 11;
    private static final int EXTRA_NOW = 12;

    private static final String ENTRIES = "select " + MESSAGE
            + ", e.kind, e.target, m.text, m.deleted, m.extra from entry e left join entry m on m.room = e.room and m.seq = e.target and m.kind = 0"
            + " where e.room = $1 and e.seq > $2 order by e.seq limit $3";

    private static final String OLDER = "select " + MESSAGE
            + " from entry e where e.room = $1 and e.seq < $2 and e.kind = 0 order by e.seq desc limit $3";

    private final Dialect dialect;

    Reading(Dialect dialect) {
        this.dialect = dialect;
    }

    Future<Replay> after(Session session, String name, Position last, int limit) {
        return log(session, name).compose(log -> {
            boolean same = last.epoch().isEmpty() || last.epoch().equals(log.head.epoch());
            if (!same || last.seq() > log.head.seq() || last.seq() + 1 < log.first) {
                return Future.succeededFuture(new Replay(log.head, true, List.of()));
            }
            return session.query(ENTRIES, log.id, last.seq(), (long) limit)
                    .compose(rows -> entries(session, log, rows))
                    .map(entries -> new Replay(log.head, false, entries));
        });
    }

    Future<Page> before(Session session, String name, long seq, int limit) {
        return log(session, name)
                .compose(log -> session.query(OLDER, log.id, seq, limit + 1L).compose(rows -> {
                    List<Message> messages = new ArrayList<>();
                    rows.stream().limit(limit).forEach(row -> messages.add(message(name, row, 0)));
                    Collections.reverse(messages);
                    return withReactions(session, log.id, messages).map(read -> page(log, read, rows.size() > limit));
                }));
    }

    private static Page page(Log log, List<Message> messages, boolean more) {
        return new Page(log.head, messages, more, !more && log.first > 1);
    }

    Future<List<Message>> search(Session session, String name, String query, long before, int limit) {
        if (query.isEmpty()) {
            return log(session, name).map(List.of());
        }
        return log(session, name).compose(log -> session.query(
                        "select " + MESSAGE + " from entry e where e.room = $1 and " + dialect.find()
                                + " and e.seq < $3 order by e.seq desc limit $4",
                        log.id,
                        query,
                        before,
                        (long) limit)
                .compose(rows -> withReactions(
                        session,
                        log.id,
                        rows.stream().map(row -> message(name, row, 0)).toList())));
    }

    private static Future<Log> log(Session session, String name) {
        return session.query("select id, epoch, seq, first from room where name = $1", name)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw new StoreException(Code.NOT_FOUND, "there is no room " + name);
                    }
                    Row row = rows.get(0);
                    return new Log(row.number(0), name, new Position(row.text(1), row.number(2)), row.number(3));
                });
    }

    /** Reads the reactions to the messages among them with one further query. */
    private static Future<List<Entry>> entries(Session session, Log log, List<Row> rows) {
        List<Message> posted = rows.stream()
                .filter(row -> kind(row) == Entry.Kind.POSTED)
                .map(row -> message(log.name, row, 0))
                .toList();
        return withReactions(session, log.id, posted).map(messages -> {
            Iterator<Message> next = messages.iterator();
            return rows.stream().map(row -> entry(row, next)).toList();
        });
    }

    private static Entry.Kind kind(Row row) {
        return Entry.Kind.values()[(int) row.number(KIND)];
    }

    private static Entry entry(Row row, Iterator<Message> posted) {
        long seq = row.number(0);
        Instant at = instant(row.number(3));
        return switch (kind(row)) {
            case POSTED -> new Entry.Posted(posted.next());
            case EDITED -> row.isNull(TEXT_NOW) || row.number(DELETED_NOW) != 0
                    ? new Entry.Deleted(seq, at, row.number(TARGET))
                    : new Entry.Edited(
                            seq, at, row.number(TARGET), row.text(TEXT_NOW), Message.mentions(extra(row, EXTRA_NOW)));
            case DELETED -> new Entry.Deleted(seq, at, row.number(TARGET));
            case REACTED -> {
                Author who = new Author(row.text(1), row.text(2));
                String change = row.text(4);
                yield new Entry.Reacted(seq, at, row.number(TARGET), who, change.substring(1), change.charAt(0) == '+');
            }
        };
    }

    /** The same messages with their reactions. */
    static Future<List<Message>> withReactions(Session session, long room, List<Message> messages) {
        if (messages.isEmpty()) {
            return Future.succeededFuture(messages);
        }
        long from = messages.stream().mapToLong(Message::seq).min().getAsLong();
        long to = messages.stream().mapToLong(Message::seq).max().getAsLong();
        return session.query(
                        "select seq, symbol, person, name from reaction where room = $1 and seq between $2 and $3"
                                + " order by seq, at",
                        room,
                        from,
                        to)
                .map(rows -> {
                    Map<Long, Map<String, List<Author>>> given = new HashMap<>();
                    for (Row row : rows) {
                        given.computeIfAbsent(row.number(0), seq -> new LinkedHashMap<>())
                                .computeIfAbsent(row.text(1), symbol -> new ArrayList<>())
                                .add(new Author(row.text(2), row.text(3)));
                    }
                    return messages.stream()
                            .map(message -> message.with(reactions(given.getOrDefault(message.seq(), Map.of()))))
                            .toList();
                });
    }

    private static List<Reaction> reactions(Map<String, List<Author>> given) {
        return given.entrySet().stream()
                .map(one -> new Reaction(one.getKey(), one.getValue()))
                .toList();
    }

    static Message message(String room, Row row, int column) {
        return new Message(
                room,
                row.number(column),
                new Author(row.text(column + 1), row.text(column + 2)),
                instant(row.number(column + 3)),
                row.text(column + 4),
                extra(row, column + 5),
                row.isNull(column + 6) ? null : instant(row.number(column + 6)),
                row.number(column + 7) != 0,
                List.of());
    }

    private static JsonObject extra(Row row, int column) {
        return row.isNull(column) ? null : new JsonObject(row.text(column));
    }

    static Message posted(Draft draft, long seq, long at) {
        return new Message(
                draft.room(), seq, draft.author(), instant(at), draft.text(), draft.extra(), null, false, List.of());
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private record Log(long id, String name, Position head, long first) {}
}
