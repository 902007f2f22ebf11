package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIoOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which name people are known who change it while they come. */
class NicknamesTest {
    private static final JsonObject LOBBY = new JsonObject().put("room", ChatApp.LOBBY);

    @TempDir
    Path folder;

    private static JsonObject nick(String name) {
        return new JsonObject().put("nick", name);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoComesWhileTheirNameChangesIsKnownByTheNewOne(int instances) {
        HeldAnswers slow = new HeldAnswers("greet");
        try (ChatServer server =
                new ChatServer(folder, instances, ChatServer.options(), new SocketIoOptions(), slow::of)) {
            ChatClient boris = server.welcomed("Boris");
            for (int i = 0; i < 20; i++) {
                String before = i == 0 ? "Boris" : "Boris" + (i - 1);
                String now = "Boris" + i;
                slow.hold();
                ChatClient tab = server.person("Boris");
                await().until(() -> slow.waiting() == 1);
                boris.get("nick", nick(now));
                slow.release();
                JsonObject me = tab.told("welcome").getJsonObject("me");
                assertThat(me.getString("nick")).isEqualTo(before);
                assertThat(tab.told("nick").getString("nick")).isEqualTo(now);
                await().untilAsserted(
                                () -> assertThat(boris.get("people", LOBBY).getJsonArray("people"))
                                        .containsExactly(Wire.person(ChatClient.id("Boris"), now)));
                tab.say("hello");
                assertThat(tab.hear("chat message").getJsonObject(3).getString("nick"))
                        .isEqualTo(now);
                tab.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void tabsThatChangeTheNameAtOnceAgreeAtLast(int instances) {
        HeldAnswers slow = new HeldAnswers("claim");
        try (ChatServer server =
                new ChatServer(folder, instances, ChatServer.options(), new SocketIoOptions(), slow::of)) {
            ChatClient first = server.welcomed("Anna");
            ChatClient second = server.welcomed("Anna");
            slow.hold();
            first.start("nick", nick("older"));
            await().until(() -> slow.waiting() == 1);
            slow.stopHolding();
            second.get("nick", nick("newer"));
            assertThat(first.told("nick").getString("nick")).isEqualTo("newer");
            slow.release();
            // The answer to its own, older wish comes late, and then what is so.
            assertThat(first.answer().getString("nick")).isEqualTo("older");
            assertThat(first.told("nick").getString("nick")).isEqualTo("newer");
            for (ChatClient tab : List.of(first, second)) {
                tab.say("who am I?");
                assertThat(tab.hear("chat message").getJsonObject(3).getString("nick"))
                        .isEqualTo("newer");
            }
            second.get("nick", nick("newest"));
            assertThat(first.told("nick").getString("nick")).isEqualTo("newest");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoseNameIsTakenAfterALongTimeHearsThatItIsGone(int instances) {
        ChatOptions options = ChatServer.options().setNickIdle(Duration.ofMillis(-1_000));
        try (ChatServer server = new ChatServer(folder, instances, options)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            boris.get("nick", nick("anna"));
            assertThat(anna.told("nick")).isEqualTo(Wire.person(ChatClient.id("Anna"), null));
            await().untilAsserted(() -> assertThat(boris.get("people", LOBBY).getJsonArray("people"))
                    .containsExactlyInAnyOrder(
                            Wire.person(ChatClient.id("Anna"), null), Wire.person(ChatClient.id("Boris"), "anna")));
        }
    }
}
