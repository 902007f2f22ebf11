package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Draft;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that Socket.IO recovers, on instances that are at different places of a log, and in moments that are bad for it. */
class RecoveredTest {
    private static final JsonObject FROM_THE_START = new JsonObject().put("serverOffset", 0);

    @TempDir
    Path folder;

    private final HeldAnswers greetings = new HeldAnswers("greet");
    private ChatServer server;

    private void start(int instances, ChatOptions options) {
        SocketIoOptions recovering = new SocketIoOptions().setConnectionStateRecovery(RecoveryOptions.DEFAULT);
        server = new ChatServer(folder, instances, options, recovering, greetings::of);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonObject room(String name) {
        return new JsonObject().put("room", name);
    }

    /** Commits what no instance is told of, until somebody says it again. */
    private void commitUnheard(String text) {
        Instances.await(server.store().append(new Draft(ChatApp.LOBBY, Author.anonymous(""), "of " + text, text)));
    }

    /** Says what was committed unheard: only the instance of this client is told. */
    private static void sayAgain(ChatClient client, String text) {
        assertThat(client.say(text, "of " + text).containsKey("error")).isFalse();
    }

    private ChatClient back(int instance, ChatClient lost, JsonObject auth) {
        ChatClient back = server.clientOn(instance, auth.copy().mergeIn(lost.session()));
        assertThat(back.id()).as("the same socket").isEqualTo(lost.id());
        return back;
    }

    @Test
    void whoIsRecoveredOnAnInstanceThatIsAheadOfTheOneBeforeMissesNothing() {
        start(2, ChatServer.options());
        ChatClient ahead = server.clientOn(1, FROM_THE_START);
        ChatClient guest = server.clientOn(0, FROM_THE_START);
        ahead.say("1");
        assertThat(guest.numbersUntil(1)).containsExactly(1L);
        commitUnheard("2");
        sayAgain(ahead, "2");
        assertThat(ahead.numbersUntil(2)).containsExactly(1L, 2L);
        server.lose(guest);
        ChatClient back = back(1, guest, FROM_THE_START);
        ahead.say("3");
        assertThat(back.numbersUntil(3)).containsExactly(2L, 3L);
    }

    @Test
    void whoIsRecoveredOnAnInstanceThatIsBehindTheOneBeforeHearsNothingTwice() {
        start(2, ChatServer.options());
        ChatClient ahead = server.clientOn(1, FROM_THE_START);
        ChatClient behind = server.clientOn(0, FROM_THE_START);
        ahead.say("1");
        assertThat(behind.numbersUntil(1)).containsExactly(1L);
        commitUnheard("2");
        sayAgain(ahead, "2");
        assertThat(ahead.numbersUntil(2)).containsExactly(1L, 2L);
        server.lose(ahead);
        ChatClient back = back(0, ahead, FROM_THE_START);
        behind.say("3");
        assertThat(back.numbersUntil(3)).containsExactly(3L);
        assertThat(behind.numbersUntil(3)).containsExactly(2L, 3L);
    }

    @Test
    void whatWasLostOnTheWayIsSentAgainBeforeWhatWasSaidMeanwhile() {
        start(2, ChatServer.options());
        ChatClient talker = server.clientOn(1, FROM_THE_START);
        ChatClient guest = server.clientOn(0, FROM_THE_START);
        talker.say("1");
        assertThat(guest.numbersUntil(1)).containsExactly(1L);
        JsonObject session = guest.session();
        talker.say("2");
        talker.say("3");
        assertThat(guest.numbersUntil(3)).containsExactly(2L, 3L);
        server.lose(guest);
        talker.say("4");
        // As if the client had heard no more than the first.
        ChatClient back = server.clientOn(1, session);
        assertThat(back.id()).isEqualTo(guest.id());
        talker.say("5");
        assertThat(back.numbersUntil(5)).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void whoMissedTooMuchIsToldToReset() {
        start(2, ChatServer.options().setMaxMissed(2));
        ChatClient talker = server.clientOn(1, null);
        ChatClient guest = server.clientOn(0, null);
        talker.say("1");
        assertThat(guest.numbersUntil(1)).containsExactly(1L);
        server.lose(guest);
        for (int i = 2; i <= 4; i++) {
            talker.say("" + i);
        }
        ChatClient back = back(1, guest, new JsonObject());
        assertThat(back.told("reset").getLong("seq")).isEqualTo(4);
        talker.say("5");
        assertThat(back.numbersUntil(5)).containsExactly(5L);
    }

    @Test
    void whoWasCutOffBeforeTheWelcomeIsWelcomedWhenRecovered() {
        start(2, ChatServer.options());
        JsonObject asha = ChatClient.person("Asha").put("nick", "Asha");
        greetings.hold();
        ChatClient early = server.clientOn(0, asha);
        await().until(() -> greetings.waiting() == 1);
        server.lose(early);
        greetings.release();
        ChatClient back = back(1, early, asha);
        assertThat(back.hear().getString(0)).isEqualTo("welcome");
        assertThat(back.say("1").getLong("seq")).isEqualTo(1);
        assertThat(back.numbersUntil(1)).containsExactly(1L);
    }

    @Test
    void whoIsCutOffAgainBeforeTheRoomsAreKnownKeepsThePlaces() {
        start(2, ChatServer.options());
        JsonObject asha = ChatClient.person("Asha").put("nick", "Asha");
        ChatClient talker = server.welcomed("Ravi");
        talker.get("create", room("tea"));
        ChatClient first = server.clientOn(0, asha);
        first.told("welcome");
        first.get("join", room("tea"));
        talker.get("chat message", "1", "of 1", room("tea"));
        assertThat(first.numbersUntil(1)).containsExactly(1L);
        server.lose(first);
        talker.get("chat message", "2", "of 2", room("tea"));
        greetings.hold();
        ChatClient second = back(1, first, asha);
        await().until(() -> greetings.waiting() == 1);
        server.lose(second);
        talker.get("chat message", "3", "of 3", room("tea"));
        talker.get("topic", room("tea").put("topic", "with ginger"));
        greetings.release();
        ChatClient third = back(0, second, asha);
        talker.get("chat message", "4", "of 4", room("tea"));
        assertThat(third.numbersUntil(4)).containsExactly(2L, 3L, 4L);
        assertThat(third.told("room").getString("topic")).isEqualTo("with ginger");
    }

    @Test
    void aRoomThatWasLeftMeanwhileIsToldSo() {
        start(2, ChatServer.options());
        JsonObject asha = ChatClient.person("Asha").put("nick", "Asha");
        ChatClient first = server.clientOn(0, asha);
        first.told("welcome");
        first.get("create", room("tea"));
        server.lose(first);
        ChatClient tab = server.clientOn(1, asha);
        tab.told("welcome");
        tab.get("leave", room("tea"));
        ChatClient back = back(1, first, asha);
        assertThat(back.told("left")).isEqualTo(room("tea"));
    }
}
