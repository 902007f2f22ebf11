package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written with a slash, at four instances. */
class CommandsTest {
    @TempDir
    Path folder;

    private ChatServer server;
    private ChatClient asha;
    private ChatClient ravi;

    @BeforeEach
    void start() {
        server = new ChatServer(folder, 4, ChatServer.options());
        asha = server.welcomed("Asha");
        ravi = server.welcomed("Ravi");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonObject command(String text) {
        return new JsonObject().put("text", text);
    }

    private static JsonObject in(String room, String text) {
        return command(text).put("room", room);
    }

    private static JsonObject run(ChatClient client, JsonObject command) {
        JsonObject answer = client.get("command", command);
        assertThat(answer.getString("command")).isNotEmpty();
        return answer;
    }

    @Test
    void helpNamesAllCommandsAndWhatIsNoneNamesHelp() {
        JsonObject help = run(asha, command("/help"));
        for (String name : "help nick join leave create topic msg who rooms search me".split(" ")) {
            assertThat(help.getString("text")).contains("/" + name);
        }
        assertThat(help.getJsonArray("commands").getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("command", "nick")
                        .put("usage", "/nick NAME")
                        .put("about", "gives you a nickname"));
        JsonObject error = asha.ask("command", command("/dance")).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("unknown_command");
        assertThat(error.getString("message")).contains("/help");
        assertThat(asha.refused("command", command("/"))).isEqualTo("unknown_command");
        assertThat(asha.refused("command", command("hello"))).isEqualTo("invalid");
        assertThat(asha.refused("command", "nonsense")).isEqualTo("invalid");
        assertThat(asha.refused("command", command("/me " + "x".repeat(5_000)))).isEqualTo("too_large");
        JsonObject misused = asha.ask("command", command("/nick")).getJsonObject("error");
        assertThat(misused.getString("message")).isEqualTo("use it so: /nick NAME");
        assertThat(asha.refused("command", command("/msg Ravi"))).isEqualTo("invalid");
    }

    @Test
    void roomsAreMadeJoinedDescribedListedAndLeft() {
        JsonObject made = run(asha, command("/create Tea  Assam and Darjeeling"));
        assertThat(made.getString("room")).isEqualTo("tea");
        assertThat(made.getString("topic")).isEqualTo("Assam and Darjeeling");
        assertThat(made.getString("text")).isEqualTo("There is the room tea, and you are in it.");
        assertThat(run(ravi, command("/JOIN tea")).getString("text")).isEqualTo("You are in tea.");
        assertThat(run(ravi, in("tea", "/topic Nilgiri")).getString("text")).isEqualTo("tea is about: Nilgiri");
        await().untilAsserted(() ->
                assertThat(run(asha, command("/rooms")).getString("text")).isEqualTo("lobby (2)\ntea (2): Nilgiri"));
        assertThat(run(ravi, in("tea", "/leave")).getString("text")).isEqualTo("You have left tea.");
        assertThat(asha.refused("command", command("/leave"))).isEqualTo("invalid");
        assertThat(asha.refused("command", command("/join nowhere"))).isEqualTo("not_found");
    }

    @Test
    void whatIsSaidWithACommandIsAMessage() {
        JsonObject done = run(asha, command("/me smiles").put("clientOffset", "a-0"));
        assertThat(done.getString("text")).isEmpty();
        assertThat(run(asha, command("/me smiles").put("clientOffset", "a-0")).getLong("seq"))
                .isEqualTo(done.getLong("seq"));
        assertThat(ravi.hear("chat message").getString(1)).isEqualTo("smiles");
        JsonObject sent = run(asha, command("/msg @Ravi for you alone"));
        JsonObject opened = ravi.told("room");
        assertThat(opened.getString("room")).isEqualTo(sent.getString("room")).startsWith("@");
        assertThat(ravi.hear("chat message").getString(1)).isEqualTo("for you alone");
        assertThat(asha.refused("command", command("/msg Nobody hello"))).isEqualTo("not_found");
        JsonObject found = run(ravi, in(sent.getString("room"), "/search alone"));
        assertThat(found.getJsonArray("messages")).hasSize(1);
        assertThat(found.getString("text")).isEqualTo("Found: 1.");
        assertThat(run(ravi, command("/search elephants")).getString("text")).isEqualTo("Nothing found.");
    }

    @Test
    void whoIsThereIsToldByName() {
        server.guest();
        await().untilAsserted(() -> assertThat(run(asha, command("/who")).getString("text"))
                .contains("Asha", "Ravi")
                .endsWith("; guests: 1."));
        assertThat(run(asha, command("/nick Usha")).getString("text")).isEqualTo("You are Usha now.");
        await().untilAsserted(() ->
                assertThat(run(ravi, command("/who")).getString("text")).contains("Usha"));
    }

    @Test
    void aGuestIsRefusedWhatPeopleAloneCanDo() {
        ChatClient guest = server.guest();
        assertThat(guest.refused("command", command("/nick Somebody"))).isEqualTo("identity_required");
        assertThat(run(guest, command("/rooms")).getJsonArray("rooms")).hasSize(1);
        assertThat(guest.refused("typing", new JsonObject())).isEqualTo("identity_required");
    }

    @Test
    void whoTypesIsToldUntilTheyHaveSaidIt() {
        asha.get("typing", new JsonObject().put("room", "lobby").put("typing", true));
        assertThat(ravi.told("typing").getJsonArray("people").getJsonObject(0))
                .isEqualTo(Wire.person(ChatClient.id("Asha"), "Asha"));
        asha.get("chat message", "said");
        assertThat(ravi.told("typing").getJsonArray("people")).isEmpty();
        assertThat(asha.refused("typing", new JsonObject().put("room", "elsewhere")))
                .isEqualTo("not_found");
    }
}
