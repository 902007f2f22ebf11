package io.samvad.chat.history;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The store over a database that speaks SQL: who does what, and in which kind of transaction. */
final class SqlHistory implements HistoryStore {
    private static final int MAX_SYMBOL = 64;

    private final Database database;
    private final RoomLog log;
    private final Reading reading;
    private final Rooms rooms;
    private final People people;
    private final Pruning pruning;
    private final UnaryOperator<String> searchQuery;

    SqlHistory(Database database, Dialect dialect, RoomLog log, Clock clock, UnaryOperator<String> searchQuery) {
        this.database = database;
        this.log = log;
        this.searchQuery = searchQuery;
        reading = new Reading(dialect);
        rooms = new Rooms(dialect, clock);
        people = new People(dialect, clock);
        pruning = new Pruning(database, dialect, clock);
    }

    @Override
    public Future<Receipt> append(Draft draft) {
        try {
            Limits.fitting(draft.text());
            Limits.fitting(draft.extra() == null ? null : draft.extra().encode());
        } catch (StoreException tooLarge) {
            return Future.failedFuture(tooLarge);
        }
        return database.append(draft);
    }

    @Override
    public Future<Receipt> edit(String room, long seq, String person, String text, List<String> mentions) {
        Limits.storable(text, "text");
        Objects.requireNonNull(person, "person");
        try {
            Limits.fitting(text);
            Limits.fitting(new JsonArray(mentions).encode());
        } catch (StoreException tooLarge) {
            return Future.failedFuture(tooLarge);
        }
        return database.write(session -> log.edit(session, room, seq, person, text, mentions));
    }

    @Override
    public Future<Receipt> delete(String room, long seq, String person) {
        Objects.requireNonNull(person, "person");
        return database.write(session -> log.delete(session, room, seq, person));
    }

    @Override
    public Future<Receipt> react(String room, long seq, Author who, String symbol, boolean add) {
        Objects.requireNonNull(who.id(), "identity");
        if (Limits.storable(symbol, "symbol").isEmpty() || symbol.length() > MAX_SYMBOL) {
            throw new IllegalArgumentException("a reaction has 1 to " + MAX_SYMBOL + " characters");
        }
        return database.write(session -> log.react(session, room, seq, who, symbol, add));
    }

    @Override
    public Future<Replay> after(String room, Position last, int limit) {
        int most = Limits.page(limit);
        return database.read(session -> reading.after(session, room, last, most));
    }

    @Override
    public Future<Page> before(String room, long seq, int limit) {
        int most = Limits.page(limit);
        return database.read(session -> reading.before(session, room, seq, most));
    }

    @Override
    public Future<List<Message>> search(String room, String words, long before, int limit) {
        int most = Limits.page(limit);
        String query = searchQuery.apply(words);
        return database.read(session -> reading.search(session, room, query, before, most));
    }

    @Override
    public Future<Room> create(RoomDraft draft, String person, Quota quota) {
        return database.write(session -> rooms.create(session, draft, person, quota));
    }

    @Override
    public Future<Room> open(RoomDraft draft, String person, Quota quota) {
        return database.write(session -> rooms.open(session, draft, person, quota));
    }

    @Override
    public Future<Room> room(String name) {
        return database.read(session -> rooms.room(session, name));
    }

    @Override
    public Future<List<Room>> rooms(String after, int limit) {
        int most = Limits.page(limit);
        return database.read(session -> rooms.list(session, after, most));
    }

    @Override
    public Future<Room> topic(String room, String topic) {
        if (Limits.storable(topic, "topic").length() > RoomDraft.MAX_LENGTH) {
            throw new IllegalArgumentException("a topic has at most " + RoomDraft.MAX_LENGTH + " characters");
        }
        return database.write(session -> rooms.topic(session, room, topic));
    }

    @Override
    public Future<Membership> join(String room, String person) {
        Objects.requireNonNull(person, "person");
        return database.write(session -> rooms.join(session, room, person));
    }

    @Override
    public Future<Void> leave(String room, String person) {
        return database.write(session -> rooms.leave(session, room, person));
    }

    @Override
    public Future<List<Membership>> roomsOf(String person) {
        return database.read(session -> rooms.roomsOf(session, person));
    }

    @Override
    public Future<Membership> read(String room, String person, long seq) {
        return database.write(session -> rooms.read(session, room, person, seq));
    }

    @Override
    public Future<Map<String, Position>> heads(Collection<String> names) {
        return database.read(session -> rooms.heads(session, names));
    }

    @Override
    public Future<Claim> claim(String person, String name, Duration idle, Quota quota) {
        Objects.requireNonNull(person, "person");
        Limits.storable(name, "name");
        return database.write(session -> people.claim(session, person, name, idle, quota));
    }

    @Override
    public Future<Person> greet(String person) {
        return database.write(session -> people.greet(session, person));
    }

    @Override
    public Future<Person> named(String name) {
        return database.read(session -> people.named(session, name));
    }

    @Override
    public Future<List<Person>> people(Collection<String> persons) {
        return database.read(session -> people.known(session, persons));
    }

    @Override
    public Future<List<Person>> members(String room, Collection<String> names) {
        return database.read(session -> people.members(session, room, names));
    }

    @Override
    public Future<Long> prune(Retention retention) {
        return pruning.run(retention);
    }

    @Override
    public Future<Void> check() {
        return database.write(session -> session.query("select 1").mapEmpty());
    }

    @Override
    public Future<Void> close() {
        return database.close();
    }
}
