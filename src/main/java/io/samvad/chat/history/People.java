package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Nicknames and who has them. */
final class People {
    private static final String PERSON = "select id, name, seen_at from person";

    private final Dialect dialect;
    private final Clock clock;

    People(Dialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
    }

    Future<Person> claim(Session session, String id, String name, Duration idle) {
        long now = clock.millis();
        return session.query(PERSON + " where name_key = $1", key(name)).compose(owner -> {
            boolean others = !owner.isEmpty() && !owner.get(0).text(0).equals(id);
            if (others && owner.get(0).number(2) > now - idle.toMillis()) {
                throw new StoreException(Code.CONFLICT, "the name " + name + " is taken");
            }
            Future<?> free = others
                    ? session.query(
                            "update person set name = null, name_key = null where id = $1",
                            owner.get(0).text(0))
                    : Future.succeededFuture();
            return free.compose(freed -> session.query(
                            "insert into person (id, name, name_key, seen_at) values ($1, $2, $3, $4)"
                                    + " on conflict (id) do update set name = excluded.name,"
                                    + " name_key = excluded.name_key, seen_at = excluded.seen_at",
                            id,
                            name,
                            key(name),
                            now))
                    .map(new Person(id, name, Instant.ofEpochMilli(now)));
        });
    }

    Future<Person> greet(Session session, String id) {
        return session.query(
                        "update person set seen_at = $1 where id = $2 returning id, name, seen_at", clock.millis(), id)
                .map(People::only);
    }

    Future<Person> named(Session session, String name) {
        return session.query(PERSON + " where name_key = $1", key(name)).map(People::only);
    }

    Future<List<Person>> known(Session session, Collection<String> ids) {
        return session.query(PERSON + " where id in (select one from " + dialect.each("$1") + ")", array(ids))
                .map(People::all);
    }

    Future<List<Person>> members(Session session, String room, Collection<String> names) {
        return session.query(
                        PERSON + " where name_key in (select one from " + dialect.each("$1") + ") and exists"
                                + " (select 1 from member m join room r on r.id = m.room"
                                + " where m.person = person.id and r.name = $2)",
                        array(names.stream().map(People::key).toList()),
                        room)
                .map(People::all);
    }

    private static String array(Collection<String> texts) {
        return new JsonArray(List.copyOf(texts)).encode();
    }

    private static List<Person> all(List<Row> rows) {
        return rows.stream().map(row -> only(List.of(row))).toList();
    }

    private static Person only(List<Row> rows) {
        if (rows.isEmpty()) {
            throw new StoreException(Code.NOT_FOUND, "there is no such person");
        }
        Row row = rows.get(0);
        return new Person(row.text(0), row.text(1), Instant.ofEpochMilli(row.number(2)));
    }

    /** Names that look the same are the same. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
