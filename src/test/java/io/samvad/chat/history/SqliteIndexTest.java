package io.samvad.chat.history;

import static io.samvad.chat.history.HistoryStoreContract.ANNA;
import static io.samvad.chat.history.HistoryStoreContract.LOBBY;
import static io.samvad.chat.history.HistoryStoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are not in the index yet are found as if they were. */
class SqliteIndexTest {
    private static final List<String> TEXTS = List.of(
            "The quick brown fox",
            "a QUICK answer, and a fox-trot",
            "Ein Café in Köln",
            "नमस्ते दुनिया",
            "not me AND not you");
    private static final List<String> QUERIES = List.of(
            "quick", "fox qui", "brown q", "uick", "cafe", "CAFÉ", "नमस्", "and not", "AND", "quick fox x", "tro");
    private static final String ENTRY =
            "insert into entry (room, seq, kind, author, name, at, text) values (1, ?, 0, 'anna', 'Anna', 1, ?)";

    @TempDir
    Path folder;

    private Vertx vertx;
    private final TestClock clock = new TestClock();

    @BeforeEach
    void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stopVertx() {
        done(vertx.close());
    }

    private HistoryStore open() {
        return SqliteHistory.open(vertx, new SqliteOptions().setFile(file()).setClock(clock));
    }

    private Path file() {
        return folder.resolve("samvad.db");
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private static long number(Connection file, String query) throws SQLException {
        // Closed, since a statement that is not at its end would go on to see what it saw first.
        try (Statement statement = file.createStatement()) {
            return statement.executeQuery(query).getLong(1);
        }
    }

    private static void add(Connection file, long seq, String text) throws SQLException {
        PreparedStatement entry = file.prepareStatement(ENTRY);
        entry.setLong(1, seq);
        entry.setString(2, text);
        entry.execute();
        file.createStatement().execute("update room set seq = " + seq + ", messages = messages + 1");
    }

    private static List<List<Long>> results(HistoryStore store) {
        List<List<Long>> results = new ArrayList<>();
        for (String query : QUERIES) {
            results.add(done(store.search(LOBBY, query, Long.MAX_VALUE, 10)).stream()
                    .map(Message::seq)
                    .toList());
        }
        return results;
    }

    @Test
    void aSearchFindsTheSameBeforeAndAfterMessagesAreIndexed() throws SQLException {
        HistoryStore first = open();
        done(first.open(RoomDraft.open(LOBBY, "")));
        done(first.close());
        HistoryStore reader = open();
        try (Connection file = raw()) {
            for (int i = 0; i < TEXTS.size(); i++) {
                add(file, i + 1, TEXTS.get(i));
            }
            List<List<Long>> before = results(reader);
            assertThat(number(file, "select up_to from indexed")).isZero();
            assertThat(before)
                    .containsExactly(
                            List.of(2L, 1L),
                            List.of(2L, 1L),
                            List.of(1L),
                            List.of(),
                            List.of(3L),
                            List.of(3L),
                            List.of(4L),
                            List.of(5L),
                            List.of(5L, 2L),
                            List.of(),
                            List.of(2L));
            done(reader.open(RoomDraft.open("tea", "")));
            await().until(() -> number(file, "select up_to from indexed") == TEXTS.size());
            assertThat(number(file, "select count(*) from search_docsize")).isEqualTo(TEXTS.size());
            assertThat(results(reader)).isEqualTo(before);
        }
        done(reader.close());
    }

    @Test
    void manyMessagesAtOnceAreIndexedInTheirTurn() throws SQLException {
        HistoryStore store = open();
        done(store.open(RoomDraft.open(LOBBY, "")));
        for (int i = 0; i < 1_200; i++) {
            store.append(new Draft(LOBBY, ANNA, null, "word" + i));
        }
        done(store.append(new Draft(LOBBY, ANNA, null, "last")));
        try (Connection file = raw()) {
            await().until(() -> number(file, "select up_to from indexed") == 1_201);
            assertThat(number(file, "select count(*) from search_docsize")).isEqualTo(1_201);
        }
        assertThat(done(store.search(LOBBY, "word1199", Long.MAX_VALUE, 10))).hasSize(1);
        done(store.close());
    }

    @Test
    void theFirstMessageAfterAllWereRemovedIsFound() throws SQLException {
        HistoryStore store = open();
        done(store.open(RoomDraft.open(LOBBY, "")));
        for (int i = 0; i < 3; i++) {
            done(store.append(new Draft(LOBBY, ANNA, null, "old" + i)));
        }
        try (Connection file = raw()) {
            await().until(() -> number(file, "select up_to from indexed") == 3);
            clock.pass(Duration.ofDays(2));
            done(store.prune(new Retention(Duration.ofDays(1), 100, Duration.ofDays(9))));
            assertThat(number(file, "select up_to from indexed")).isZero();
            done(store.append(new Draft(LOBBY, ANNA, null, "new")));
            assertThat(done(store.search(LOBBY, "new", Long.MAX_VALUE, 10))).hasSize(1);
            assertThat(done(store.search(LOBBY, "old0", Long.MAX_VALUE, 10))).isEmpty();
        }
        done(store.close());
    }

    @Test
    void aFileOfBeforeIsFoundAndWrittenOn() throws SQLException {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file(), null, null)
                .locations("classpath:io/samvad/chat/history/sqlite")
                .target("5")
                .load()
                .migrate();
        try (Connection file = raw()) {
            file.createStatement()
                    .execute("insert into room (name, topic, created_at, epoch, seq, first, messages)"
                            + " values ('lobby', '', 1, 'epoch', 0, 1, 0)");
            add(file, 1, "an old word");
            file.createStatement().execute("insert into search (rowid, words) values (1, 'an old word')");
        }
        HistoryStore store = open();
        assertThat(done(store.search(LOBBY, "old", Long.MAX_VALUE, 10))).hasSize(1);
        assertThat(done(store.append(new Draft(LOBBY, ANNA, "1", "a new word"))).position())
                .isEqualTo(new Position("epoch", 2));
        assertThat(done(store.search(LOBBY, "word", Long.MAX_VALUE, 10)))
                .extracting(Message::seq)
                .containsExactly(2L, 1L);
        done(store.close());
    }
}
