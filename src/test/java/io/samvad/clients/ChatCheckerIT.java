package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Message;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.testkit.Instances;
import io.samvad.testkit.Program;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks a history as it was seen, while the program is killed without warning and started again. {@code
 * -Dchat.checker.rounds=N} makes it longer, {@code -Dchat.checker.seed=N} another; {@code target/chat-checker.txt} has the
 * counts.
 */
class ChatCheckerIT {
    private static final int ROUNDS = Integer.getInteger("chat.checker.rounds", 4);
    private static final long SEED = Long.getLong("chat.checker.seed", 1L);
    private static final int CLIENTS = 9;
    private static final int PAGE = 1_000;
    private static final int MIN_ALIVE = 1_500;
    private static final int MAX_ALIVE = 3_500;

    @TempDir
    Path folder;

    private Program serve(int port) {
        return Program.serve(
                port,
                Map.of(
                        "SAMVAD_INSTANCES", "2",
                        "SAMVAD_LOG_LEVEL", "warn",
                        "SAMVAD_CHAT_MESSAGES_PER_SECOND", "1000",
                        "SAMVAD_CHAT_HISTORY_MAX_MISSED", "1000000",
                        "SAMVAD_CHAT_HISTORY_STORE", "sqlite",
                        "SAMVAD_CHAT_HISTORY_FILE", database().toString()));
    }

    private Path database() {
        return folder.resolve("samvad.db");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void nothingIsLostDoubledOrOutOfOrderThoughTheServerIsKilled() throws Exception {
        Path seen = folder.resolve("seen.json");
        Random random = new Random(SEED);
        Program program = serve(0);
        int port = program.port();
        try (NodeScript script = NodeScript.start("checker", program.url(), "" + SEED, "" + CLIENTS, seen.toString())) {
            script.awaitLine("connected");
            for (int round = 0; round < ROUNDS; round++) {
                program.runOn(MIN_ALIVE + random.nextInt(MAX_ALIVE - MIN_ALIVE));
                program.kill();
                program = serve(port);
            }
            script.endInput();
            script.awaitLine("done");
        } finally {
            program.kill();
        }
        check(new JsonObject(Files.readString(seen)), log());
    }

    /** All messages in the file, by number. */
    private Map<Long, String> log() {
        Vertx vertx = Vertx.vertx();
        try {
            HistoryStore store = SqliteHistory.open(vertx, new SqliteOptions().setFile(database()));
            Map<Long, String> log = new HashMap<>();
            long before = Long.MAX_VALUE;
            List<Message> page;
            do {
                page = Instances.await(store.before("lobby", before, PAGE)).messages();
                for (Message message : page) {
                    log.put(message.seq(), message.text());
                    before = Math.min(before, message.seq());
                }
            } while (!page.isEmpty());
            Instances.await(store.close());
            return log;
        } finally {
            Instances.await(vertx.close());
        }
    }

    private static void check(JsonObject seen, Map<Long, String> log) throws IOException {
        assertThat(log.values()).as("the log").doesNotHaveDuplicates();
        JsonArray acked = seen.getJsonArray("acked");
        for (Object one : acked) {
            JsonArray place = (JsonArray) one;
            assertThat(log.get(place.getLong(0))).as("acked as %s", place).isEqualTo(place.getString(1));
        }
        int heard = 0;
        int resets = 0;
        for (Object one : seen.getJsonArray("readers")) {
            JsonObject reader = (JsonObject) one;
            heard += read(reader.getJsonArray("saw"), log);
            resets += reader.getInteger("resets");
        }
        assertThat(acked.size()).isGreaterThan(CLIENTS * ROUNDS);
        String counts = "seed %d: %d kills, %d clients, %d messages acked, %d in the log, %d deliveries, %d resets%n"
                .formatted(SEED, ROUNDS, CLIENTS, acked.size(), log.size(), heard, resets);
        Files.writeString(Path.of("target", "chat-checker.txt"), counts);
    }

    /** Each number once, in order and without a gap, but for where it was told to reset. */
    private static int read(JsonArray saw, Map<Long, String> log) {
        List<Long> numbers = new ArrayList<>();
        long last = 0;
        for (Object one : saw) {
            JsonArray place = (JsonArray) one;
            long seq = place.getLong(0);
            if (place.getString(1) != null) {
                assertThat(seq).isEqualTo(last + 1);
                assertThat(place.getString(1)).isEqualTo(log.get(seq));
                numbers.add(seq);
            }
            last = seq;
        }
        return numbers.size();
    }
}
