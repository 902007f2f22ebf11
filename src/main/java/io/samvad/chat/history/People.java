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
import java.util.Optional;

/** Nicknames and who has them. */
final class People {
    private static final String COLUMNS = "id, name, version, seen_at";
    private static final String PERSON = "select " + COLUMNS + " from person";

    private static final String CHANGES = "nicknames";

    private final Dialect dialect;
    private final Clock clock;
    private final Allowances allowances;

    People(Dialect dialect, Clock clock) {
        this.dialect = dialect;
        this.clock = clock;
        this.allowances = new Allowances(clock);
    }

    Future<Claim> claim(Session session, String id, String name, Duration idle, Quota quota) {
        return session.query(PERSON + " where name_key = $1 or id = $2", key(name), id)
                .compose(found -> {
                    Optional<Person> owner = all(found).stream()
                            .filter(one -> !one.id().equals(id))
                            .findFirst();
                    boolean has = all(found).stream().anyMatch(one -> one.id().equals(id) && name.equals(one.name()));
                    if (has) {
                        return greet(session, id).map(person -> new Claim(person, Optional.empty()));
                    }
                    Instant idleSince = clock.instant().minus(idle);
                    if (owner.isPresent() && owner.get().seenAt().isAfter(idleSince)) {
                        throw new StoreException(Code.CONFLICT, "the name " + name + " is taken");
                    }
                    return allowances
                            .take(session, id, CHANGES, quota)
                            .compose(taken -> free(session, owner, name, idleSince))
                            .compose(loser -> give(session, id, name).map(person -> new Claim(person, loser)));
                });
    }

    /** Takes the name from its owner, if there is one. */
    private static Future<Optional<Person>> free(
            Session session, Optional<Person> owner, String name, Instant idleSince) {
        if (owner.isEmpty()) {
            return Future.succeededFuture(owner);
        }
        // Meanwhile the owner may have come back, or have another name: then the name is free, or giving it collides.
        return session.query(
                        "update person set name = null, name_key = null, version = version + 1"
                                + " where id = $1 and name_key = $2 and seen_at <= $3 returning " + COLUMNS,
                        owner.get().id(),
                        key(name),
                        idleSince.toEpochMilli())
                .map(freed -> all(freed).stream().findFirst());
    }

    private Future<Person> give(Session session, String id, String name) {
        return session.query(
                        "insert into person (id, name, name_key, version, seen_at) values ($1, $2, $3, 1, $4)"
                                + " on conflict (id) do update set name = excluded.name,"
                                + " name_key = excluded.name_key, version = person.version + 1,"
                                + " seen_at = excluded.seen_at returning " + COLUMNS,
                        id,
                        name,
                        key(name),
                        clock.millis())
                .map(People::only);
    }

    Future<Person> greet(Session session, String id) {
        return session.query("update person set seen_at = $1 where id = $2 returning " + COLUMNS, clock.millis(), id)
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
        return new Person(row.text(0), row.text(1), row.number(2), Instant.ofEpochMilli(row.number(3)));
    }

    /** Names that look the same are the same. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
