package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.EngineClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each person and each socket may do, and when they may do it again. */
class LimitsTest {
    @TempDir
    Path folder;

    private static JsonObject room(String name) {
        return new JsonObject().put("room", name);
    }

    private static JsonObject nick(String name) {
        return new JsonObject().put("nick", name);
    }

    private static JsonObject error(JsonObject answer) {
        assertThat(answer.fieldNames()).containsExactly("error");
        return answer.getJsonObject("error");
    }

    @Test
    void requestsAreCountedApartFromMessages() {
        try (ChatServer server = new ChatServer(
                folder, 1, ChatServer.options().setRequestsPerSecond(1).setMessagesPerSecond(1))) {
            ChatClient guest = server.guest();
            JsonObject answer = new JsonObject();
            for (int i = 0; i < 20 && !answer.containsKey("error"); i++) {
                answer = guest.ask("rooms");
            }
            assertThat(error(answer).getString("code")).isEqualTo("too_fast");
            assertThat(error(answer).getLong("retryAfter")).isBetween(1L, 1_000L);
            assertThat(guest.say("a message").containsKey("error")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void nicknamesAndRoomsOfAPersonAreCountedOverTheirTabs(int instances) {
        try (ChatServer server = new ChatServer(
                folder, instances, ChatServer.options().setNickChanges(2).setRoomsPerHour(2))) {
            ChatClient anna = server.person("anna");
            anna.get("nick", nick("a1"));
            anna.get("create", room("r1"));
            anna.close();
            ChatClient tab = server.person("anna");
            // What is not done costs nothing.
            assertThat(error(tab.ask("create", room("r1"))).getString("code")).isEqualTo("taken");
            tab.get("nick", nick("a1"));
            tab.get("nick", nick("a2"));
            tab.get("create", room("r2"));
            for (int i = 0; i < 4; i++) {
                ChatClient further = server.person("anna");
                assertThat(error(further.ask("nick", nick("a3"))).getString("code"))
                        .isEqualTo("too_fast");
                assertThat(error(further.ask("nick", nick("a3"))).getLong("retryAfter"))
                        .isBetween(1L, 300_000L);
                assertThat(error(further.ask("create", room("r3"))).getLong("retryAfter"))
                        .isBetween(1L, 1_800_000L);
            }
            ChatClient boris = server.person("boris");
            boris.get("nick", nick("b1"));
            assertThat(error(tab.ask("direct", nick("b1"))).getString("code")).isEqualTo("too_fast");
            tab.get("join", room("r1"));
        }
    }

    @Test
    void theSocketsOfAPersonAreCountedOverAllInstances() {
        int most = 3;
        try (ChatServer server = new ChatServer(folder, 4, ChatServer.options().setMaxSocketsPerPerson(most))) {
            List<ChatClient> tabs = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                tabs.add(server.welcomed("anna"));
            }
            await().untilAsserted(() -> assertThat(letIn(server, 8)).isZero());
            server.welcomed("boris");
            tabs.get(1).close();
            await().untilAsserted(() -> assertThat(letIn(server, 4)).isPositive());
        }
    }

    /** How many of so many further sockets of Anna's are let in, one after the other, on all instances in turn. */
    private static int letIn(ChatServer server, int tries) {
        int many = 0;
        for (int i = 0; i < tries; i++) {
            try (EngineClient wire = EngineClient.webSocket(server.port(), "/socket.io/")) {
                wire.send("40" + ChatClient.person("anna").encode());
                many += wire.receiveMessage().startsWith("0") ? 1 : 0;
            }
        }
        return many;
    }

    @Test
    void aPersonIsInSoManyRoomsAndHasSoManySockets() {
        try (ChatServer server =
                new ChatServer(folder, 1, ChatServer.options().setMaxRooms(3).setMaxSocketsPerPerson(2))) {
            ChatClient anna = server.person("anna");
            anna.get("create", room("r1"));
            anna.get("create", room("r2"));
            assertThat(error(anna.ask("create", room("r3"))).getString("code")).isEqualTo("too_many");
            server.guest().get("history", room("r1"));
            anna.get("leave", room("r1"));
            anna.get("join", room("r1"));
            assertThat(error(anna.ask("create", room("r3"))).getString("code")).isEqualTo("too_many");
            ChatClient tab = server.person("anna");
            JsonObject refusal = ChatClient.refusal(server.port(), ChatClient.person("anna"));
            assertThat(refusal.getJsonObject("data").getString("code")).isEqualTo("too_many");
            tab.close();
            await().untilAsserted(() -> server.person("anna").told("welcome"));
        }
    }
}
