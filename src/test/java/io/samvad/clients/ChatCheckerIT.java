package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Operation;
import io.samvad.clients.SeenHistory.PlainReader;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks a history as it was seen by official clients of two languages, over polling, WebSocket and both, while servers are
 * killed, wires cut, and the store fails. Each round something else goes wrong. {@code -Dchat.checker.rounds=N} makes it
 * longer, {@code -Dchat.checker.seed=N} another, {@code -Dchat.checker.recovery=true} one with connection state recovery; {@code target/chat-checker.txt} has the counts.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ChatCheckerIT {
    /** 0: everything once. */
    private static final int ROUNDS = Integer.getInteger("chat.checker.rounds", 0);

    private static final long SEED = Long.getLong("chat.checker.seed", 1L);
    private static final List<String> KINDS =
            List.of(SeenHistory.POSTED, SeenHistory.EDITED, SeenHistory.DELETED, SeenHistory.REACTED);
    /** What {@code checker.cjs} makes: sockets besides plain ones, people, and rooms. */
    private static final int SCRIPTED = 8;

    private static final int PEOPLE = 4;
    private static final int ROOMS = 4;
    private static final String ROOM = "tea";
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
        Path file = folder.resolve("seen.json");
        List<Talker> talkers = new ArrayList<>();
        TreeMap<String, Integer> done = new TreeMap<>();
        try (NodeScript script = NodeScript.start(
                "checker",
                String.join(",", scene.urls()),
                String.join(",", scene.plainUrls()),
                "" + SEED,
                file.toString())) {
            for (int i = 0; i < WAYS.size(); i++) {
                String url = scene.urls().get(i % scene.urls().size());
                String room = i == 0 ? null : ROOM;
                talkers.add(new Talker(url, WAYS.get(i), "java" + i, room, SEED + i, clock));
            }
            script.awaitLine("connected");
            talkers.forEach(Talker::start);
            disturb(scene, done);
            talkers.forEach(Talker::stop);
            await("all answered").atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> talkers.stream()
                    .allMatch(Talker::isDone));
            script.endInput();
            script.awaitLine("done", 5 * PATIENCE_SECONDS);
            JsonObject seen = new JsonObject(Files.readString(file));
            judge(name, done, seen, together(scene, seen, talkers));
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
        assertThat(done).as("disturbances").hasSize(Math.min(rounds, all.size()));
    }

    private static SeenHistory together(Scene scene, JsonObject seen, List<Talker> talkers) {
        SeenHistory scripted = SeenHistory.of(seen);
        Set<String> rooms =
                scripted.operations().stream().map(Operation::room).collect(Collectors.toCollection(TreeSet::new));
        List<Log> logs = scene.logs(rooms);
        // Who is late is no reason to stop here: the judge says what is missing.
        try {
            await("all read").atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> talkers.stream()
                    .allMatch(talker -> logs.stream().allMatch(log -> talker.hasHeard(log.room(), log.head()))));
        } catch (ConditionTimeoutException late) {
            assertThat(late).hasMessageContaining("all read");
        }
        List<Operation> operations = new ArrayList<>();
        talkers.forEach(talker -> operations.addAll(talker.operations()));
        return scripted.with(operations, talkers.stream().map(Talker::reader).toList(), logs);
    }

    private static void judge(String name, TreeMap<String, Integer> done, JsonObject seen, SeenHistory history)
            throws IOException {
        List<String> faults = HistoryJudge.faults(history);
        int rounds = done.values().stream().mapToInt(Integer::intValue).sum();
        String counts = "%s, seed %d: %d disturbances %s, %s; %d connections lost, %d recovered; %d faults%n"
                .formatted(
                        name,
                        SEED,
                        rounds,
                        done,
                        counts(history),
                        seen.getInteger("lost"),
                        seen.getInteger("recovered"),
                        faults.size());
        Files.writeString(
                Path.of("target", "chat-checker.txt"), counts, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (!faults.isEmpty()) {
            write(faults, history);
        }
        assertThat(faults.stream().limit(30)).as(counts).isEmpty();
        // Everybody who can be answered goes on until they are.
        assertThat(history.operations().stream()
                        .filter(one -> !one.isAcked() && one.refusal() == null)
                        .map(Operation::by)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        history.plain().stream().map(PlainReader::name).toList());
        assertThat(history.readers()).hasSize(SCRIPTED + WAYS.size());
        assertThat(history.standings()).hasSize(PEOPLE);
        assertThat(history.logs()).hasSize(ROOMS);
        assertThat(seen.getInteger("lost")).as("lost in " + counts).isGreaterThan(rounds / 2);
        assertThatMuchHappened(history, rounds, counts);
    }

    /** A run in which little happens shows little. */
    private static void assertThatMuchHappened(SeenHistory history, int rounds, String counts) {
        for (String kind : KINDS) {
            assertThat(history.acked(kind)).as(kind + " in " + counts).isGreaterThan(rounds);
            assertThat(history.told(kind)).as(kind + " heard in " + counts).isGreaterThan(2 * history.acked(kind));
        }
        assertThat(history.readers())
                .allMatch(reader -> reader.heard().stream().anyMatch(place -> place.is(SeenHistory.POSTED)));
        assertThat(history.operations().stream().filter(one -> one.isAcked() && one.again()))
                .as("tried again in " + counts)
                .hasSizeGreaterThan(rounds);
        assertThat(history.told(SeenHistory.OUT)).as("left in " + counts).isPositive();
        assertThat(history.told(SeenHistory.IN))
                .as("came in in " + counts)
                .isGreaterThan(history.readers().size());
        assertThat(history.plain())
                .as("plain ones came again in " + counts)
                .anyMatch(reader -> reader.connections().size() > 1);
        assertThat(history.standings())
                .as("what is unread in " + counts)
                .anyMatch(one -> one.rooms().values().stream().anyMatch(told -> told.unread() > 0))
                .anyMatch(one -> one.rooms().values().stream().anyMatch(told -> told.mentions() > 0));
    }

    /** For whoever looks for the reason: {@code target/chat-checker-seen.txt} has all that was seen. */
    private static void write(List<String> faults, SeenHistory history) throws IOException {
        List<String> lines = new ArrayList<>(faults);
        history.logs().forEach(log -> log.places().values().forEach(place -> lines.add("log " + place)));
        history.operations().forEach(operation -> lines.add("asked " + operation));
        history.readers()
                .forEach(reader -> reader.heard().forEach(place -> lines.add(reader.name() + " heard " + place)));
        history.plain().forEach(reader -> lines.add(reader.toString()));
        history.standings().forEach(standing -> lines.add(standing.toString()));
        Files.write(Path.of("target", "chat-checker-seen.txt"), lines);
    }

    private static String counts(SeenHistory history) {
        String acked = KINDS.stream()
                .map(kind -> history.acked(kind) + " " + kind)
                .collect(Collectors.joining(", ", "acked ", ""));
        long heard = KINDS.stream().mapToLong(history::told).sum();
        long plain = history.plain().stream()
                .flatMap(reader -> reader.connections().stream())
                .mapToLong(List::size)
                .sum();
        return "%d clients in %d rooms, %s; %d deliveries and %d to plain ones, %d times in a room and %d out of it, %d resets"
                .formatted(
                        history.readers().size() + history.plain().size(),
                        history.logs().size(),
                        acked,
                        heard,
                        plain,
                        history.told(SeenHistory.IN),
                        history.told(SeenHistory.OUT),
                        history.told(SeenHistory.RESET));
    }
}
