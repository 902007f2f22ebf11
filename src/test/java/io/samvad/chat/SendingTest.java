package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Draft;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender is told while the store is slow, fails or has ended, and that it heals. */
class SendingTest {
    @TempDir
    Path folder;

    private final List<ChatClient> clients = new ArrayList<>();
    private final ChatOptions options = new ChatOptions().setCheckInterval(50).setMessagesPerSecond(10_000);
    private final SqliteOptions file = new SqliteOptions();
    private HistoryStore store;
    private Instances<SocketIo> server;

    private void start() {
        file.setFile(folder.resolve("samvad.db"));
        server = Instances.socketIo(1, new SocketIoOptions(), io -> {
            store = SqliteHistory.open(io.vertx(), file);
            new ChatApp(options, store).install(io);
        });
        // The room is there before anybody locks the file.
        assertThat(stored(client(), "first", "first")).isEqualTo(1);
    }

    /** Says it until it is stored, as a busy machine may be slower than the store is allowed to be. */
    private static long stored(ChatClient client, String text, String offset) {
        return await().until(() -> client.say(text, offset).getLong("seq"), Objects::nonNull);
    }

    private void stop() {
        clients.forEach(ChatClient::close);
        clients.clear();
        server.closeServed();
        Instances.await(store.close());
        server.close();
    }

    @AfterEach
    void stopServer() {
        stop();
    }

    private ChatClient client() {
        return client(null);
    }

    private ChatClient client(JsonObject auth) {
        ChatClient client = new ChatClient(server.port(), auth);
        clients.add(client);
        return client;
    }

    private static JsonObject error(JsonObject answer) {
        assertThat(answer.fieldNames()).containsExactly("error");
        return answer.getJsonObject("error");
    }

    private Connection lock() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file.getFile());
        other.createStatement().execute("pragma busy_timeout = 10000");
        other.createStatement().execute("begin immediate");
        return other;
    }

    private long head() {
        return Instances.await(store.latest(ChatApp.LOBBY, 1)).head().seq();
    }

    @Test
    void oneSocketMayKeepSoManyWaitingAndNoMore() throws SQLException {
        options.setMaxPendingPerSocket(3);
        file.setBusyTimeout(Duration.ofSeconds(20));
        start();
        ChatClient eager = client();
        ChatClient other = client();
        try (Connection locked = lock()) {
            for (int i = 0; i < 3; i++) {
                eager.tell("waits " + i);
            }
            JsonObject refusal = error(eager.say("too many"));
            assertThat(refusal.getString("code")).isEqualTo("busy");
            assertThat(refusal.getString("message")).contains("wait to be stored");
            assertThat(refusal.getLong("retryAfter")).isPositive();
            other.tell("another socket may");
            locked.createStatement().execute("rollback");
        }
        assertThat(client(new JsonObject().put("serverOffset", 1)).numbersUntil(5))
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(eager.say("again").getLong("seq")).isEqualTo(6);
    }

    @Test
    void allSocketsTogetherMayKeepSoManyWaitingAndNoMore() throws SQLException {
        options.setMaxPending(3);
        file.setBusyTimeout(Duration.ofSeconds(20));
        start();
        ChatClient eager = client();
        try (Connection locked = lock()) {
            for (int i = 0; i < 3; i++) {
                eager.tell("waits " + i);
            }
            // Reading does not wait for the lock: with its answer, what was said before it has arrived.
            eager.ask("history", new JsonObject());
            assertThat(error(client().say("too many")).getString("code")).isEqualTo("busy");
            locked.createStatement().execute("rollback");
        }
        await().until(() -> head() == 4);
        assertThat(client().say("again").getLong("seq")).isEqualTo(5);
    }

    @Test
    void aSlowStoreIsSaidInTimeAndTheMessageIsOneWhenItIsTriedAgain() throws SQLException {
        options.setStoreTimeout(100);
        file.setBusyTimeout(Duration.ofSeconds(20));
        start();
        ChatClient a = client();
        try (Connection locked = lock()) {
            JsonObject refusal = error(a.say("slow", "a-0"));
            assertThat(refusal.getString("code")).isEqualTo("unavailable");
            assertThat(refusal.getString("message")).contains("does not answer");
            assertThat(refusal.getLong("retryAfter")).isPositive();
            locked.createStatement().execute("rollback");
        }
        await().until(() -> head() == 2);
        assertThat(stored(a, "slow", "a-0")).isEqualTo(2);
        assertThat(stored(a, "next", "a-1")).isEqualTo(3);
        assertThat(a.numbersUntil(3)).containsExactly(2L, 3L);
    }

    @Test
    void aLockedStoreIsSaidAndHeals() throws SQLException {
        file.setBusyTimeout(Duration.ofMillis(50));
        start();
        ChatClient a = client();
        try (Connection locked = lock()) {
            JsonObject refusal = error(a.say("locked", "a-0"));
            assertThat(refusal.getString("code")).isEqualTo("unavailable");
            assertThat(refusal.getString("message")).contains("another process keeps its file locked");
            locked.createStatement().execute("rollback");
        }
        assertThat(a.say("locked", "a-0").getLong("seq")).isEqualTo(2);
    }

    @Test
    void aStoreThatWasClosedIsSaidAndTheServerLives() {
        start();
        ChatClient a = client();
        Instances.await(store.close());
        assertThat(error(a.say("too late")).getString("message")).contains("closed");
        assertThat(error(a.ask("history", new JsonObject())).getString("message"))
                .contains("closed");
        assertThat(error(client().say("me too")).getString("code")).isEqualTo("unavailable");
    }

    @Test
    void aRepeatedOffsetIsKnownAfterARestartByRoomAndByPerson() {
        start();
        assertThat(client().say("once", "o-1").getLong("seq")).isEqualTo(2);
        Draft anna = new Draft(ChatApp.LOBBY, new Author("anna", "Anna"), "o-1", "of Anna");
        assertThat(Instances.await(store.append(anna)).position().seq()).isEqualTo(3);
        stop();

        start();
        long first = head();
        ChatClient a = client();
        assertThat(a.say("once", "o-1").getLong("seq")).isEqualTo(2);
        assertThat(Instances.await(store.append(anna)).position().seq()).isEqualTo(3);
        Draft boris = new Draft(ChatApp.LOBBY, new Author("boris", "Boris"), "o-1", "of Boris");
        assertThat(Instances.await(store.append(boris)).position().seq()).isEqualTo(first + 1);
        assertThat(a.say("new", "o-2").getLong("seq")).isEqualTo(first + 2);
        assertThat(client(new JsonObject().put("serverOffset", 0)).numbersUntil(first + 2))
                .isEqualTo(LongStream.rangeClosed(1, first + 2).boxed().toList());
    }

    @Test
    void whoCanOnlySayTextWhenItConnectsIsCaughtUpAsWell() {
        start();
        ChatClient a = client();
        a.say("second");
        JsonObject auth = new JsonObject().put("serverOffset", "1");
        JsonArray event = client(auth).hear();
        assertThat(event.getLong(2)).isEqualTo(2);
        // What is no number is no place: it hears what comes from now on.
        ChatClient other = client(new JsonObject().put("serverOffset", "1e3"));
        a.say("third");
        assertThat(other.hear().getLong(2)).isEqualTo(3);
    }
}
