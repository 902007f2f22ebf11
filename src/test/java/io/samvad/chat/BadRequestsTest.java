package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.PostgresHistory;
import io.samvad.chat.history.PostgresOptions;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.Postgres;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever somebody sends, they are told what is wrong with it, and nothing else happens. */
class BadRequestsTest {
    private static final List<String> EVENTS = List.of(
            "chat message",
            "edit",
            "delete",
            "react",
            "nick",
            "rooms",
            "create",
            "join",
            "leave",
            "topic",
            "direct",
            "history",
            "search",
            "read",
            "people",
            "typing",
            "command",
            "__proto__",
            "welcome");

    /** What can be wrong with each of these fields, as JSON. */
    private static final List<String> FIELDS = List.of(
            "room",
            "seq",
            "text",
            "symbol",
            "added",
            "nick",
            "person",
            "words",
            "after",
            "before",
            "around",
            "limit",
            "topic",
            "typing",
            "epoch",
            "clientOffset",
            "action");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "7",
            "-1",
            "1.5",
            "1e300",
            "18446744073709551617",
            "\"\"",
            "\"tea\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\\u202e\"",
            "\"__proto__\"",
            "\"@\\u0000@b\"",
            "\"' or 1=1 --\"",
            "\"/search \\u0000\"",
            "\"/nick \\ud800\"",
            "\"/topic \\u0000\"",
            "[]",
            "[[1]]",
            "{}",
            "{\"toString\":1}");

    /** The codes of docs/chat-protocol.md that say it will never be done. */
    private static final Set<String> FINAL = Set.of(
            "invalid",
            "identity_required",
            "not_found",
            "not_yours",
            "taken",
            "unknown_command",
            "unknown_event",
            "too_large",
            "too_many");

    @TempDir
    Path folder;

    private static JsonObject ask(EngineClient wire, String event, String arguments) {
        String more = arguments.isEmpty() ? "" : "," + arguments;
        wire.send("427[" + Json.encode(event) + more + "]");
        String message;
        do {
            message = wire.receiveMessage();
        } while (!message.startsWith("37["));
        return new JsonArray(message.substring(2)).getJsonObject(0);
    }

    private static EngineClient connect(int port, String auth) {
        EngineClient wire = EngineClient.webSocket(port, "/socket.io/");
        wire.send("40" + auth);
        assertThat(wire.receiveMessage()).startsWith("0{");
        return wire;
    }

    private static List<String> arguments() {
        List<String> all = new ArrayList<>(List.of("", "1,2,3,4,5,6,7,8", "\"t\",7", "\"t\",\"\"", "\"t\",null,\"x\""));
        all.add("\"t\",\"" + "x".repeat(201) + "\"");
        all.add("{\"room\":\"" + "x".repeat(900_000) + "\"}");
        VALUES.forEach(all::add);
        for (String field : FIELDS) {
            VALUES.forEach(value -> all.add("{\"seq\":1,\"" + field + "\":" + value + "}"));
        }
        return all;
    }

    @Test
    void whateverIsSentIsAnsweredOverAFile() {
        all(node -> SqliteHistory.open(node, new SqliteOptions().setFile(folder.resolve("samvad.db"))));
    }

    @Test
    void whateverIsSentIsAnsweredOverADatabase() {
        try (Postgres postgres = Postgres.start()) {
            all(node -> PostgresHistory.open(node, new PostgresOptions().setUri(postgres.uri())));
        }
    }

    private static void all(Function<Vertx, HistoryStore> open) {
        Vertx vertx = Vertx.vertx();
        HistoryStore store = open.apply(vertx);
        ChatOptions options = ChatServer.options();
        try (Instances<SocketIo> server =
                Instances.socketIo(vertx, 1, new SocketIoOptions(), io -> new ChatApp(options, store).install(io))) {
            try (EngineClient guest = connect(server.port(), "");
                    EngineClient person =
                            connect(server.port(), ChatClient.person("anna").encode())) {
                assertThat(ask(person, "chat message", "\"first\"").getLong("seq"))
                        .isEqualTo(1);
                Set<String> wrong = new TreeSet<>();
                for (String event : EVENTS) {
                    for (String arguments : arguments()) {
                        // Most that is wrong with a request is the same for guests.
                        EngineClient wire = arguments.hashCode() % 4 == 0 ? guest : person;
                        JsonObject error = ask(wire, event, arguments).getJsonObject("error");
                        if (error != null && !isClear(error)) {
                            wrong.add(event + " " + arguments + " " + error);
                        }
                    }
                }
                assertThat(wrong).isEmpty();
                assertThat(ask(person, "chat message", "\"last\"").getLong("seq"))
                        .isGreaterThan(1);
            } finally {
                server.closeServed();
                Instances.await(store.close());
            }
        }
    }

    private static boolean isClear(JsonObject error) {
        return FINAL.contains(error.getString("code"))
                && !error.getString("message").isBlank()
                && !error.containsKey("retryAfter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "topic   | \"tea\"                               | is an object",
                "topic   | {}                                    | topic",
                "topic   | {\"topic\":[]}                        | topic is text",
                "join    | \"tea\"                               | is an object",
                "delete  | {\"seq\":1.5}                         | seq is a whole number",
                "delete  | {\"seq\":18446744073709551617}        | seq is a whole number",
                "delete  | {\"seq\":\"1\"}                       | seq is a whole number",
                "read    | {\"seq\":1e300}                       | seq is a whole number",
                "read    | {\"seq\":-1}                          | seq is a whole number",
                "history | {\"before\":\"4\"}                    | before is a whole number",
                "history | {\"after\":true}                      | after is a whole number",
                "history | {\"around\":-4}                       | around is a whole number",
                "history | {\"after\":1,\"epoch\":5}             | epoch is text",
                "history | {\"limit\":\"all\"}                   | limit is a whole number",
                "search  | {\"words\":5}                         | words is text",
                "rooms   | {\"after\":\"\\u0000\"}               | after has a NUL",
                "react   | {\"seq\":1,\"symbol\":\"+\",\"added\":\"no\"} | added is true or false",
                "react   | {\"seq\":1,\"symbol\":\"\\u202e\"}    | symbol",
                "edit    | {\"seq\":1,\"text\":\"\"}             | at least one character",
                "typing  | {\"typing\":0}                        | typing is true or false",
                "command | {\"text\":7}                          | text is text",
                "direct  | {\"person\":7}                        | person is text",
                "nick    | {\"nick\":\"\\u3164\"}                | cannot be seen",
                "nick    | {\"nick\":\"\\u0410nna\"}             | two scripts",
                "create  | {\"room\":\"l\\u043ebby\"}            | two scripts",
                "chat message | \" \"                            | at least one character",
                "chat message | \"a\",\"\\ud800\"                | clientOffset has",
                "chat message | \"\\ud800\"                      | text has",
                "chat message | \"a\",null,\"tea\"               | is an object",
                "chat message | \"a\",null,{\"action\":\"yes\"}  | action is true or false",
            })
    void whatIsMeantOtherwiseIsNotGuessed(String event, String arguments, String message) {
        try (ChatServer server = new ChatServer(folder, 1, ChatServer.options());
                EngineClient anna =
                        connect(server.port(), ChatClient.person("anna").encode())) {
            ask(anna, "chat message", "\"first\"");
            ask(anna, "topic", "{\"topic\":\"what it is about\"}");
            JsonObject error = ask(anna, event, arguments).getJsonObject("error");
            assertThat(error.getString("code")).isEqualTo("invalid");
            assertThat(error.getString("message")).contains(message);
            JsonObject lobby = ask(anna, "rooms", "").getJsonArray("rooms").getJsonObject(0);
            assertThat(lobby.getString("topic")).isEqualTo("what it is about");
            assertThat(lobby.getInteger("messages")).isEqualTo(1);
            assertThat(ask(anna, "history", "").getLong("seq")).isEqualTo(1);
        }
    }

    @Test
    void anEventThatNobodyKnowsIsSaidToBeNoneAlsoBeforeTheWelcome() {
        try (ChatServer server = new ChatServer(folder, 1, ChatServer.options());
                EngineClient wire = EngineClient.webSocket(server.port(), "/socket.io/")) {
            wire.send("40" + ChatClient.person("anna").encode());
            wire.send("421[\"dance\",{}]");
            wire.send("422[\"rooms\"]");
            List<String> answers = new ArrayList<>();
            while (answers.size() < 2) {
                String message = wire.receiveMessage();
                if (message.startsWith("3")) {
                    answers.add(message);
                }
            }
            assertThat(answers.get(0)).startsWith("31[{\"error\":{\"code\":\"unknown_event\"");
            assertThat(answers.get(1)).startsWith("32[{\"rooms\":");
        }
    }

    @Test
    void soMuchMayWaitForTheWelcomeAndNoMore() {
        HeldAnswers slow = new HeldAnswers("greet");
        slow.hold();
        try (ChatServer server = new ChatServer(folder, 1, ChatServer.options(), new SocketIoOptions(), slow::of);
                EngineClient wire =
                        connect(server.port(), ChatClient.person("anna").encode())) {
            wire.send("421[\"history\",{\"more\":\"" + "x".repeat(65_536) + "\"}]");
            assertThat(wire.receiveMessage()).startsWith("31[{\"error\":{\"code\":\"too_large\"");
            for (int i = 0; i < 101; i++) {
                wire.send("422[\"rooms\"]");
            }
            assertThat(wire.receiveMessage()).startsWith("32[{\"error\":{\"code\":\"busy\"");
            await().until(() -> slow.waiting() == 1);
            slow.release();
            for (int answers = 0; answers < 100; ) {
                answers += wire.receiveMessage().startsWith("32[{\"rooms\":") ? 1 : 0;
            }
        }
    }

    @Test
    void whatSomebodyBringsThatIsNothingIsRefusedOrLeftAside() {
        try (ChatServer server = new ChatServer(folder, 1, ChatServer.options())) {
            server.welcomed("Boris").say("first");
            for (Object key : new Object[] {"", "short", 7, true, new JsonArray(), new JsonObject(), "x".repeat(201)}) {
                JsonObject refusal = ChatClient.refusal(server.port(), new JsonObject().put("key", key));
                assertThat(refusal.getJsonObject("data").getString("code")).isEqualTo("invalid");
                assertThat(refusal.getString("message")).contains("22 to 200");
            }
            for (Object odd :
                    new Object[] {7, -1.5, "x", "\0", new JsonArray(), new JsonObject().put(ChatApp.LOBBY, 7)}) {
                JsonObject auth = ChatClient.person("anna")
                        .put("places", odd)
                        .put("nick", odd)
                        .put("epoch", odd);
                ChatClient anna = server.client(auth);
                assertThat(anna.told("welcome").getJsonArray("rooms")).hasSize(1);
                anna.close();
                ChatClient guest = server.client(new JsonObject().put("serverOffset", odd));
                assertThat(guest.say("hears").getLong("seq")).isPositive();
                guest.hear("chat message");
                guest.close();
            }
        }
    }

    @Test
    void twoMessagesThatDifferInHalfACharacterAreNotTakenForOne() {
        try (ChatServer server = new ChatServer(folder, 1, ChatServer.options());
                EngineClient guest = connect(server.port(), "")) {
            assertThat(ask(guest, "chat message", "\"a\",\"\\ud83d\\udc4d\"").getLong("seq"))
                    .isEqualTo(1);
            assertThat(ask(guest, "chat message", "\"b\",\"\\ud83d\\udc4e\"").getLong("seq"))
                    .isEqualTo(2);
            for (String half : List.of("\\ud83d", "\\udc4d")) {
                assertThat(ask(guest, "chat message", "\"c\",\"" + half + "\"")
                                .getJsonObject("error")
                                .getString("code"))
                        .isEqualTo("invalid");
            }
        }
    }
}
