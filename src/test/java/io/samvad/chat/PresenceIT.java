package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Program;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is there when one of two processes of the program is killed, with the times that the program has. */
class PresenceIT {
    private static final JsonObject LOBBY = new JsonObject().put("room", ChatApp.LOBBY);
    private static final long LEASE = Presence.Pace.USUAL.lease();
    /** An instance speaks three times in a lease, so this is left of it at least. */
    private static final long LEAST = LEASE - LEASE / 3;

    @TempDir
    Path folder;

    private final List<Integer> ports = ClusteredVertx.freePorts(2);
    private final List<ChatClient> clients = new ArrayList<>();

    @AfterEach
    void disconnect() {
        clients.forEach(ChatClient::close);
    }

    private Program node(int index) {
        return Program.serve(
                0,
                Map.of(
                        "SAMVAD_CLUSTER_PORT",
                        String.valueOf(ports.get(index)),
                        "SAMVAD_CLUSTER_MEMBERS",
                        String.join(",", ClusteredVertx.addresses(ports)),
                        "SAMVAD_INSTANCES",
                        "2",
                        "SAMVAD_CHAT_HISTORY_STORE",
                        "sqlite",
                        "SAMVAD_CHAT_HISTORY_FILE",
                        folder.resolve("samvad.db").toString(),
                        // Nobody here answers a ping while somebody else is listened to.
                        "SAMVAD_SOCKETIO_PING_INTERVAL",
                        "100000"),
                "--cluster");
    }

    private ChatClient person(Program node, String nick) {
        ChatClient client = new ChatClient(node.port(), ChatClient.person(nick).put("nick", nick));
        clients.add(client);
        client.told("welcome");
        return client;
    }

    private static void awaitPeople(ChatClient asking, int guests, String... nicks) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertPeople(asking, guests, nicks));
    }

    /** Exactly these, each of them once. */
    private static void assertPeople(ChatClient asking, int guests, String... nicks) {
        JsonObject answer = asking.get("people", LOBBY);
        assertThat(answer.getJsonArray("people").stream().map(one -> ((JsonObject) one).getString("nick")))
                .containsExactlyInAnyOrder(nicks);
        assertThat(answer.getInteger("count")).isEqualTo(nicks.length);
        assertThat(answer.getInteger("guests")).isEqualTo(guests);
    }

    /** It is the store that remembers whose name it is, not the process that has them. */
    private static void theNicknameIsStillTheirs(Program node) {
        try (ChatClient other =
                new ChatClient(node.port(), ChatClient.person("Other").put("nick", "Lost"))) {
            assertThat(other.told("welcome").getJsonObject("me").getString("nick"))
                    .isNull();
            assertThat(other.refused("nick", new JsonObject().put("nick", "lost")))
                    .isEqualTo("taken");
        }
    }

    @Test
    @Timeout(180)
    void thePeopleOfAKilledProcessGoWithItsLeaseAndWhoComesBackIsThereOnce() {
        try (Program first = node(0);
                Program second = node(1)) {
            ChatClient watcher = person(first, "Watcher");
            person(first, "Both");
            ChatClient there = person(second, "Both");
            person(second, "Lost");
            person(second, "Back");
            clients.add(new ChatClient(second.port(), null));
            String[] all = {"Watcher", "Both", "Lost", "Back"};
            awaitPeople(watcher, 1, all);
            awaitPeople(there, 1, all);
            second.kill();
            long killed = System.nanoTime();
            person(first, "Back");
            assertPeople(watcher, 1, all);
            await().atMost(LEASE + 15_000, TimeUnit.MILLISECONDS)
                    .until(() -> watcher.get("people", LOBBY).getInteger("count") < all.length);
            long gone = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
            assertThat(gone).isBetween(LEAST - 1_000, LEASE + 5_000);
            awaitPeople(watcher, 0, "Watcher", "Both", "Back");
            JsonObject change;
            do {
                change = watcher.told("presence");
            } while (change.getJsonArray("went").isEmpty());
            assertThat(change.getJsonArray("went")).containsExactly(ChatClient.id("Lost"));
            theNicknameIsStillTheirs(first);
            try (Program again = node(1)) {
                ChatClient lost = person(again, "Lost");
                awaitPeople(watcher, 0, all);
                awaitPeople(lost, 0, all);
            }
        }
    }
}
