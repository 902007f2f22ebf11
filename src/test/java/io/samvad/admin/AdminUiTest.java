package io.samvad.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.samvad.engineio.CorsOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, what is seen and what can be done; with one instance and with four that must look like one. */
class AdminUiTest {
    private static final String HASH = BCrypt.withDefaults().hashToString(4, "open sesame".toCharArray());
    private static final Map<String, String> RIGHT = Map.of("username", "ali", "password", "open sesame");

    private final List<Peer> peers = new ArrayList<>();
    private final Map<SocketIo, AdminUi> admins = new ConcurrentHashMap<>();
    private Instances<SocketIo> servers;

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
        if (servers != null) {
            servers.close();
        }
    }

    private void start(int instances, AdminOptions options) {
        start(instances, options, new SocketIoOptions());
    }

    private void start(int instances, AdminOptions options, SocketIoOptions socketIoOptions) {
        servers = Instances.socketIo(instances, socketIoOptions, io -> {
            admins.put(io, AdminUi.instrument(io, options));
            io.of(Pattern.compile("/room-\\d+"));
            io.onConnection(socket -> {
                socket.emit("welcome", "in");
                socket.on("join", args -> socket.join(args.string(0)));
                socket.on("leave", args -> socket.leave(args.string(0)));
                socket.on("remember", args -> socket.data().put("name", args.get(0)));
                socket.on("say", args -> io.emit("said", args.toList().toArray()));
            });
        });
    }

    private static AdminOptions open() {
        return new AdminOptions().setNoAuth();
    }

    private Peer client(String namespace) {
        return keep(Peer.connected(servers.url() + namespace, Map.of()));
    }

    private Peer watcher(Map<String, String> auth) {
        return keep(Peer.connected(servers.url() + "/admin", auth));
    }

    private Peer keep(Peer peer) {
        peers.add(peer);
        return peer;
    }

    private String refusal(Map<String, String> auth) {
        return keep(Peer.open(servers.url() + "/admin", auth))
                .next("connect_error")
                .getString(0);
    }

    /** The setting is the one that Socket.IO's documentation shows. */
    @Test
    void theHostedPagesAreLetInByTheirOriginAndOthersAreNot() {
        String hosted = "https://admin.socket.io";
        SocketIoOptions options = new SocketIoOptions();
        options.getEngine()
                .setCors(new CorsOptions().setOrigins(List.of(hosted)).setCredentials(true));
        start(2, new AdminOptions().setBasicAuth("ali", HASH), options);
        for (String transport : List.of("polling", "websocket")) {
            Map<String, List<String>> stranger = Map.of("Origin", List.of("https://stranger.example"));
            keep(Peer.open(servers.url() + "/admin", RIGHT, stranger, transport))
                    .next("connect_error");
            Map<String, List<String>> page = Map.of("Origin", List.of(hosted));
            Peer peer = keep(Peer.open(servers.url() + "/admin", RIGHT, page, transport));
            peer.next("connect");
            assertThat(peer.next("session").getString(0)).isNotBlank();
        }
        HttpAnswer answer = RawConnection.request(
                servers.port(), "GET", "/socket.io/?EIO=4&transport=polling", null, "Origin: " + hosted);
        assertThat(answer.header("access-control-allow-origin")).contains(hosted);
        assertThat(answer.header("access-control-allow-credentials")).contains("true");
    }

    private int watched() {
        return servers.sum(io -> admins.get(io).isWatched() ? 1 : 0);
    }

    private static JsonObject find(JsonArray sockets, String id) {
        return sockets.stream()
                .map(JsonObject.class::cast)
                .filter(socket -> id.equals(socket.getString("id")))
                .findAny()
                .orElseThrow(() -> new AssertionError(id + " is not in " + sockets));
    }

    // ---------------------------------------------------------------- who gets in

    @Test
    void whoMayLookMustBeSaid() {
        servers = Instances.socketIo(1, new SocketIoOptions(), io -> {});
        assertThatThrownBy(() -> servers.on(0, io -> AdminUi.instrument(io, new AdminOptions())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setNoAuth");
        assertThatThrownBy(() -> new AdminOptions().setBasicAuth("ali", "open sesame"))
                .hasMessageContaining("bcrypt");
    }

    @Test
    void optionsSurviveTheWayThroughJson() {
        AdminOptions options = new AdminOptions()
                .setBasicAuth("ali", HASH)
                .setMode(AdminOptions.Mode.PRODUCTION)
                .setReadonly(true)
                .setServerId("cave")
                .setNamespaceName("/watch");
        assertThat(new AdminOptions(options.toJson()).toJson()).isEqualTo(options.toJson());
        assertThat(new AdminOptions(open().toJson()).toJson()).isEqualTo(open().toJson());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void onlyTheRightNameAndPasswordOpenAndTheSessionOpensAgainOnAnyInstance(int instances) {
        start(instances, new AdminOptions().setBasicAuth("ali", HASH));
        for (Map<String, String> wrong : List.of(
                Map.of("username", "ali", "password", "open barley"),
                Map.of("username", "kasim", "password", "open sesame"),
                Map.of("username", "ali"),
                Map.of("sessionId", "0-0-0"),
                Map.<String, String>of())) {
            assertThat(refusal(wrong)).contains("invalid credentials");
        }
        String session = watcher(RIGHT).next("session").getString(0);
        for (int i = 0; i < 4; i++) {
            Peer again = watcher(Map.of("sessionId", session));
            again.next("config");
            assertThat(again.hasHeard("session")).isFalse();
        }
        assertThat(refusal(Map.of("sessionId", "f" + session))).contains("invalid credentials");
    }

    @Test
    void aPasswordBeyondTheReachOfBcryptIsWrongAndNoError() {
        start(1, new AdminOptions().setBasicAuth("ali", HASH));
        assertThat(refusal(Map.of("username", "ali", "password", "x".repeat(100))))
                .contains("invalid credentials");
    }

    @Test
    void aSessionEndsAfterADayAndWithThePassword() {
        long[] now = {1_000};
        Sessions sessions = new Sessions("ali", HASH, () -> now[0]);
        String session = sessions.issue();
        assertThat(sessions.isValid(session)).isTrue();
        assertThat(new Sessions("ali", HASH + "x", () -> now[0]).isValid(session))
                .isFalse();
        now[0] += Duration.ofDays(1).toMillis();
        assertThat(sessions.isValid(session)).isFalse();
    }

    // ---------------------------------------------------------------- what is seen

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theInstancesOfAProcessAreOneServerWithAllItsClientsNamespacesAndTraffic(int instances) {
        start(instances, open());
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(client("/"));
        }
        keep(Peer.open(servers.url(), Map.of(), "polling")).next("connect");
        client("/room-7");
        Peer watcher = watcher(Map.of());
        JsonObject stats = watcher.next(
                        "server_stats", args -> args.getJsonObject(0).getInteger("clientsCount") == 9)
                .getJsonObject(0);
        assertThat(stats.getInteger("pollingClientsCount")).isEqualTo(1);
        assertThat(stats.getString("serverId"))
                .endsWith("#" + ProcessHandle.current().pid());
        assertThat(stats.getDouble("uptime")).isPositive();
        assertThat(stats.getJsonArray("namespaces").stream().map(String::valueOf))
                .containsExactly(
                        "{\"name\":\"/\",\"socketsCount\":7}",
                        "{\"name\":\"/admin\",\"socketsCount\":1}",
                        "{\"name\":\"/room-7\",\"socketsCount\":1}");
        clients.get(0).emit("say", "x".repeat(5_000));
        watcher.next(
                "server_stats", args -> aggregated(args, "bytesIn") >= 5_000 && aggregated(args, "bytesOut") >= 30_000);
        clients.get(0).close();
        watcher.next("server_stats", args -> aggregated(args, "rawDisconnection") == 1);
    }

    private static long aggregated(JsonArray args, String type) {
        return args.getJsonObject(0).getJsonArray("aggregatedEvents").stream()
                .map(JsonObject.class::cast)
                .filter(event -> event.getString("type").equals(type))
                .mapToLong(event -> event.getLong("count"))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aPageIsGivenAllSocketsOfAllInstancesAndIsToldOfEachChange(int instances) {
        start(instances, open());
        Peer early = client("/");
        Peer child = client("/room-7");
        Peer watcher = watcher(Map.of());
        assertThat(watcher.next("config").getJsonObject(0).getJsonArray("supportedFeatures"))
                .contains("DISCONNECT", "MJOIN", "AGGREGATED_EVENTS", "ALL_EVENTS");
        JsonArray all = watcher.next("all_sockets").getJsonArray(0);
        JsonObject shown = find(all, early.id());
        assertThat(shown.getString("nsp")).isEqualTo("/");
        assertThat(shown.getString("transport")).isEqualTo("websocket");
        assertThat(shown.getString("clientId")).hasSize(12);
        assertThat(shown.getJsonArray("rooms")).containsExactly(early.id());
        assertThat(shown.getJsonObject("handshake").getString("address")).isEqualTo("127.0.0.1");
        assertThat(find(all, child.id()).getString("nsp")).isEqualTo("/room-7");
        find(all, watcher.id());

        Peer late = client("/");
        watcher.next("socket_connected", args -> late.id()
                .equals(args.getJsonObject(0).getString("id")));
        watcher.next(
                "event_sent",
                args -> args.getString(1).equals(late.id())
                        && args.getJsonArray(2).encode().equals("[\"welcome\",\"in\"]"));
        early.emit("join", "cave");
        watcher.next(
                "event_received",
                args -> args.getString(1).equals(early.id())
                        && args.getJsonArray(2).encode().equals("[\"join\",\"cave\"]"));
        watcher.next(
                "room_joined",
                args -> args.getString(0).equals("/")
                        && args.getString(1).equals("cave")
                        && args.getString(2).equals(early.id()));
        early.emit("say", 1);
        watcher.next(
                "event_sent",
                args -> args.getString(1).equals(late.id())
                        && args.getJsonArray(2).encode().equals("[\"said\",1]"));
        early.emit("remember", "Ali");
        watcher.next("socket_updated", args -> args.getJsonObject(0).encode().contains("{\"name\":\"Ali\"}"));
        early.emit("leave", "cave");
        watcher.next("room_left", args -> args.getString(1).equals("cave"));
        early.close();
        watcher.next("socket_disconnected", args -> args.getString(2).equals("client namespace disconnect"));
    }

    @Test
    void anUpgradeIsTold() {
        start(1, open());
        Peer watcher = watcher(Map.of());
        watcher.next("all_sockets");
        Peer client = keep(Peer.open(servers.url(), Map.of()));
        client.next("connect");
        watcher.next("socket_updated", args -> args.getJsonObject(0)
                .equals(new JsonObject().put("id", client.id()).put("nsp", "/").put("transport", "websocket")));
    }

    @Test
    void inProductionThereAreFiguresOnly() {
        start(1, open().setMode(AdminOptions.Mode.PRODUCTION));
        Peer watcher = watcher(Map.of());
        assertThat(watcher.next("config").getJsonObject(0).getJsonArray("supportedFeatures"))
                .contains("AGGREGATED_EVENTS", "DISCONNECT")
                .doesNotContain("ALL_EVENTS");
        client("/").emit("say", 1);
        watcher.next("server_stats", args -> aggregated(args, "packetsIn") > 0);
        for (String report :
                List.of("all_sockets", "socket_connected", "event_received", "event_sent", "room_joined")) {
            assertThat(watcher.hasHeard(report)).as(report).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void nothingIsCollectedBeforeSomebodyLooksNorAfterwards(int instances) {
        start(instances, open());
        client("/");
        assertThat(watched()).isZero();
        Peer watcher = watcher(Map.of());
        await().untilAsserted(() -> assertThat(watched()).isEqualTo(instances));
        assertThat(servers.sum(io -> admins.get(io).tapCount())).isPositive();
        watcher.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> watched() == 0);
        assertThat(servers.sum(io -> admins.get(io).tapCount())).isZero();
    }

    @Test
    void theWatchEndsWithTheServer() {
        start(1, open());
        watcher(Map.of()).next("all_sockets");
        assertThat(watched()).isEqualTo(1);
        servers.closeServed();
        assertThat(watched()).isZero();
    }

    @Test
    void secretsOfClientsAreNotShown() {
        start(1, open());
        Peer watcher = watcher(Map.of("password", "secret"));
        JsonObject own = find(watcher.next("all_sockets").getJsonArray(0), watcher.id());
        assertThat(own.encode()).doesNotContain("secret");
        String session = servers.on(0, io -> io.connections().iterator().next().id());
        assertThat(own.encode()).doesNotContain(session);
    }

    @Test
    void longArgumentsAreCutAndBinaryIsShownByItsLength() {
        start(1, open());
        Peer client = client("/");
        Peer watcher = watcher(Map.of());
        watcher.next("all_sockets");
        client.emit("say", "x".repeat(50_000), new byte[5]);
        String event = watcher.next("event_received").getJsonArray(2).encode();
        assertThat(event).hasSizeLessThan(2_500).contains("…");
        client.emit("say", new byte[5]);
        assertThat(watcher.next("event_received").getJsonArray(2).encode()).isEqualTo("[\"say\",\"<5 bytes>\"]");
    }

    // ---------------------------------------------------------------- what can be done

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void socketsOfAnyInstanceAreMovedSpokenToAndDisconnected(int instances) {
        start(instances, open());
        Peer ali = client("/");
        Peer kasim = client("/");
        Peer child = client("/room-7");
        Peer watcher = watcher(Map.of());
        watcher.next("all_sockets");
        watcher.emit("join", "/", "cave", ali.id());
        watcher.next(
                "room_joined",
                args -> args.getString(1).equals("cave") && args.getString(2).equals(ali.id()));
        watcher.emit("emit", "/", "cave", "hello", "ali", 2);
        assertThat(ali.next("hello").encode()).isEqualTo("[\"ali\",2]");
        watcher.emit("emit", "/", null, "hello", "all");
        assertThat(ali.next("hello").encode()).isEqualTo("[\"all\"]");
        assertThat(kasim.next("hello").encode()).isEqualTo("[\"all\"]");
        watcher.emit("leave", "/", "cave");
        watcher.next(
                "room_left",
                args -> args.getString(1).equals("cave") && args.getString(2).equals(ali.id()));
        String kicked = kasim.id();
        watcher.emit("_disconnect", "/", false, kicked);
        assertThat(kasim.next("disconnect").getString(0)).isEqualTo("io server disconnect");
        watcher.next("socket_disconnected", args -> args.getString(1).equals(kicked));
        watcher.emit("_disconnect", "/room-7", true, null);
        child.next("disconnect");
        assertThat(ali.hasHeard("disconnect")).isFalse();
    }

    @Test
    void nonsenseFromAPageDoesNoHarmAndMakesNoNamespace() {
        start(1, open());
        Peer ali = client("/");
        Peer watcher = watcher(Map.of());
        watcher.emit("emit", "/nowhere", null, "hello");
        watcher.emit("emit", 7);
        watcher.emit("emit", "/", null, "connect");
        watcher.emit("join");
        watcher.emit("_disconnect", "/", "yes");
        watcher.emit("emit", "/", null, "hello");
        ali.next("hello");
        Set<String> known = servers.on(0, io -> Set.copyOf(io.knownNamespaces().keySet()));
        assertThat(known).containsExactlyInAnyOrder("/", "/admin");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void readonlyRefusesAllCommands(int instances) {
        start(instances, open().setReadonly(true));
        Peer ali = client("/");
        Peer watcher = watcher(Map.of());
        assertThat(watcher.next("config").getJsonObject(0).getJsonArray("supportedFeatures"))
                .containsExactly("AGGREGATED_EVENTS", "ALL_EVENTS");
        watcher.emit("emit", "/", null, "hello");
        watcher.emit("join", "/", "cave", ali.id());
        watcher.emit("_disconnect", "/", true, ali.id());
        // What the client says now comes after what the watcher said, and is still heard.
        watcher.next("server_stats");
        watcher.next("server_stats");
        ali.emit("say", "here");
        ali.next("said");
        assertThat(ali.hasHeard("hello")).isFalse();
        assertThat(ali.hasHeard("disconnect")).isFalse();
        assertThat(watcher.hasHeard("room_joined")).isFalse();
    }
}
