package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Draft;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat over a real file, at one and at four instances. */
class ChatAppTest {
    private static final long NEVER = 3_600_000;

    @TempDir
    Path folder;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<ChatClient> clients = new ArrayList<>();
    private final ChatOptions options =
            new ChatOptions().setCheckInterval(NEVER).setMessagesPerSecond(10_000);
    private final SqliteOptions file = new SqliteOptions();
    private HistoryStore store;
    private Instances<SocketIo> server;

    private void start(int instances) {
        if (file.getFile().equals(new SqliteOptions().getFile())) {
            file.setFile(folder.resolve("samvad.db"));
        }
        server = Instances.socketIo(instances, new SocketIoOptions(), io -> {
            io.exceptionHandler(failures::add);
            new ChatApp(options, open(io)).install(io);
        });
    }

    private synchronized HistoryStore open(SocketIo io) {
        if (store == null) {
            store = SqliteHistory.open(io.vertx(), file);
        }
        return store;
    }

    @AfterEach
    void stop() {
        clients.forEach(ChatClient::close);
        server.closeServed();
        Instances.await(store.close());
        server.close();
        assertThat(failures).isEmpty();
    }

    private ChatClient client(JsonObject auth) {
        ChatClient client = new ChatClient(server.port(), auth);
        clients.add(client);
        return client;
    }

    private ChatClient client() {
        return client(null);
    }

    private ChatClient clientAt(long serverOffset) {
        return client(new JsonObject().put("serverOffset", serverOffset));
    }

    /** Commits what no instance is told of, as if a publication were lost. */
    private void commitUnheard(String text) {
        Instances.await(store.append(new Draft(ChatApp.LOBBY, Author.anonymous(""), null, text)));
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static JsonObject error(JsonObject answer) {
        return answer.getJsonObject("error");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatIsAckedIsInTheLogAndAllHearItOnceWithItsNumber(int instances) {
        start(instances);
        List<ChatClient> all = List.of(client(), client(), client(), client());
        JsonObject first = all.get(0).say("one");
        JsonObject second = all.get(1).say("दो");
        assertThat(first.getLong("seq")).isEqualTo(1);
        assertThat(second.getLong("seq")).isEqualTo(2);
        assertThat(Instances.await(store.latest(ChatApp.LOBBY, 10)).messages())
                .extracting("text")
                .containsExactly("one", "दो");
        for (ChatClient one : all) {
            JsonArray event = one.hear();
            assertThat(event.stream().limit(3)).containsExactly("chat message", "one", 1);
            assertThat(event.getJsonObject(3).fieldNames()).containsExactlyInAnyOrder("room", "epoch", "time");
            assertThat(event.getJsonObject(3).getString("epoch")).isEqualTo(first.getString("epoch"));
            assertThat(one.hear().getLong(2)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aRepeatedClientOffsetGivesTheFirstPlaceAndIsNotDeliveredAgain(int instances) {
        start(instances);
        ChatClient a = client();
        ChatClient b = client();
        long first = a.say("once", "a-0").getLong("seq");
        assertThat(b.say("once", "a-0").getLong("seq")).isEqualTo(first);
        b.say("other", "b-0");
        assertThat(a.numbersUntil(2)).containsExactly(1L, 2L);
        assertThat(b.numbersUntil(2)).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aGapIsFilledFromTheStoreBeforeWhatIsBehindIt(int instances) {
        start(instances);
        List<ChatClient> all = List.of(client(), client(), client(), client());
        all.get(0).say("1");
        commitUnheard("2");
        commitUnheard("3");
        all.get(1).say("4");
        for (ChatClient one : all) {
            assertThat(one.numbersUntil(4)).isEqualTo(numbers(1, 4));
        }
    }

    @Test
    void aLostPublicationIsFoundAlthoughNothingFollows() {
        options.setCheckInterval(50);
        start(4);
        List<ChatClient> all = List.of(client(), client(), client(), client());
        all.get(0).say("1");
        commitUnheard("2");
        for (ChatClient one : all) {
            assertThat(one.numbersUntil(2)).isEqualTo(numbers(1, 2));
        }
    }

    @Test
    void aRepetitionTellsOfWhatWasCommittedInSilence() {
        start(1);
        ChatClient a = client();
        a.say("1");
        Instances.await(store.append(new Draft(ChatApp.LOBBY, Author.anonymous(""), "lost", "2")));
        assertThat(a.say("2", "lost").getLong("seq")).isEqualTo(2);
        assertThat(a.numbersUntil(2)).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoComesBackWhileOthersTalkMissesNothingAndHearsNothingTwice(int instances) {
        start(instances);
        int total = 1_000;
        ChatClient talker = client();
        talker.say("0");
        List<ChatClient> late = new ArrayList<>();
        List<Long> from = new ArrayList<>();
        for (int i = 1; i < total; i++) {
            if (i % 50 > 0) {
                talker.tell("m" + i);
            } else {
                // Waits for those before it: a hundred may be pending, not more.
                assertThat(talker.say("m" + i).getLong("seq")).isEqualTo(i + 1L);
                from.add(Math.max(0, i - 49L));
                late.add(clientAt(Math.max(0, i - 49L)));
            }
        }
        for (int i = 0; i < late.size(); i++) {
            long first = from.get(i) + 1;
            assertThat(late.get(i).numbersUntil(total)).isEqualTo(numbers(first, total));
        }
    }

    @Test
    void whoIsOfAnotherEpochOrHasMissedTooMuchIsToldToReset() {
        options.setMaxMissed(3);
        start(1);
        ChatClient talker = client();
        String epoch = talker.say("1").getString("epoch");
        for (int i = 2; i <= 5; i++) {
            talker.say("" + i);
        }
        JsonObject head = Wire.position(ChatApp.LOBBY, new Position(epoch, 5));
        JsonObject other = new JsonObject().put("serverOffset", 4).put("epoch", "another");
        ChatClient foreign = client(other);
        ChatClient longGone = clientAt(1);
        ChatClient notLongGone = clientAt(2);
        for (ChatClient lost : List.of(foreign, longGone, clientAt(99))) {
            assertThat(lost.hear()).isEqualTo(new JsonArray().add("reset").add(head));
        }
        assertThat(notLongGone.numbersUntil(5)).isEqualTo(numbers(3, 5));
        talker.say("6");
        for (ChatClient lost : List.of(foreign, longGone, notLongGone)) {
            assertThat(lost.numbersUntil(6)).containsExactly(6L);
        }
    }

    @Test
    void historyIsReadBackwardsAndOnwards() {
        start(1);
        ChatClient a = client();
        for (int i = 1; i <= 5; i++) {
            a.say("" + i);
        }
        JsonObject page = a.ask("history", new JsonObject().put("before", 4).put("limit", 2));
        assertThat(page.getJsonArray("messages").stream().map(one -> ((JsonObject) one).getLong("seq")))
                .containsExactly(2L, 3L);
        assertThat(page.getBoolean("more")).isTrue();
        assertThat(page.getLong("seq")).isEqualTo(5);
        JsonObject rest = a.ask("history", new JsonObject().put("after", 3));
        assertThat(rest.getJsonArray("messages").stream().map(one -> ((JsonObject) one).getString("text")))
                .containsExactly("4", "5");
        assertThat(error(a.ask("history", "nonsense")).getString("code")).isEqualTo("invalid");
        assertThat(a.ask("history").getJsonArray("messages")).hasSize(5);
    }

    @Test
    void whatIsTooLongTooFastOrNoTextIsRefusedWithWordsAndATime() {
        options.setMaxLength(5).setMessagesPerSecond(1);
        start(1);
        ChatClient a = client();
        assertThat(error(a.say("123456")).getString("code")).isEqualTo("too_large");
        assertThat(error(a.say(new JsonObject())).getString("code")).isEqualTo("invalid");
        assertThat(error(a.say("x", 7)).getString("code")).isEqualTo("invalid");
        JsonObject answer = new JsonObject();
        for (int i = 0; i < 10 && !answer.containsKey("error"); i++) {
            answer = a.say("fast");
        }
        assertThat(error(answer).getString("code")).isEqualTo("too_fast");
        assertThat(error(answer).getLong("retryAfter")).isBetween(1L, 1_000L);
        assertThat(error(client().say("a\0b")).getString("code")).isEqualTo("invalid");
    }

    @Test
    void aFullStoreIsSaidToTheSenderAndTheServerLives() {
        file.setMaxBytes(150_000);
        start(1);
        ChatClient a = client();
        JsonObject answer = new JsonObject();
        long acked = 0;
        while (!answer.containsKey("error")) {
            answer = a.say("long".repeat(900));
            acked += answer.containsKey("error") ? 0 : 1;
        }
        assertThat(error(answer).getString("code")).isEqualTo("unavailable");
        assertThat(error(answer).getString("message")).contains("full");
        assertThat(error(answer).getLong("retryAfter")).isPositive();
        assertThat(clientAt(0).numbersUntil(acked)).isEqualTo(numbers(1, acked));
    }

    @Test
    void theChatWorksOnceAStoreThatCouldNotBeOpenedCan() throws IOException {
        Path obstacle = Files.writeString(folder.resolve("data"), "a file where the folder should be");
        file.setFile(obstacle.resolve("samvad.db"));
        options.setCheckInterval(50);
        start(1);
        ChatClient a = client();
        ChatClient waiting = clientAt(0);
        assertThat(error(a.say("too early", "a-0")).getString("code")).isEqualTo("unavailable");
        Files.delete(obstacle);
        await().until(() -> !a.say("at last", "a-0").containsKey("error"));
        assertThat(waiting.hear().getString(1)).isEqualTo("at last");
    }
}
