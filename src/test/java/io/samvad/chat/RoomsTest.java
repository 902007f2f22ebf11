package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People, their nicknames and their rooms, at one and at four instances. */
class RoomsTest {
    @TempDir
    Path folder;

    private static JsonObject room(String name) {
        return new JsonObject().put("room", name);
    }

    private static JsonObject nick(String name) {
        return new JsonObject().put("nick", name);
    }

    private static List<String> names(JsonArray rooms) {
        return rooms.stream().map(one -> ((JsonObject) one).getString("room")).toList();
    }

    private ChatServer start(int instances) {
        return new ChatServer(folder, instances, ChatServer.options());
    }

    @Test
    void aPersonIsWelcomedBeforeAnythingElseAndAKeyThatIsNoneIsRefused() {
        try (ChatServer server = start(1)) {
            server.guest().say("hello");
            ChatClient anna = server.client(ChatClient.person("anna").put("nick", "Anna"));
            JsonArray welcome = anna.hear();
            assertThat(welcome.getString(0)).isEqualTo("welcome");
            JsonObject told = welcome.getJsonObject(1);
            assertThat(told.getJsonObject("me"))
                    .isEqualTo(new JsonObject()
                            .put("person", ChatClient.id("anna"))
                            .put("nick", "Anna"));
            assertThat(ChatClient.id("anna")).matches("[A-Za-z0-9_-]{22}");
            JsonObject lobby = told.getJsonArray("rooms").getJsonObject(0);
            assertThat(lobby.fieldNames())
                    .containsExactlyInAnyOrder(
                            "room", "kind", "topic", "epoch", "seq", "read", "unread", "mentions", "people");
            assertThat(lobby.getLong("seq")).isEqualTo(1);
            assertThat(told.getJsonObject("limits").getInteger("maxLength")).isEqualTo(4_000);
            JsonObject refusal = ChatClient.refusal(server.port(), new JsonObject().put("key", "short"));
            assertThat(refusal.getJsonObject("data").getString("code")).isEqualTo("invalid");
            assertThat(ChatClient.refusal(server.port(), new JsonObject().put("key", 7))
                            .getJsonObject("data")
                            .getString("code"))
                    .isEqualTo("invalid");
        }
    }

    @Test
    void aGuestHearsAndSpeaksAndIsRefusedWhatMustBeRemembered() {
        try (ChatServer server = start(1)) {
            ChatClient guest = server.guest();
            ChatClient anna = server.welcomed("Anna");
            anna.get("create", room("secret"));
            for (String event :
                    List.of("nick", "join", "create", "leave", "topic", "direct", "edit", "delete", "react", "read")) {
                String code = guest.refused(
                        event,
                        new JsonObject()
                                .put("room", "secret")
                                .put("text", "x")
                                .put("symbol", "x")
                                .put("seq", 1));
                assertThat(code).as(event).isEqualTo("identity_required");
            }
            guest.say("hi");
            assertThat(guest.hear().getString(1)).isEqualTo("hi");
            assertThat(anna.hear("chat message").getJsonObject(3).containsKey("person"))
                    .isFalse();
            assertThat(names(guest.get("rooms").getJsonArray("rooms"))).containsExactly("lobby", "secret");
            assertThat(guest.get("chat message", "from outside", "g-0", room("secret"))
                            .getString("room"))
                    .isEqualTo("secret");
            assertThat(guest.get("history", room("secret")).getJsonArray("messages"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aNicknameIsOnePersonsAndAllTheirTabsKnowIt(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.person("anna");
            ChatClient tab = server.person("anna");
            ChatClient boris = server.person("boris");
            assertThat(tab.told("welcome").getJsonObject("me").getString("nick"))
                    .isNull();
            JsonObject given = anna.get("nick", nick("Änna"));
            assertThat(given)
                    .isEqualTo(new JsonObject()
                            .put("person", ChatClient.id("anna"))
                            .put("nick", "Änna"));
            assertThat(tab.told("nick")).isEqualTo(given);
            assertThat(boris.refused("nick", nick("äNNA"))).isEqualTo("taken");
            assertThat(boris.refused("nick", nick("a b"))).isEqualTo("invalid");
            tab.say("here");
            JsonObject rest = boris.hear("chat message").getJsonObject(3);
            assertThat(rest.getString("nick")).isEqualTo("Änna");
            assertThat(rest.getString("person")).isEqualTo(ChatClient.id("anna"));
            JsonObject again =
                    server.client(ChatClient.person("anna").put("nick", "wish")).told("welcome");
            assertThat(again.getJsonObject("me").getString("nick")).isEqualTo("Änna");
            ChatClient clara = server.client(ChatClient.person("clara").put("nick", "änna"));
            assertThat(clara.told("welcome").getJsonObject("me").getString("nick"))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void joiningInOneTabLetsTheOthersInAndLeavingLetsAllOut(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            List<ChatClient> tabs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tabs.add(server.welcomed("Boris"));
            }
            assertThat(anna.get("create", room("Tea").put("topic", "and milk")).getString("room"))
                    .isEqualTo("tea");
            assertThat(boris.refused("create", room("TEA"))).isEqualTo("taken");
            assertThat(boris.refused("join", room("coffee"))).isEqualTo("not_found");
            assertThat(boris.get("join", room("TEA")).getString("topic")).isEqualTo("and milk");
            for (ChatClient tab : tabs) {
                JsonObject info = tab.told("room");
                assertThat(info.getString("room")).isEqualTo("tea");
                assertThat(info.getString("topic")).isEqualTo("and milk");
            }
            anna.get("chat message", "hot", "a-0", room("tea"));
            for (ChatClient tab : tabs) {
                JsonArray heard = tab.hear("chat message");
                assertThat(heard.getString(1)).isEqualTo("hot");
                assertThat(heard.getJsonObject(3).getString("room")).isEqualTo("tea");
            }
            tabs.get(0).get("leave", room("tea"));
            assertThat(boris.told("left").getString("room")).isEqualTo("tea");
            assertThat(tabs.get(1).told("left").getString("room")).isEqualTo("tea");
            anna.get("chat message", "not for Boris", "a-1", room("tea"));
            anna.get("chat message", "for all", "a-2");
            assertThat(boris.hear("chat message").getString(1)).isEqualTo("hot");
            assertThat(boris.hear("chat message").getString(1)).isEqualTo("for all");
            assertThat(tabs.get(2).hear("chat message").getString(1)).isEqualTo("for all");
            assertThat(boris.refused("leave", room("lobby"))).isEqualTo("invalid");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoComesBackGetsWhatTheyMissedOfEachRoom(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            JsonObject tea = anna.get("create", room("tea"));
            ChatClient boris = server.welcomed("Boris");
            boris.get("join", room("tea"));
            boris.close();
            for (int i = 1; i <= 3; i++) {
                anna.say("lobby " + i, "l" + i);
                anna.get("chat message", "tea " + i, "t" + i, room("tea"));
            }
            JsonObject epochs = new JsonObject()
                    .put(
                            "tea",
                            new JsonObject()
                                    .put("epoch", tea.getString("epoch"))
                                    .put("seq", 1))
                    .put("lobby", new JsonObject().put("epoch", "another").put("seq", 1));
            ChatClient back = server.client(ChatClient.person("Boris").put("places", epochs));
            JsonArray rooms = back.told("welcome").getJsonArray("rooms");
            assertThat(names(rooms)).containsExactly("lobby", "tea");
            assertThat(rooms.getJsonObject(1).getInteger("unread")).isEqualTo(3);
            assertThat(back.hear("chat message").getString(1)).isEqualTo("tea 2");
            assertThat(back.hear("chat message").getString(1)).isEqualTo("tea 3");
            assertThat(back.told("reset").getString("room")).isEqualTo("lobby");
            anna.say("lobby 4");
            assertThat(back.hear("chat message").getString(1)).isEqualTo("lobby 4");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoJoinsWhileOthersTalkHearsAllBehindTheAnswerOnce(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            anna.get("create", room("tea"));
            int total = 300;
            List<ChatClient> late = new ArrayList<>();
            List<Long> from = new ArrayList<>();
            for (int i = 1; i <= total; i++) {
                anna.get("chat message", "m" + i, "o" + i, room("tea"));
                if (i % 30 == 0 && i < total) {
                    ChatClient one = server.welcomed("Late" + i);
                    ChatClient tab = server.welcomed("Late" + i);
                    from.add(one.get("join", room("tea")).getLong("seq"));
                    from.add(tab.told("room").getLong("seq"));
                    late.addAll(List.of(one, tab));
                }
            }
            for (int i = 0; i < late.size(); i++) {
                assertThat(late.get(i).numbersUntil(total))
                        .isEqualTo(LongStream.rangeClosed(from.get(i) + 1, total)
                                .boxed()
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aDirectRoomIsOpenedForBothAndForNobodyElse(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient annasTab = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            ChatClient clara = server.welcomed("Clara");
            JsonObject mine = anna.get("direct", nick("boris"));
            String name = mine.getString("room");
            assertThat(mine.getString("kind")).isEqualTo("direct");
            assertThat(mine.getJsonObject("with"))
                    .isEqualTo(new JsonObject()
                            .put("person", ChatClient.id("Boris"))
                            .put("nick", "Boris"));
            assertThat(annasTab.told("room").getString("room")).isEqualTo(name);
            assertThat(boris.told("room").getJsonObject("with").getString("nick"))
                    .isEqualTo("Anna");
            boris.get("chat message", "psst", "b-0", room(name));
            assertThat(anna.hear("chat message").getString(1)).isEqualTo("psst");
            assertThat(annasTab.hear("chat message").getString(1)).isEqualTo("psst");
            for (String event : List.of("history", "join", "topic", "search")) {
                assertThat(clara.refused(event, room(name).put("words", "psst")))
                        .isEqualTo("not_found");
            }
            assertThat(clara.refused("chat message", "me too", "c-0", room(name)))
                    .isEqualTo("not_found");
            assertThat(names(clara.get("rooms").getJsonArray("rooms"))).containsExactly("lobby");
            assertThat(anna.refused("direct", nick("Anna"))).isEqualTo("invalid");
            assertThat(anna.refused("direct", nick("Nobody"))).isEqualTo("not_found");
            assertThat(anna.get("direct", new JsonObject().put("person", ChatClient.id("Boris")))
                            .getString("room"))
                    .isEqualTo(name);
            assertThat(server.welcomed("Boris").get("rooms").getJsonArray("rooms"))
                    .hasSize(1);
        }
    }

    @Test
    void aTopicIsToldToTheRoomAndRoomsAreListedPageByPage() {
        try (ChatServer server = start(4)) {
            ChatClient anna = server.welcomed("Anna");
            for (String name : List.of("c", "a", "b")) {
                anna.get("create", room(name));
            }
            ChatClient boris = server.welcomed("Boris");
            boris.get("join", room("a"));
            assertThat(anna.get("topic", room("a").put("topic", "चाय")).getString("topic"))
                    .isEqualTo("चाय");
            assertThat(boris.told("room")).isEqualTo(room("a").put("topic", "चाय"));
            assertThat(boris.refused("topic", room("b").put("topic", "x"))).isEqualTo("not_found");
            assertThat(anna.refused("topic", room("a").put("topic", "x".repeat(201))))
                    .isEqualTo("invalid");
            JsonObject page =
                    boris.get("rooms", new JsonObject().put("after", "a").put("limit", 2));
            assertThat(names(page.getJsonArray("rooms"))).containsExactly("b", "c");
            assertThat(page.getBoolean("more")).isTrue();
            JsonObject first = boris.get("rooms", new JsonObject().put("limit", 1));
            assertThat(first.getJsonArray("rooms").getJsonObject(0))
                    .isEqualTo(room("a")
                            .put("topic", "चाय")
                            .put("messages", 0)
                            .put(
                                    "people",
                                    first.getJsonArray("rooms").getJsonObject(0).getInteger("people"))
                            .put("mine", true));
        }
    }
}
