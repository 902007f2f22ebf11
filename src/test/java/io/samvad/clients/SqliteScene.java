package io.samvad.clients;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.testkit.Program;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Random;

/** One server over a file that others lock, on a disk that fills up. */
final class SqliteScene extends Scene {
    private static final int SLOW_TURNS = 10;

    private final Path file;

    SqliteScene(Random random, Path folder) {
        super(random);
        file = folder.resolve("samvad.db");
        start(1);
        can("lock the file for a moment", () -> lock(between(200, 1_500)));
        // Longer than the program waits for it.
        can("lock the file for long", () -> lock(between(3_000, 5_000)));
        // Each transaction waits for one that others make, as on a disk that is slow to sync.
        can("slow the file", () -> {
            for (int turn = 0; turn < SLOW_TURNS; turn++) {
                lock(between(200, 400));
                runOn(between(5, 20));
            }
        });
        can("fill the disk", () -> {
            Program program = programs().get(0);
            program.fillDisk();
            runOn(between(500, 3_000));
            program.clearDisk();
        });
        can("fill the disk and kill the server", () -> {
            programs().get(0).fillDisk();
            runOn(between(100, 1_000));
            disturb("kill a server");
        });
    }

    @Override
    Program serve(int node) {
        return Program.serve(
                0,
                settings(Map.of(
                        "SAMVAD_CHAT_HISTORY_STORE", "sqlite",
                        "SAMVAD_CHAT_HISTORY_FILE", file.toString(),
                        "SAMVAD_CHAT_HISTORY_MAX_MISSED", "1000000")));
    }

    @Override
    HistoryStore store(Vertx vertx) {
        return SqliteHistory.open(vertx, new SqliteOptions().setFile(file));
    }

    private void lock(int millis) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            other.createStatement().execute("pragma busy_timeout = 10000");
            other.createStatement().execute("begin immediate");
            runOn(millis);
            other.createStatement().execute("rollback");
        }
    }
}
