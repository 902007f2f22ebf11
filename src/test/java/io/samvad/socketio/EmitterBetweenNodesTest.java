package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes of two instances each, and a third node that has none: from there somebody speaks into the conversation. */
class EmitterBetweenNodesTest {
    private static final String ADDRESS = "samvad.emit/socket.io";
    private static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

    private static Instances<SocketIo> here;
    private static Instances<SocketIo> there;
    private static Vertx outside;

    private final List<WireClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        List<Vertx> nodes = ClusteredVertx.start(3, 2);
        outside = nodes.get(2);
        here = Instances.socketIo(nodes.get(0), 2, new SocketIoOptions(), EmitterBetweenNodesTest::setUp);
        there = Instances.socketIo(nodes.get(1), 2, new SocketIoOptions(), EmitterBetweenNodesTest::setUp);
        await().untilAsserted(() -> assertThat(serverCounts()).containsOnly(4));
    }

    private static void setUp(SocketIo io) {
        io.onServerSide("note", (args, ack) -> HEARD.add(args.string(0)));
        io.onConnection(socket -> socket.on("end?", (args, ack) -> ack.send("end")));
    }

    private static List<Integer> serverCounts() {
        return Stream.of(here, there)
                .flatMap(node -> Stream.of(0, 1)
                        .map(i -> node.<Integer>on(i, io -> io.of("/").serverCount())))
                .toList();
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
        Instances.await(outside.close());
    }

    @AfterEach
    void disconnect() {
        clients.forEach(WireClient::close);
    }

    private List<WireClient> crowd() {
        for (Instances<SocketIo> node : List.of(here, there)) {
            for (Wire wire : Wire.values()) {
                for (int i = 0; i < 2; i++) {
                    clients.add(WireClient.connected(node.port(), wire));
                }
            }
        }
        return clients;
    }

    private static void expectNothingMore(WireClient client) {
        client.expectNothingBefore("29[\"end?\"]", "39[\"end\"]");
    }

    @Test
    void anEmitterOfANodeWithoutAServerReachesEachSocketOnceAndInOrder() {
        List<WireClient> crowd = crowd();
        Emitter emitter = Emitter.create(outside);
        int count = 300;
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(emitter.emit("n", i, Buffer.buffer(new byte[] {1})));
        }
        Instances.await(Future.all(sent));
        for (WireClient client : crowd) {
            for (int i = 0; i < count; i++) {
                assertThat(client.receive(2))
                        .containsExactly("51-[\"n\"," + i + ",{\"_placeholder\":true,\"num\":0}]", "<01>");
            }
            expectNothingMore(client);
        }
    }

    @Test
    void plainJsonOfANodeWithoutAServerReachesEachSocketOnce() {
        List<WireClient> crowd = crowd();
        EventBus bus = outside.eventBus();
        JsonObject json = new JsonObject("{\"emit\":[\"n\",{\"_binary\":\"AQI=\"},1.5]}");
        for (int i = 0; i < 6; i++) {
            Instances.await(bus.request(ADDRESS, json));
            crowd.forEach(client -> assertThat(client.receive(2)).contains("<0102>"));
        }
        bus.publish(ADDRESS, json);
        crowd.forEach(client -> assertThat(client.receive(2)).contains("<0102>"));
        crowd.forEach(EmitterBetweenNodesTest::expectNothingMore);
    }

    @Test
    void socketsAndServersOfAllNodesAreCommandedFromOutside() {
        List<WireClient> crowd = crowd();
        Emitter emitter = Emitter.create(outside);
        Instances.await(emitter.socketsJoin("all"));
        Instances.await(emitter.to("all").emit("n", 1));
        crowd.forEach(client -> assertThat(client.receive()).isEqualTo("2[\"n\",1]"));
        Instances.await(emitter.serverSideEmit("note", "a"));
        await().until(() -> HEARD.size() == 4);
        Instances.await(emitter.to("all").disconnectSockets(false));
        crowd.forEach(client -> assertThat(client.receive()).isEqualTo("1"));
    }
}
