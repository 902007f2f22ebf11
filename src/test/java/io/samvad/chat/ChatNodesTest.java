package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.PostgresHistory;
import io.samvad.chat.history.PostgresOptions;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Instances;
import io.samvad.testkit.Postgres;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat on two nodes, each with a store object of its own over what they share. */
class ChatNodesTest {
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    @Test
    void nodesOfOneMachineShareAFile() {
        allHearAllInOneOrder(
                node -> SqliteHistory.open(node, new SqliteOptions().setFile(folder.resolve("samvad.db"))));
    }

    @Test
    void nodesShareADatabase() {
        try (Postgres postgres = Postgres.start()) {
            allHearAllInOneOrder(node -> PostgresHistory.open(node, new PostgresOptions().setUri(postgres.uri())));
        }
    }

    private static void allHearAllInOneOrder(Function<Vertx, HistoryStore> open) {
        List<HistoryStore> stores = new ArrayList<>();
        List<Instances<SocketIo>> servers = new ArrayList<>();
        List<ChatClient> clients = new ArrayList<>();
        try {
            for (Vertx node : ClusteredVertx.start(2, 2)) {
                HistoryStore store = open.apply(node);
                stores.add(store);
                servers.add(Instances.socketIo(
                        node, 2, new SocketIoOptions(), io -> new ChatApp(new ChatOptions(), store).install(io)));
            }
            JsonObject nothing = new JsonObject().put("serverOffset", 0);
            for (int i = 0; i < 4; i++) {
                clients.add(new ChatClient(servers.get(i % 2).port(), nothing));
            }
            for (int i = 0; i < ROUNDS; i++) {
                for (ChatClient client : clients) {
                    assertThat(client.say("round " + i).containsKey("error")).isFalse();
                }
            }
            long total = (long) ROUNDS * clients.size();
            List<Long> all = LongStream.rangeClosed(1, total).boxed().toList();
            for (ChatClient client : clients) {
                assertThat(client.numbersUntil(total)).isEqualTo(all);
            }
            twoPeopleTalkInARoomOfTheirOwn(servers, clients);
        } finally {
            clients.forEach(ChatClient::close);
            servers.forEach(Instances::closeServed);
            stores.forEach(store -> Instances.await(store.close()));
            servers.forEach(Instances::close);
        }
    }

    /** Each of them with a tab on each node. */
    private static void twoPeopleTalkInARoomOfTheirOwn(List<Instances<SocketIo>> servers, List<ChatClient> clients) {
        List<ChatClient> tabs = new ArrayList<>();
        for (String nick : List.of("Anna", "Boris")) {
            for (Instances<SocketIo> server : servers) {
                ChatClient tab =
                        new ChatClient(server.port(), ChatClient.person(nick).put("nick", nick));
                clients.add(tab);
                tabs.add(tab);
                assertThat(tab.told("welcome").getJsonObject("me").getString("nick"))
                        .isEqualTo(nick);
            }
        }
        String room =
                tabs.get(0).get("direct", new JsonObject().put("nick", "Boris")).getString("room");
        for (ChatClient tab : tabs.subList(1, 4)) {
            assertThat(tab.told("room").getString("room")).isEqualTo(room);
        }
        JsonObject there = new JsonObject().put("room", room);
        for (int i = 0; i < ROUNDS; i++) {
            for (ChatClient tab : tabs) {
                tab.get("chat message", "round " + i, tabs.indexOf(tab) + "-" + i, there);
            }
        }
        tabs.get(3).get("react", there.copy().put("seq", 1).put("symbol", "+"));
        tabs.get(0).get("edit", there.copy().put("seq", 1).put("text", "changed"));
        long total = (long) ROUNDS * tabs.size();
        for (ChatClient tab : tabs) {
            assertThat(tab.numbersUntil(total))
                    .isEqualTo(LongStream.rangeClosed(1, total).boxed().toList());
            assertThat(tab.told("reacted").getLong("seq")).isEqualTo(total + 1);
            assertThat(tab.told("edited").getString("text")).isEqualTo("changed");
        }
    }
}
