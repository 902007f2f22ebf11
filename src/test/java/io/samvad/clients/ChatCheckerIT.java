package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Reader;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks a history as it was seen by official clients of two languages, over polling, WebSocket and both, while servers are
 * killed, wires cut, and the store fails. Each round something else goes wrong. {@code -Dchat.checker.rounds=N} makes it
 * longer, {@code -Dchat.checker.seed=N} another; {@code target/chat-checker.txt} has the counts.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ChatCheckerIT {
    /** 0: everything once. */
    private static final int ROUNDS = Integer.getInteger("chat.checker.rounds", 0);

    private static final long SEED = Long.getLong("chat.checker.seed", 1L);
    private static final int SCRIPTED = 6;
    private static final List<String> WAYS = List.of("polling", "websocket", "upgrade");
    private static final int MIN_PEACE = 500;
    private static final int MAX_PEACE = 1_500;
    private static final int PATIENCE_SECONDS = 40;

    private final Random random = new Random(SEED);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    @Test
    void nothingIsLostDoubledOrOutOfOrderOverAFile() throws Exception {
        try (Scene scene = new SqliteScene(random, folder)) {
            check("SQLite, one server", scene);
        }
    }

    @Test
    void nothingIsLostDoubledOrOutOfOrderOnTwoNodesOverADatabase() throws Exception {
        try (Scene scene = new PostgresScene(random)) {
            check("PostgreSQL, two nodes", scene);
        }
    }

    private void check(String name, Scene scene) throws Exception {
        Path seen = folder.resolve("seen.json");
        List<Talker> talkers = new ArrayList<>();
        TreeMap<String, Integer> done = new TreeMap<>();
        try (NodeScript script = NodeScript.start(
                "checker", String.join(",", scene.urls()), "" + SEED, "" + SCRIPTED, seen.toString())) {
            for (int i = 0; i < WAYS.size(); i++) {
                String url = scene.urls().get(i % scene.urls().size());
                talkers.add(new Talker(url, WAYS.get(i), "java" + i, SEED + i, clock));
            }
            script.awaitLine("connected");
            disturb(scene, done);
            talkers.forEach(Talker::stop);
            await("all acknowledged").atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> talkers.stream()
                    .allMatch(Talker::isDone));
            script.endInput();
            script.awaitLine("done");
            Log log = scene.log();
            await("all read").atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> talkers.stream()
                    .allMatch(talker -> talker.hasHeard(log.head())));
            SeenHistory scripted = SeenHistory.of(new JsonObject(Files.readString(seen)));
            judge(name, done, together(scripted, talkers, log));
        } finally {
            talkers.forEach(Talker::close);
            clock.shutdownNow();
        }
    }

    private void disturb(Scene scene, TreeMap<String, Integer> done) throws Exception {
        List<String> all = new ArrayList<>(scene.disturbances());
        int rounds = ROUNDS == 0 ? all.size() : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            if (round % all.size() == 0) {
                Collections.shuffle(all, random);
            }
            scene.runOn(scene.between(MIN_PEACE, MAX_PEACE));
            String next = all.get(round % all.size());
            scene.disturb(next);
            done.merge(next, 1, Integer::sum);
        }
        scene.runOn(MAX_PEACE);
    }

    private static SeenHistory together(SeenHistory scripted, List<Talker> talkers, Log log) {
        Set<String> sent = new HashSet<>(scripted.sent());
        List<Place> acked = new ArrayList<>(scripted.acked());
        List<Reader> readers = new ArrayList<>(scripted.readers());
        for (Talker talker : talkers) {
            sent.addAll(talker.sent());
            acked.addAll(talker.acked());
            readers.add(talker.reader());
        }
        return new SeenHistory(sent, acked, readers, List.of(log));
    }

    private static void judge(String name, TreeMap<String, Integer> done, SeenHistory history) throws IOException {
        List<String> faults = HistoryJudge.faults(history);
        assertThat(faults.stream().limit(20))
                .as(faults.size() + " faults, " + done)
                .isEmpty();
        // Everybody who sends goes on until it is acknowledged.
        assertThat(history.acked()).hasSameSizeAs(history.sent());
        int rounds = done.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(history.acked().size()).isGreaterThan(history.readers().size() * rounds);
        assertThat(history.readers()).hasSize(SCRIPTED + WAYS.size());
        List<Place> heard = history.readers().stream()
                .flatMap(reader -> reader.heard().stream())
                .toList();
        long resets = heard.stream()
                .filter(place -> place.kind().equals(SeenHistory.RESET))
                .count();
        String counts = "%s, seed %d: %d disturbances %s, %d clients, %d messages acked, %d deliveries, %d resets%n"
                .formatted(
                        name,
                        SEED,
                        rounds,
                        done,
                        history.readers().size(),
                        history.acked().size(),
                        heard.size() - resets,
                        resets);
        Files.writeString(
                Path.of("target", "chat-checker.txt"), counts, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
