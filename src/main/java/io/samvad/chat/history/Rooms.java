package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rooms, and who is in them. */
final class Rooms {
    private static final String ROOM = "r.name, r.topic, r.created_at, r.members, r.epoch, r.seq, r.first, r.messages";

    /** Stops counting early, so that a thousand rooms with a year of messages are still a quick answer. */
    private static final String MEMBERSHIP =
            "select " + ROOM + ", m.read_seq, (select count(*) from (select 1 from entry e"
                    + " where e.room = r.id and e.seq > m.read_seq and e.kind = 0 and e.deleted = 0"
                    + " and (e.author is null or e.author <> m.person) limit " + Membership.MAX_UNREAD + ") as others),"
                    + " (select count(*) from (select 1 from mention n where n.person = m.person and n.room = r.id"
                    + " and n.seq > m.read_seq limit " + Membership.MAX_UNREAD + ") as named)"
                    + " from member m join room r on r.id = m.room where m.person = $1";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int EPOCH_BYTES = 6;

    private static final String CREATIONS = "new rooms";

    private final Dialect dialect;
    private final Clock clock;
    private final Allowances allowances;

    Rooms(Dialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
        this.allowances = new Allowances(clock);
    }

    Future<Room> create(Session session, RoomDraft draft, String person, Quota quota) {
        return find(session, draft.name()).compose(there -> {
            if (!there.isEmpty()) {
                throw new StoreException(Code.CONFLICT, "there is a room " + draft.name());
            }
            return insert(session, draft, person, quota);
        });
    }

    Future<Room> open(Session session, RoomDraft draft, String person, Quota quota) {
        return find(session, draft.name())
                .compose(there ->
                        there.isEmpty() ? insert(session, draft, person, quota) : Future.succeededFuture(there.get(0)));
    }

    private Future<Room> insert(Session session, RoomDraft draft, String person, Quota quota) {
        return allowances.take(session, person, CREATIONS, quota).compose(taken -> insert(session, draft));
    }

    private Future<Room> insert(Session session, RoomDraft draft) {
        boolean direct = draft.kind() == Room.Kind.DIRECT;
        String members = direct ? new JsonArray(List.copyOf(new TreeSet<>(draft.members()))).encode() : null;
        Future<?> done = session.query(
                "insert into room (name, topic, created_at, members, epoch, seq, first, messages)"
                        + " values ($1, $2, $3, $4, $5, 0, 1, 0)",
                draft.name(),
                draft.topic(),
                clock.millis(),
                members,
                epoch());
        for (String person : draft.members()) {
            done = done.compose(before -> enter(session, draft.name(), person));
        }
        return done.compose(inserted -> room(session, draft.name()));
    }

    private static String epoch() {
        byte[] bytes = new byte[EPOCH_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Future<Room> room(Session session, String name) {
        return find(session, name).map(found -> {
            if (found.isEmpty()) {
                throw new StoreException(Code.NOT_FOUND, "there is no room " + name);
            }
            return found.get(0);
        });
    }

    private static Future<List<Room>> find(Session session, String name) {
        return session.query("select " + ROOM + " from room r where r.name = $1", name)
                .map(Rooms::rooms);
    }

    Future<List<Room>> list(Session session, String after, int limit) {
        return session.query(
                        "select " + ROOM
                                + " from room r where r.members is null and r.name > $1 order by r.name limit $2",
                        after,
                        (long) limit)
                .map(Rooms::rooms);
    }

    Future<Room> topic(Session session, String name, String topic) {
        return room(session, name).compose(room -> {
            if (room.kind() == Room.Kind.DIRECT) {
                throw new StoreException(Code.CONFLICT, "a direct room has no topic");
            }
            return session.query("update room set topic = $1 where name = $2", topic, name)
                    .compose(updated -> room(session, name));
        });
    }

    Future<Membership> join(Session session, String name, String person) {
        return room(session, name).compose(room -> {
            if (!room.admits(person)) {
                throw new StoreException(Code.NOT_YOURS, "that room is for its members");
            }
            return enter(session, name, person)
                    .compose(entered -> session.query(MEMBERSHIP + " and r.name = $2", person, name))
                    .map(rows -> membership(rows.get(0)));
        });
    }

    private static Future<?> enter(Session session, String name, String person) {
        return session.query(
                "insert into member (room, person, read_seq) select id, $1, seq from room where name = $2"
                        + " on conflict do nothing",
                person,
                name);
    }

    Future<Void> leave(Session session, String name, String person) {
        return room(session, name).compose(room -> {
            if (room.kind() == Room.Kind.DIRECT) {
                throw new StoreException(Code.CONFLICT, "a direct room is its members");
            }
            return session.query(
                            "delete from member where person = $1 and room = (select id from room where name = $2)",
                            person,
                            name)
                    .mapEmpty();
        });
    }

    Future<List<Membership>> roomsOf(Session session, String person) {
        return session.query(MEMBERSHIP + " order by r.name limit " + Limits.MAX_PAGE, person)
                .map(rows -> rows.stream().map(Rooms::membership).toList());
    }

    Future<Membership> read(Session session, String name, String person, long seq) {
        return session.query(
                        "select m.read_seq, r.seq, r.id from member m join room r on r.id = m.room"
                                + " where r.name = $1 and m.person = $2",
                        name,
                        person)
                .compose(rows -> {
                    if (rows.isEmpty()) {
                        throw new StoreException(Code.NOT_FOUND, "no member of " + name);
                    }
                    Row row = rows.get(0);
                    return session.query(
                            "update member set read_seq = $1 where room = $2 and person = $3 and read_seq < $1",
                            Math.min(seq, row.number(1)),
                            row.number(2),
                            person);
                })
                .compose(moved -> session.query(MEMBERSHIP + " and r.name = $2", person, name))
                .map(rows -> membership(rows.get(0)));
    }

    /** Where the logs of these rooms end. */
    Future<Map<String, Position>> heads(Session session, Collection<String> names) {
        return session.query(
                        "select name, epoch, seq from room where name in (select one from " + dialect.each("$1") + ")",
                        new JsonArray(List.copyOf(names)).encode())
                .map(rows -> rows.stream()
                        .collect(
                                Collectors.toMap(row -> row.text(0), row -> new Position(row.text(1), row.number(2)))));
    }

    /** From the JSON array in the table; empty for a public room. */
    static Set<String> members(String json) {
        return json == null
                ? Set.of()
                : new JsonArray(json).stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Room> rooms(List<Row> rows) {
        return rows.stream().map(Rooms::room).toList();
    }

    private static Room room(Row row) {
        return new Room(
                row.text(0),
                row.isNull(3) ? Room.Kind.PUBLIC : Room.Kind.DIRECT,
                row.text(1),
                Instant.ofEpochMilli(row.number(2)),
                members(row.text(3)),
                new Position(row.text(4), row.number(5)),
                row.number(6),
                row.number(7));
    }

    private static Membership membership(Row row) {
        return new Membership(room(row), row.number(8), (int) row.number(9), (int) row.number(10));
    }
}
