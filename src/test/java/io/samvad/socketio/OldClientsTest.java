package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.engineio.EngineOptions;
import io.samvad.testkit.EngineClientV3;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of Socket.IO 2.x on the wire: protocol v4 of Socket.IO over v3 of Engine.IO. */
class OldClientsTest {
    private static Map<Integer, Instances<SocketIo>> servers;

    @BeforeAll
    static void start() {
        servers = Map.of(1, start(1), 4, start(4));
    }

    private static Instances<SocketIo> start(int instances) {
        SocketIoOptions options = new SocketIoOptions().setEngine(new EngineOptions().setAllowEio3(true));
        return Instances.socketIo(instances, options, OldClientsTest::setUp);
    }

    private static void setUp(SocketIo io) {
        io.onConnection(socket -> {
            socket.on("who", (args, ack) -> ack.send(socket.id(), List.copyOf(socket.rooms())));
            socket.on("all", args -> io.emit("said", args.get(0)));
            socket.on("leave", args -> socket.disconnect());
        });
        io.of("/custom")
                .onConnection(socket -> socket.emit("auth", socket.handshake().auth(), socket.id()));
        io.of("/closed").use(socket -> Future.failedFuture(new ConnectError("not today")));
        io.of("/guarded").use(socket -> Future.failedFuture(new ConnectError("no", new JsonObject().put("code", 7))));
    }

    @AfterAll
    static void stop() {
        servers.values().forEach(Instances::close);
    }

    /** A client over WebSocket, in the main namespace. */
    private static EngineClientV3 connected(int instances) {
        EngineClientV3 client = EngineClientV3.webSocket(servers.get(instances).port(), "/socket.io/", "");
        assertThat(client.receive()).isEqualTo("40");
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theServerOpensTheMainNamespaceByItself(int instances) {
        int port = servers.get(instances).port();
        try (EngineClientV3 polling = EngineClientV3.polling(port, "/socket.io/", "");
                EngineClientV3 webSocket = EngineClientV3.webSocket(port, "/socket.io/", "")) {
            assertThat(polling.receive()).isEqualTo("40");
            assertThat(webSocket.receive()).isEqualTo("40");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theIdOfASocketIsMadeFromThatOfTheSession(int instances) {
        try (EngineClientV3 client = connected(instances)) {
            client.send("420[\"who\"]");
            assertThat(client.receive()).isEqualTo("430[\"%1$s\",[\"%1$s\"]]".formatted(client.sid()));
            client.send("40/custom,");
            assertThat(client.receive()).isEqualTo("40/custom,");
            assertThat(client.receive()).isEqualTo("42/custom,[\"auth\",{},\"/custom#" + client.sid() + "\"]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theQueryOfANamespaceIsItsAuth(int instances) {
        try (EngineClientV3 client = connected(instances)) {
            client.send("40/custom?token=a%20b,");
            assertThat(client.receive()).isEqualTo("40/custom,");
            assertThat(client.receive()).startsWith("42/custom,[\"auth\",{\"token\":\"a b\"},");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aRefusalIsTheDataOfTheErrorOrItsMessage(int instances) {
        try (EngineClientV3 client = connected(instances)) {
            client.send("40/unknown?x=1,");
            assertThat(client.receive()).isEqualTo("44/unknown,\"Invalid namespace\"");
            client.send("40/closed,");
            assertThat(client.receive()).isEqualTo("44/closed,\"not today\"");
            client.send("40/guarded,");
            assertThat(client.receive()).isEqualTo("44/guarded,{\"code\":7}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void leavingIsToldBothWays(int instances) {
        try (EngineClientV3 client = connected(instances)) {
            client.send("40/custom,");
            assertThat(client.receive()).isEqualTo("40/custom,");
            assertThat(client.receive()).startsWith("42/custom,");
            client.send("41/custom,");
            client.send("42[\"leave\"]");
            assertThat(client.receive()).isEqualTo("41");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40{\"token\":1}", "44\"error\"", "42{}", "42/custom,[\"not connected\"]"})
    void whatTheProtocolDoesNotAllowEndsTheConnection(String packet) {
        EngineClientV3 client = connected(1);
        client.send(packet);
        client.webSocket().readClose();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void clientsOfAllAgesHearTheSame(int instances) {
        Instances<SocketIo> server = servers.get(instances);
        try (EngineClientV3 webSocket = connected(instances);
                EngineClientV3 polling = EngineClientV3.polling(server.port(), "/socket.io/", "");
                WireClient current = WireClient.connected(server.port())) {
            assertThat(polling.receive()).isEqualTo("40");
            webSocket.send("42[\"all\",\"é\"]");
            current.send("2[\"all\",2]");
            assertThat(List.of(webSocket.receive(), webSocket.receive()))
                    .containsExactlyInAnyOrder("42[\"said\",\"é\"]", "42[\"said\",2]");
            assertThat(List.of(polling.receive(), polling.receive()))
                    .containsExactlyInAnyOrder("42[\"said\",\"é\"]", "42[\"said\",2]");
            assertThat(current.receive(2)).containsExactlyInAnyOrder("2[\"said\",\"é\"]", "2[\"said\",2]");
        }
        await().until(() -> server.sum(SocketIo::connectionCount) == 0);
    }
}
