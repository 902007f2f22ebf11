package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.chat.history.Retention;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages: edits, deletions, reactions, mentions, and how far they are read. */
class ChangesTest {
    @TempDir
    Path folder;

    private ChatServer start(int instances) {
        return new ChatServer(folder, instances, ChatServer.options());
    }

    private static JsonObject lobby() {
        return new JsonObject().put("room", "lobby");
    }

    private static JsonObject seq(long seq) {
        return lobby().put("seq", seq);
    }

    private static List<String> texts(JsonObject answer) {
        return answer.getJsonArray("messages").stream()
                .map(one -> ((JsonObject) one).getString("text"))
                .toList();
    }

    private static JsonObject info(ChatClient welcomed) {
        return welcomed.told("welcome").getJsonArray("rooms").getJsonObject(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anEditMentionsWhomTheNewTextNames(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            ChatClient clara = server.welcomed("Clara");
            anna.say("@Boris, tea?");
            clara.get("read", seq(1));
            anna.get("edit", seq(1).put("text", "@clara, tea? And @Anna and @nobody?"));
            // Edits of a socket stay in order, also when only some of them have somebody to be looked up.
            anna.start("edit", seq(1).put("text", "@Clara and @Boris, tea?"));
            anna.start("edit", seq(1).put("text", "tea?"));
            anna.start("edit", seq(1).put("text", "@Clara, tea!"));
            for (int i = 3; i <= 5; i++) {
                assertThat(anna.answer().getLong("seq")).isEqualTo(i);
            }
            String first = ChatClient.id("Boris");
            String second = ChatClient.id("Clara");
            for (ChatClient one : List.of(anna, boris, clara)) {
                assertThat(one.told("edited").getJsonArray("mentions")).containsExactly(second);
                assertThat(one.told("edited").getJsonArray("mentions")).containsExactlyInAnyOrder(first, second);
                JsonObject none = one.told("edited");
                assertThat(none.getString("text")).isEqualTo("tea?");
                assertThat(none.containsKey("mentions")).isFalse();
                assertThat(one.told("edited").getJsonArray("mentions")).containsExactly(second);
            }
            assertThat(boris.get("read", seq(0)).getInteger("mentions")).isZero();
            assertThat(clara.get("read", seq(0)).getInteger("mentions")).isEqualTo(1);
            assertThat(info(server.person("Clara")).getInteger("mentions")).isEqualTo(1);
            JsonObject found = boris.get("search", lobby().put("words", "tea"));
            JsonObject page = boris.get("history", lobby());
            for (JsonObject answer : List.of(found, page)) {
                assertThat(answer.getJsonArray("messages").getJsonObject(0).getJsonArray("mentions"))
                        .containsExactly(second);
            }
            JsonObject after = new JsonObject().put("serverOffset", 4);
            assertThat(server.client(after).told("edited").getJsonArray("mentions"))
                    .containsExactly(second);
            assertThat(clara.get("read", seq(5)).getInteger("mentions")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void changesAreEntriesThatAllHearInOrderAlsoThoseWhoWereAway(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            ChatClient guest = server.guest();
            String epoch = anna.say("namste").getString("epoch");
            anna.say("oops");
            assertThat(anna.get("edit", seq(1).put("text", "namaste")).getLong("seq"))
                    .isEqualTo(3);
            assertThat(boris.get("react", seq(1).put("symbol", "🙏").put("added", true))
                            .getLong("seq"))
                    .isEqualTo(4);
            assertThat(anna.get("delete", seq(2)).getLong("seq")).isEqualTo(5);
            boris.get("react", seq(1).put("symbol", "🙏").put("added", false));
            anna.say("last");
            JsonObject places = new JsonObject()
                    .put("lobby", new JsonObject().put("epoch", epoch).put("seq", 0));
            ChatClient late = server.client(ChatClient.person("Late").put("places", places));
            late.told("welcome");
            for (ChatClient one : List.of(anna, boris, guest)) {
                assertThat(one.hear("chat message").getString(1)).isEqualTo("namste");
                assertThat(one.hear("chat message").getString(1)).isEqualTo("oops");
            }
            assertThat(late.hear().getString(1)).isEqualTo("namaste");
            for (ChatClient one : List.of(anna, boris, guest, late)) {
                JsonObject edited = one.told("edited");
                assertThat(edited.getLong("seq")).isEqualTo(3);
                assertThat(edited.getLong("message")).isEqualTo(1);
                assertThat(edited.getString("text")).isEqualTo("namaste");
                JsonObject reacted = one.told("reacted");
                assertThat(reacted.getLong("seq")).isEqualTo(4);
                assertThat(reacted.getString("symbol")).isEqualTo("🙏");
                assertThat(reacted.getString("nick")).isEqualTo("Boris");
                assertThat(reacted.getString("person")).isEqualTo(ChatClient.id("Boris"));
                assertThat(reacted.getBoolean("added")).isTrue();
                JsonObject deleted = one.told("deleted");
                assertThat(deleted.getLong("seq")).isEqualTo(5);
                assertThat(deleted.getLong("message")).isEqualTo(2);
                assertThat(one.told("reacted").getBoolean("added")).isFalse();
                assertThat(one.hear("chat message").getString(1)).isEqualTo("last");
            }
        }
    }

    @Test
    void onlyOnesOwnMessagesCanBeChangedAndOnlyMessages() {
        try (ChatServer server = start(1)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            server.guest().say("from a guest");
            anna.say("mine");
            for (long seq : List.of(1L, 2L)) {
                assertThat(boris.refused("edit", seq(seq).put("text", "yours"))).isEqualTo("not_yours");
                assertThat(boris.refused("delete", seq(seq))).isEqualTo("not_yours");
            }
            assertThat(anna.refused("edit", seq(9).put("text", "x"))).isEqualTo("not_found");
            assertThat(anna.refused("edit", seq(2).put("text", "x".repeat(4_001))))
                    .isEqualTo("too_large");
            assertThat(anna.refused("edit", seq(2))).isEqualTo("invalid");
            assertThat(anna.refused("delete", lobby())).isEqualTo("invalid");
            for (String symbol : List.of("", "a b", "x".repeat(17))) {
                assertThat(anna.refused("react", seq(2).put("symbol", symbol))).isEqualTo("invalid");
            }
            assertThat(anna.refused("react", seq(2).put("symbol", "x").put("room", "nowhere")))
                    .isEqualTo("not_found");
        }
    }

    @Test
    void historyHasMessagesAsTheyAreNow() {
        try (ChatServer server = start(1)) {
            ChatClient anna = server.welcomed("Anna");
            for (int i = 1; i <= 6; i++) {
                anna.say("m" + i);
            }
            anna.get("edit", seq(2).put("text", "changed"));
            anna.get("delete", seq(3));
            anna.get("react", seq(2).put("symbol", "+"));
            JsonObject page = anna.get("history", lobby());
            assertThat(texts(page)).containsExactly("m1", "changed", "", "m4", "m5", "m6");
            JsonObject changed = page.getJsonArray("messages").getJsonObject(1);
            assertThat(changed.getLong("edited")).isPositive();
            assertThat(changed.getJsonArray("reactions"))
                    .isEqualTo(new JsonArray()
                            .add(new JsonObject()
                                    .put("symbol", "+")
                                    .put(
                                            "people",
                                            new JsonArray()
                                                    .add(new JsonObject()
                                                            .put("person", ChatClient.id("Anna"))
                                                            .put("nick", "Anna")))));
            assertThat(page.getJsonArray("messages").getJsonObject(2).getBoolean("deleted"))
                    .isTrue();
            JsonObject around = anna.get("history", lobby().put("around", 4).put("limit", 4));
            assertThat(texts(around)).containsExactly("", "m4", "m5", "m6");
            assertThat(around.getBoolean("more")).isTrue();
            assertThat(texts(anna.get("history", lobby().put("around", 1).put("limit", 2))))
                    .containsExactly("m1", "changed");
            assertThat(texts(anna.get("history", lobby().put("around", 1_000)))).hasSize(6);
        }
    }

    @Test
    void whoReadsOnGetsBehindChangesThatAreMoreThanAPage() {
        try (ChatServer server = start(1)) {
            ChatClient anna = server.welcomed("Anna");
            anna.say("first");
            for (int i = 0; i < 5; i++) {
                anna.get("react", seq(1).put("symbol", "+").put("added", i % 2 == 0));
            }
            anna.say("last");
            List<String> read = new ArrayList<>();
            JsonObject page;
            long upTo = 1;
            do {
                page = anna.get("history", lobby().put("after", upTo).put("limit", 2));
                assertThat(page.getLong("upTo")).isEqualTo(Math.min(upTo + 2, 7));
                upTo = page.getLong("upTo");
                read.addAll(texts(page));
            } while (page.getBoolean("more"));
            assertThat(read).containsExactly("last");
            JsonObject around = anna.get("history", lobby().put("around", 1).put("limit", 4));
            assertThat(texts(around)).containsExactly("first");
            assertThat(around.getBoolean("newer")).isTrue();
            assertThat(around.getLong("upTo")).isEqualTo(3);
        }
    }

    @Test
    void whoAsksForWhatRetentionHasRemovedIsTold() {
        try (ChatServer server = start(1)) {
            ChatClient anna = server.welcomed("Anna");
            for (int i = 1; i <= 6; i++) {
                anna.say("m" + i);
            }
            assertThat(anna.get("history").getBoolean("removed")).isFalse();
            Retention three = new Retention(Duration.ofDays(1), 3, Duration.ofDays(1));
            assertThat(Instances.await(server.store().prune(three))).isEqualTo(3);
            JsonObject newest = anna.get("history", lobby().put("limit", 2));
            assertThat(newest.getBoolean("more")).isTrue();
            assertThat(newest.getBoolean("removed")).isFalse();
            JsonObject older = anna.get("history", lobby().put("before", 5));
            assertThat(texts(older)).containsExactly("m4");
            assertThat(older.getBoolean("more")).isFalse();
            assertThat(older.getBoolean("removed")).isTrue();
            JsonObject around = anna.get("history", lobby().put("around", 2));
            assertThat(around.getJsonArray("messages")).isEmpty();
            assertThat(around.getBoolean("reset")).isTrue();
            assertThat(anna.get("history", lobby().put("after", 2)).getBoolean("reset"))
                    .isTrue();
            assertThat(anna.get("search", lobby().put("words", "m2")).getJsonArray("messages"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatIsAckedIsFoundAtOnceAndWhatIsReadStaysRead(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient tab = server.person("Anna");
            ChatClient boris = server.welcomed("Boris");
            for (int i = 1; i <= 20; i++) {
                long seq = anna.say("word" + i).getLong("seq");
                assertThat(texts(boris.get("search", lobby().put("words", "word" + i))))
                        .containsExactly("word" + i);
                anna.get("edit", seq(seq).put("text", "other" + i));
                assertThat(texts(boris.get("search", lobby().put("words", "word" + i))))
                        .isEmpty();
                assertThat(texts(boris.get("search", lobby().put("words", "other" + i))))
                        .containsExactly("other" + i);
                anna.get("delete", seq(seq));
                assertThat(texts(boris.get("search", lobby().put("words", "other" + i))))
                        .isEmpty();
                assertThat(tab.get("read", seq(seq)).getLong("read")).isEqualTo(seq);
                assertThat(anna.get("read", seq(seq - 1)).getLong("read")).isEqualTo(seq);
            }
        }
    }

    @Test
    void searchFindsTheNewestFirst() {
        try (ChatServer server = start(1)) {
            ChatClient anna = server.welcomed("Anna");
            for (int i = 1; i <= 5; i++) {
                anna.say((i % 2 == 0 ? "tea " : "चाय ") + i);
            }
            JsonObject found = anna.get("search", lobby().put("words", "चाय").put("limit", 2));
            assertThat(texts(found)).containsExactly("चाय 5", "चाय 3");
            assertThat(found.getBoolean("more")).isTrue();
            JsonObject rest =
                    server.guest().get("search", lobby().put("words", "चाय").put("before", 3));
            assertThat(texts(rest)).containsExactly("चाय 1");
            assertThat(rest.getBoolean("more")).isFalse();
            assertThat(anna.refused("search", lobby())).isEqualTo("invalid");
            assertThat(anna.refused("search", lobby().put("words", "x").put("room", "nowhere")))
                    .isEqualTo("not_found");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void unreadMessagesAndMentionsAreCountedUntilOneTabHasReadThem(int instances) {
        try (ChatServer server = start(instances)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            ChatClient tab = server.welcomed("Boris");
            anna.say("one");
            anna.say("@boris, @Nobody: mail a@boris.example or ask @Anna.");
            JsonArray event = boris.hear("chat message");
            assertThat(event.getString(1)).isEqualTo("one");
            event = boris.hear("chat message");
            assertThat(event.getJsonObject(3).getJsonArray("mentions"))
                    .isEqualTo(new JsonArray().add(ChatClient.id("Boris")));
            boris.say("mine");
            JsonObject lobby =
                    server.person("Boris").told("welcome").getJsonArray("rooms").getJsonObject(0);
            assertThat(lobby.getInteger("unread")).isEqualTo(2);
            assertThat(lobby.getInteger("mentions")).isEqualTo(1);
            JsonObject read = boris.get("read", seq(1));
            assertThat(read).isEqualTo(lobby().put("read", 1).put("unread", 1).put("mentions", 1));
            assertThat(tab.told("read")).isEqualTo(read);
            assertThat(tab.get("read", seq(3)).getInteger("mentions")).isZero();
            assertThat(boris.told("read"))
                    .isEqualTo(lobby().put("read", 3).put("unread", 0).put("mentions", 0));
            assertThat(tab.get("read", seq(1)).getInteger("read")).isEqualTo(3);
            assertThat(tab.refused("read", lobby())).isEqualTo("invalid");
        }
    }

    @Test
    void messagesStayInOrderAlthoughSomeMentionAndSomeDoNot() {
        try (ChatServer server = start(1)) {
            ChatClient anna = server.welcomed("Anna");
            server.welcomed("Boris");
            for (int i = 1; i < 60; i++) {
                anna.tell(i + (i % 3 == 0 ? " @Boris" : ""));
            }
            anna.say("60");
            for (int i = 1; i <= 60; i++) {
                JsonArray event = anna.hear("chat message");
                assertThat(event.getString(1).split(" ")[0]).isEqualTo("" + i);
                assertThat(event.getJsonObject(3).containsKey("mentions")).isEqualTo(i % 3 == 0 && i < 60);
            }
        }
    }

    @Test
    void anActionIsSaidToBeOne() {
        try (ChatServer server = start(4)) {
            ChatClient anna = server.welcomed("Anna");
            ChatClient boris = server.welcomed("Boris");
            anna.get("chat message", "waves", "a-0", new JsonObject().put("action", true));
            assertThat(boris.hear("chat message").getJsonObject(3).getBoolean("action"))
                    .isTrue();
        }
    }
}
