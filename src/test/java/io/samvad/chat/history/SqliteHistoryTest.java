package io.samvad.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a file, and what can happen to files. */
class SqliteHistoryTest extends HistoryStoreContract {

    @TempDir
    Path folder;

    private SqliteOptions options() {
        return new SqliteOptions().setFile(folder.resolve("new/samvad.db")).setClock(clock);
    }

    @Override
    HistoryStore connect() {
        return SqliteHistory.open(vertx, options());
    }

    @Override
    String address() {
        return options().getFile().toString();
    }

    private HistoryStore connect(SqliteOptions options) {
        HistoryStore store = SqliteHistory.open(vertx, options);
        done(store.open(RoomDraft.open(LOBBY, "")));
        return store;
    }

    @Test
    void theFileSaysWhichTablesItHas() throws IOException, SQLException {
        long scripts;
        try (var list = Files.list(Path.of("src/main/resources/io/samvad/chat/history/sqlite"))) {
            scripts = list.count();
        }
        assertThat(scripts).isEqualTo(SqliteFile.SCHEMA);
        try (Connection file = raw()) {
            assertThat(file.createStatement()
                            .executeQuery("pragma user_version")
                            .getInt(1))
                    .isEqualTo(SqliteFile.SCHEMA);
            assertThat(file.createStatement()
                            .executeQuery("pragma journal_mode")
                            .getString(1))
                    .isEqualTo("wal");
        }
    }

    @Test
    void aFileOfANewerProgramIsLeftAlone() throws SQLException {
        done(store().close());
        try (Connection file = raw()) {
            file.createStatement().execute("pragma user_version = 1000");
        }
        HistoryStore old = another();
        assertThatThrownBy(() -> done(old.check())).hasMessageContaining("newer version");
        assertThatThrownBy(() -> done(old.room(LOBBY))).hasMessageContaining("newer version");
    }

    @Test
    void aFullDiskIsSaidAndHeals() {
        HistoryStore small =
                connect(options().setFile(folder.resolve("small.db")).setMaxBytes(400_000));
        List<Receipt> stored = new ArrayList<>();
        StoreException full = null;
        while (full == null) {
            assertThat(stored.size()).isLessThan(1_000);
            try {
                stored.add(done(small.append(new Draft(LOBBY, ANNA, "o" + stored.size(), "x".repeat(1_000)))));
            } catch (StoreException failure) {
                full = failure;
            }
        }
        assertThat(full.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(full).hasMessageContaining("disk is full");
        done(small.close());

        // Somebody makes room.
        HistoryStore larger =
                connect(options().setFile(folder.resolve("small.db")).setMaxBytes(4_000_000));
        Receipt next = done(larger.append(new Draft(LOBBY, ANNA, "o" + stored.size(), "y")));
        assertThat(next.position().seq()).isEqualTo(stored.size() + 1L);
        done(larger.close());
    }

    @Test
    void aFullFileHasRoomAgainOnceOldMessagesAreRemoved() {
        HistoryStore small =
                connect(options().setFile(folder.resolve("small.db")).setMaxBytes(400_000));
        int stored = 0;
        try {
            for (; stored < 1_000; stored++) {
                done(small.append(new Draft(LOBBY, ANNA, "o" + stored, "x".repeat(1_000))));
            }
        } catch (StoreException full) {
            assertThat(full).hasMessageContaining("disk is full");
        }
        assertThat(stored).isBetween(10, 999);
        assertThat(done(small.prune(new Retention(Duration.ofDays(1), 10, Duration.ofDays(30)))))
                .isEqualTo(stored - 10L);
        Receipt next = done(small.append(new Draft(LOBBY, ANNA, "o" + stored, "x".repeat(1_000))));
        assertThat(next.position().seq()).isEqualTo(stored + 1L);
        assertThat(next.repeated()).isFalse();
        done(small.close());
    }

    @Test
    void aLockedFileIsSaidAndHeals() throws SQLException {
        HistoryStore impatient = connect(options().setBusyTimeout(Duration.ofMillis(50)));
        try (Connection other = raw()) {
            other.createStatement().execute("begin immediate");
            assertThatThrownBy(() -> done(impatient.append(new Draft(LOBBY, ANNA, "1", "a"))))
                    .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.passing())
                            .isTrue())
                    .hasMessageContaining("locked");
            assertThat(done(impatient.latest(LOBBY, 10)).messages()).isEmpty();
            other.createStatement().execute("rollback");
        }
        Receipt receipt = done(impatient.append(new Draft(LOBBY, ANNA, "1", "a")));
        assertThat(receipt.repeated()).isFalse();
        assertThat(receipt.position().seq()).isEqualTo(1);
        done(impatient.close());
    }

    @Test
    void whatWouldBeLostWithARemovedFileIsNotAcked() throws IOException {
        Path file = options().getFile();
        Path aside = folder.resolve("aside.db");
        done(store().append(new Draft(LOBBY, ANNA, "1", "a")));
        Files.move(file, aside);
        assertThatThrownBy(() -> done(store().append(new Draft(LOBBY, ANNA, "2", "b"))))
                .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.passing())
                        .isTrue())
                .hasMessageContaining("removed or replaced");
        refused(Code.UNAVAILABLE, store().latest(LOBBY, 1));
        refused(Code.UNAVAILABLE, store().check());
        assertThat(file).doesNotExist();

        Files.move(aside, file);
        assertThat(done(store().append(new Draft(LOBBY, ANNA, "2", "b")))
                        .position()
                        .seq())
                .isEqualTo(2);
        assertThat(done(store().latest(LOBBY, 10)).messages()).hasSize(2);
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidAndHeals() throws IOException {
        Path obstacle = Files.createFile(folder.resolve("obstacle"));
        HistoryStore store = SqliteHistory.open(vertx, options().setFile(obstacle.resolve("samvad.db")));
        refused(Code.UNAVAILABLE, store.check());
        refused(Code.UNAVAILABLE, store.latest(LOBBY, 1));
        Files.delete(obstacle);
        done(store.check());
        done(store.close());
    }

    @Test
    void whatIsNoDatabaseIsSaid() throws IOException {
        Path file = folder.resolve("text.db");
        Files.writeString(file, "this is no database. ".repeat(1_000));
        HistoryStore store = SqliteHistory.open(vertx, options().setFile(file));
        assertThatThrownBy(() -> done(store.check())).hasMessageContaining("damaged");
        done(store.close());
        assertThat(Files.readString(file)).startsWith("this is no database");
    }

    @Test
    void tooManyThatWaitAreTurnedAway() throws SQLException {
        HistoryStore narrow = connect(options().setMaxPending(10).setBusyTimeout(Duration.ofSeconds(20)));
        List<Future<Receipt>> appends = new ArrayList<>();
        try (Connection other = raw()) {
            other.createStatement().execute("begin immediate");
            for (int i = 0; i < 30; i++) {
                appends.add(narrow.append(new Draft(LOBBY, ANNA, "o" + i, "m")));
            }
            // Which of them are turned away is open, and whether the writer has one in hand before it takes the ten
            // that wait.
            await().until(() -> appends.stream().filter(Future::failed).count() >= 9);
            other.createStatement().execute("rollback");
        }
        Future.join(appends).otherwiseEmpty().await();
        appends.stream().filter(Future::failed).forEach(late -> refused(Code.BUSY, late));
        long stored = appends.stream().filter(Future::succeeded).count();
        assertThat(stored).isBetween(10L, 21L);
        assertThat(done(narrow.room(LOBBY)).head().seq()).isEqualTo(stored);
        done(narrow.close());
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("new/samvad.db"));
    }
}
