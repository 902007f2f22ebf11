package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Instances;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One conversation on two nodes of two instances each; what is said on one is heard on the other. */
class TwoNodesTest {
    private static final int EACH = 2;

    private static Instances<SocketIo> here;
    private static Instances<SocketIo> there;

    private final List<WireClient> clients = new ArrayList<>();
    private WireClient near;
    private WireClient far;

    @BeforeAll
    static void start() {
        List<Vertx> nodes = ClusteredVertx.start(2, EACH);
        SocketIoOptions options = new SocketIoOptions().setConnectionStateRecovery(RecoveryOptions.DEFAULT);
        here = Instances.socketIo(nodes.get(0), EACH, options, TwoNodesTest::setUp);
        there = Instances.socketIo(nodes.get(1), EACH, options, TwoNodesTest::setUp);
        // Each instance has to have heard of the three others before anything is asked of all.
        for (Instances<SocketIo> node : List.of(here, there)) {
            for (int i = 0; i < EACH; i++) {
                int instance = i;
                await().until(() -> node.ask(instance, io -> io.serverSideEmitWithAck("ping", 0))
                                .size()
                        == 2 * EACH - 1);
            }
        }
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
    }

    private static void setUp(SocketIo io) {
        io.onServerSide("ping", (args, ack) -> ack.send(args.toList().toArray()));
        io.of("/other").onConnection(socket -> {});
        io.onConnection(socket -> {
            socket.data().put("name", "somebody").put("kept here", new Object());
            socket.on("join", (args, ack) -> socket.join(args.string(0)).onSuccess(joined -> ack.send()));
            socket.on("to others", args -> socket.broadcast().emit("said", args.get(0)));
            socket.on("ask room", (args, ack) -> io.to(args.string(0))
                    .timeout(5_000)
                    .emitWithAck("question", args.get(1))
                    .onSuccess(answers -> ack.send(answers.size())));
        });
    }

    @BeforeEach
    void connect() {
        near = client(here, Wire.WEBSOCKET);
        far = client(there, Wire.POLLING);
    }

    private WireClient client(Instances<SocketIo> node, Wire wire) {
        WireClient client = WireClient.connected(node.port(), wire);
        clients.add(client);
        return client;
    }

    @AfterEach
    void disconnect() {
        clients.forEach(WireClient::close);
        await().until(() -> here.sum(SocketIo::connectionCount) + there.sum(SocketIo::connectionCount) == 0);
    }

    /** What a client hears of an event, without the offset that recovery puts behind the arguments. */
    private static String hear(WireClient client) {
        return client.receive().replaceAll(",\"[\\w-]{8}[-.]\\w+\"]$", "]");
    }

    // ---------------------------------------------------------------- broadcasts

    @Test
    void aBroadcastReachesBothNodes() {
        here.on(0, io -> {
            io.emit("hello", "world", new JsonObject().put("deep", List.of(1, 2.5, new BigInteger("9".repeat(40)))));
            return null;
        });
        String packet = "2[\"hello\",\"world\",{\"deep\":[1,2.5," + "9".repeat(40) + "]}]";
        assertThat(hear(near)).isEqualTo(packet);
        assertThat(hear(far)).isEqualTo(packet);
        near.send("2[\"to others\",1]");
        assertThat(hear(far)).isEqualTo("2[\"said\",1]");
    }

    @Test
    void whatMayNotBeCompressedIsNotOnTheOtherNode() {
        String text = "again and ".repeat(200);
        WireClient poller = WireClient.open(there.port(), Wire.POLLING, "Accept-Encoding: gzip");
        clients.add(poller.connect(""));
        for (boolean flag : new boolean[] {true, false}) {
            here.on(0, io -> {
                io.compress(flag).emit("news", text);
                return null;
            });
            assertThat(poller.engine().get().header("content-encoding").isPresent())
                    .isEqualTo(flag);
        }
    }

    @Test
    void binaryPassesFromNodeToNode() {
        here.on(0, io -> {
            io.emit("bytes", Buffer.buffer(new byte[] {1, 2}), new JsonObject().put("in", Buffer.buffer(new byte[] {3
                    })));
            return null;
        });
        for (WireClient client : List.of(near, far)) {
            assertThat(hear(client)).startsWith("52-[\"bytes\",{\"_placeholder\":true,\"num\":0},{\"in\":");
            assertThat(client.receive(2)).containsExactly("<0102>", "<03>");
        }
    }

    @Test
    void roomsAndExceptionsHoldOnBothNodes() {
        WireClient third = client(there, Wire.WEBSOCKET);
        join(near, "room");
        join(far, "room");
        join(third, "room");
        join(third, "muted");
        near.send("2[\"to others\",0]");
        assertThat(List.of(hear(far), hear(third))).containsOnly("2[\"said\",0]");
        there.on(0, io -> {
            io.to("room").except("muted").emit("said", 1);
            io.local().emit("said", "here only");
            io.to(near.id()).emit("said", 2);
            io.emit("said", "end");
            return null;
        });
        assertThat(List.of(hear(near), hear(near), hear(near)))
                .containsExactly("2[\"said\",1]", "2[\"said\",2]", "2[\"said\",\"end\"]");
        assertThat(heardUntilEnd(third)).doesNotContain("2[\"said\",1]", "2[\"said\",2]");
        assertThat(heardUntilEnd(far)).contains("2[\"said\",1]").doesNotContain("2[\"said\",2]");
    }

    private static List<String> heardUntilEnd(WireClient client) {
        List<String> heard = new ArrayList<>();
        for (String packet = hear(client); !packet.contains("end"); packet = hear(client)) {
            heard.add(packet);
        }
        return heard;
    }

    @Test
    void tenThousandBroadcastsKeepTheirOrder() {
        int count = 10_000;
        WireClient reader = client(there, Wire.WEBSOCKET);
        here.on(0, io -> {
            for (int i = 0; i < count; i++) {
                io.to(reader.id()).emit("n", i);
            }
            return null;
        });
        for (int i = 0; i < count; i++) {
            assertThat(hear(reader)).isEqualTo("2[\"n\"," + i + "]");
        }
    }

    // ---------------------------------------------------------------- questions

    @Test
    void everybodyAnswersABroadcastQuestion() {
        join(near, "asked");
        join(far, "asked");
        WireClient asking = client(there, Wire.WEBSOCKET);
        asking.send("21[\"ask room\",\"asked\",\"who\"]");
        for (WireClient client : List.of(near, far)) {
            String question = client.receive();
            assertThat(question).matches("2\\d+\\[\"question\",\"who\"]");
            client.send("3" + question.replaceAll("^2(\\d+).*", "$1") + "[\"me\"]");
        }
        assertThat(asking.receive()).isEqualTo("31[2]");
    }

    @Test
    void aQuestionThatOneDoesNotAnswerFailsWithTheOthersAnswers() {
        var asked = here.on(0, io -> io.timeout(1_000).emitWithAck("question", "who"));
        assertThat(near.receive()).contains("who");
        String question = far.receive();
        far.send("3" + question.replaceAll("^2(\\d+).*", "$1") + "[\"far\"]");
        await().until(asked::isComplete);
        assertThat(asked.cause()).isInstanceOf(AckTimeoutException.class);
        assertThat(((AckTimeoutException) asked.cause()).answers()).containsExactly(Args.of("far"));
    }

    @Test
    void whoLeavesIsNotWaitedFor() {
        var asked = here.on(0, io -> io.timeout(20_000).emitWithAck("question"));
        String question = near.receive();
        near.send("3" + question.replaceAll("^2(\\d+).*", "$1") + "[]");
        far.receive();
        far.close();
        clients.remove(far);
        assertThat(Instances.await(asked)).hasSize(1);
    }

    @Test
    void serversTalkToEachOther() {
        List<Args> answers = here.ask(0, io -> io.serverSideEmitWithAck("ping", 7, Buffer.buffer("seven")));
        assertThat(answers).hasSize(2 * EACH - 1).containsOnly(Args.of(7, Buffer.buffer("seven")));
    }

    // ---------------------------------------------------------------- everybody's sockets

    @Test
    void socketsAreFoundOnBothNodes() {
        List<RemoteSocket> sockets = there.ask(0, SocketIo::fetchSockets);
        assertThat(sockets).extracting(RemoteSocket::id).containsExactlyInAnyOrder(near.id(), far.id());
        RemoteSocket remote = sockets.stream()
                .filter(socket -> socket.id().equals(near.id()))
                .findFirst()
                .orElseThrow();
        assertThat(remote.rooms()).containsExactly(near.id());
        assertThat(remote.data()).isEqualTo(new JsonObject().put("name", "somebody"));
        assertThat(remote.handshake().getString("address")).isEqualTo("127.0.0.1");
        there.on(0, io -> {
            remote.emit("hi");
            return null;
        });
        assertThat(hear(near)).isEqualTo("2[\"hi\"]");
    }

    @Test
    void afterSocketsJoinAnEmitReachesThemAndAfterLeavingNot() {
        here.ask(0, io -> io.socketsJoin("all"));
        there.ask(1, io -> io.to("all").fetchSockets().map(sockets -> {
            assertThat(sockets).hasSize(2).allMatch(socket -> socket.rooms().contains("all"));
            io.to("all").emit("said", 1);
            return null;
        }));
        assertThat(List.of(hear(near), hear(far))).containsOnly("2[\"said\",1]");
        there.ask(0, io -> io.in(near.id()).socketsLeave("all"));
        assertThat(here.<List<RemoteSocket>>ask(0, io -> io.to("all").fetchSockets()))
                .extracting(RemoteSocket::id)
                .containsExactly(far.id());
    }

    @Test
    void socketsAreDisconnectedFromTheOtherNode() {
        there.ask(0, io -> io.in(near.id()).disconnectSockets(false));
        assertThat(near.receive()).isEqualTo("1");
        here.ask(0, io -> io.in(far.id()).disconnectSockets(true));
        far.awaitClose();
        assertThat(there.<List<RemoteSocket>>ask(0, SocketIo::fetchSockets)).isEmpty();
    }

    @Test
    void aSessionThatBeganOnOneNodeIsRecoveredOnTheOther() {
        WireClient lost = WireClient.open(here.port(), Wire.WEBSOCKET);
        lost.send("0");
        JsonObject session = new JsonObject(lost.receive().substring(1));
        join(lost, "kept");
        there.on(0, io -> {
            io.to("kept").emit("said", "before");
            return null;
        });
        String offset = lost.receive().replaceAll(".*\"([^\"]+)\"]$", "$1");
        lost.engine().webSocket().reset();
        await().until(() -> here.sum(SocketIo::connectionCount) == 1);
        there.on(0, io -> {
            io.to("kept").emit("said", "meanwhile");
            return null;
        });
        WireClient back = WireClient.open(there.port(), Wire.WEBSOCKET);
        clients.add(back);
        back.send("0" + new JsonObject().put("pid", session.getString("pid")).put("offset", offset));
        assertThat(back.receive()).contains(session.getString("sid")).contains(session.getString("pid"));
        assertThat(hear(back)).isEqualTo("2[\"said\",\"meanwhile\"]");
        assertThat(here.<List<RemoteSocket>>ask(0, io -> io.to("kept").fetchSockets()))
                .extracting(RemoteSocket::rooms)
                .containsExactly(Set.of(session.getString("sid"), "kept"));
    }

    private static void join(WireClient client, String room) {
        client.send("20[\"join\",\"" + room + "\"]");
        assertThat(client.receive()).isEqualTo("30[]");
    }
}
