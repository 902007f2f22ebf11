package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said into the conversation from outside: with an emitter, and with plain JSON on the event bus. */
class EmitterTest {
    private static final String ADDRESS = "samvad.emit/socket.io";

    private final List<WireClient> clients = new ArrayList<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private Instances<SocketIo> servers;
    private Emitter emitter;
    private EventBus bus;

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        if (servers != null) {
            servers.close();
        }
    }

    private void start(int instances) {
        start(instances, new SocketIoOptions());
    }

    private void start(int instances, SocketIoOptions options) {
        servers = Instances.socketIo(instances, options, io -> {
            io.of("/other").onConnection(socket -> {});
            io.of(Pattern.compile("/room-\\d")).onConnection(socket -> {});
            io.onServerSide("note", (args, ack) -> heard.add(args.string(0) + ack.isWanted()));
            io.onConnection(socket -> {
                socket.on("join", (args, ack) -> socket.join(args.string(0)).onSuccess(joined -> ack.send()));
                socket.on("end?", (args, ack) -> ack.send("end"));
            });
        });
        emitter = Emitter.create(servers.vertx());
        bus = servers.vertx().eventBus();
    }

    private WireClient client(Wire wire) {
        WireClient client = WireClient.connected(servers.port(), wire);
        clients.add(client);
        return client;
    }

    /** So many that hardly an instance is without one. */
    private List<WireClient> crowd() {
        return IntStream.range(0, 12)
                .mapToObj(i -> client(i % 4 == 0 ? Wire.POLLING : Wire.WEBSOCKET))
                .toList();
    }

    private static void join(WireClient client, String room) {
        client.expectNothingBefore("20[\"join\",\"" + room + "\"]", "30[]");
    }

    private static void expectNothingMore(WireClient client) {
        client.expectNothingBefore("29[\"end?\"]", "39[\"end\"]");
    }

    // ---------------------------------------------------------------- the emitter

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatIsEmittedReachesEachSocketOnceAndInOrder(int instances) {
        start(instances);
        List<WireClient> crowd = crowd();
        int count = 500;
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(emitter.emit("n", i, Map.of("deep", List.of(1.5, "x"))));
        }
        Instances.await(Future.all(sent));
        for (WireClient client : crowd) {
            for (int i = 0; i < count; i++) {
                assertThat(client.receive()).isEqualTo("2[\"n\"," + i + ",{\"deep\":[1.5,\"x\"]}]");
            }
            expectNothingMore(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void roomsExceptionsNamespacesAndBinaryAreAsWithTheOperators(int instances) {
        start(instances);
        WireClient member = client(Wire.WEBSOCKET);
        WireClient muted = client(Wire.POLLING);
        WireClient other = client(Wire.WEBSOCKET);
        WireClient elsewhere = WireClient.open(servers.port(), Wire.WEBSOCKET).connect("/other,");
        clients.add(elsewhere);
        join(member, "room");
        join(muted, "room");
        join(muted, "muted");
        Instances.await(emitter.to("room").except("muted").emit("said", 1));
        Instances.await(emitter.in(other.id()).asVolatile().send(2));
        Instances.await(emitter.of("other").emit("said", 3, Map.of("in", Buffer.buffer(new byte[] {1, 2}))));
        Instances.await(emitter.to("nobody").emit("said", 4));
        assertThat(member.receive()).isEqualTo("2[\"said\",1]");
        assertThat(other.receive()).isEqualTo("2[\"message\",2]");
        assertThat(elsewhere.receive(2))
                .containsExactly("51-/other,[\"said\",3,{\"in\":{\"_placeholder\":true,\"num\":0}}]", "<0102>");
        List.of(member, muted, other).forEach(EmitterTest::expectNothingMore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void socketsJoinLeaveAndAreDisconnectedFromOutside(int instances) {
        start(instances);
        List<WireClient> crowd = crowd();
        WireClient first = crowd.get(0);
        Instances.await(emitter.socketsJoin("all"));
        Instances.await(emitter.to(first.id()).socketsLeave("all"));
        Instances.await(emitter.to("all").emit("said", 1));
        crowd.stream().skip(1).forEach(client -> assertThat(client.receive()).isEqualTo("2[\"said\",1]"));
        expectNothingMore(first);
        Instances.await(emitter.to("all").disconnectSockets(false));
        crowd.stream().skip(1).forEach(client -> assertThat(client.receive()).isEqualTo("1"));
        expectNothingMore(first);
        Instances.await(emitter.disconnectSockets(true));
        first.awaitClose();
        clients.remove(first);
    }

    @Test
    void whatIsSaidToTheServersIsHeardByEachOfThemOnce() {
        start(4);
        Instances.await(emitter.serverSideEmit("note", "a"));
        bus.publish(
                ADDRESS,
                new JsonObject()
                        .put("serverSideEmit", new JsonArray().add("note").add("b")));
        await().until(() -> heard.size() == 8);
        Instances.await(emitter.serverSideEmit("note", "c"));
        await().until(() -> heard.size() == 12);
        assertThat(heard).containsOnly("afalse", "bfalse", "cfalse");
    }

    @Test
    void anEmitterFindsAnotherInstanceWhenItsOwnHasGone() {
        start(4);
        for (int gone = 0; gone < 4; gone++) {
            Instances.await(Future.all(emitter.emit("n", 1), emitter.emit("n", 2)));
            servers.ask(gone, SocketIo::close);
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Instances.await(emitter.emit("n", 3)))
                    .isInstanceOfSatisfying(ReplyException.class, nobody -> assertThat(nobody.failureType())
                            .isEqualTo(ReplyFailure.NO_HANDLERS));
        }
    }

    @Test
    void aCallersMistakeIsToldAtOnce() {
        Vertx vertx = Vertx.vertx();
        try {
            Emitter alone = Emitter.create(vertx);
            assertThatThrownBy(() -> alone.emit("disconnect")).hasMessageContaining("reserved");
            assertThatThrownBy(() -> alone.emit("event", new Object())).hasMessageContaining("java.lang.Object");
            assertThat(alone.socketsJoin().succeeded()).isTrue();
        } finally {
            Instances.await(vertx.close());
        }
    }

    // ---------------------------------------------------------------- plain JSON

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void plainJsonReachesEachSocketOnceWhetherSentPublishedOrRequested(int instances) {
        start(instances);
        List<WireClient> crowd = crowd();
        crowd.forEach(client -> join(client, "news"));
        JsonObject json = new JsonObject("{\"version\":1,\"namespace\":\"/\",\"to\":[\"news\"],\"except\":[\"none\"],"
                + "\"volatile\":false,\"emit\":[\"headline\",{\"_binary\":\"AQI=\"},null,1.5]}");
        String packet = "51-[\"headline\",{\"_placeholder\":true,\"num\":0},null,1.5]";
        bus.send(ADDRESS, json);
        crowd.forEach(client -> assertThat(client.receive(2)).containsExactly(packet, "<0102>"));
        bus.publish(ADDRESS, json);
        crowd.forEach(client -> assertThat(client.receive(2)).containsExactly(packet, "<0102>"));
        Message<JsonObject> answer = Instances.await(bus.request(ADDRESS, json));
        crowd.forEach(client -> assertThat(client.receive(2)).containsExactly(packet, "<0102>"));
        Instances.await(bus.request(answer.body().getString("via"), json));
        crowd.forEach(client -> assertThat(client.receive(2)).containsExactly(packet, "<0102>"));
        crowd.forEach(EmitterTest::expectNothingMore);
    }

    @Test
    void publishedCommandsAreFollowedByEachInstanceForItsOwn() {
        start(4);
        List<WireClient> crowd = crowd();
        bus.publish(ADDRESS, new JsonObject("{\"socketsJoin\":[\"all\"]}"));
        bus.publish(ADDRESS, new JsonObject("{\"to\":[\"all\"],\"emit\":[\"said\",1]}"));
        crowd.forEach(client -> assertThat(client.receive()).isEqualTo("2[\"said\",1]"));
        bus.publish(ADDRESS, new JsonObject("{\"to\":[\"all\"],\"disconnectSockets\":false}"));
        crowd.forEach(client -> assertThat(client.receive()).isEqualTo("1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | nothing says what to do, expected is one of emit, socketsJoin",
                "{\"emit\":[\"e\"],\"socketsJoin\":[\"a\"]} | \"emit\" and \"socketsJoin\" are in one message",
                "{\"room\":\"a\",\"emit\":[\"e\"]} | the key \"room\" is unknown, known are version, namespace, to",
                "{\"version\":2,\"emit\":[\"e\"]} | \"version\" is 2, expected is the number 1",
                "{\"namespace\":\"admin\",\"emit\":[\"e\"]} | \"namespace\" is \"admin\", expected is a name such as",
                "{\"to\":\"news\",\"emit\":[\"e\"]} | \"to\" is \"news\", expected is an array of rooms",
                "{\"except\":[\"a\",5],\"emit\":[\"e\"]} | \"except\"[1] is 5, expected is the name of a room",
                "{\"volatile\":1,\"emit\":[\"e\"]} | \"volatile\" is 1, expected is true or false",
                "{\"emit\":\"e\"} | \"emit\" is \"e\", expected is an array of the event and its arguments",
                "{\"emit\":[]} | \"emit\" is empty, expected is an array of the event and its arguments",
                "{\"emit\":[{}]} | \"emit\"[0] is an object, expected is a name",
                "{\"emit\":[\"disconnect\"]} | \"emit\": \"disconnect\" is a reserved event name",
                "{\"emit\":[\"e\",{\"_binary\":\"?\"}]} | \"emit\": \"_binary\" is not Base64",
                "{\"volatile\":true,\"socketsLeave\":[\"a\"]} | \"volatile\" goes with \"emit\" only",
                "{\"socketsJoin\":[1]} | \"socketsJoin\"[0] is 1, expected is a room",
                "{\"disconnectSockets\":null} | \"disconnectSockets\" is null, expected is true",
                "{\"to\":[\"a\"],\"serverSideEmit\":[\"e\"]} | \"serverSideEmit\" is for servers"
            })
    void whatIsWrongInAMessageIsAnsweredAndHarmsNobody(String json, String explanation) {
        start(1);
        assertThatThrownBy(() -> Instances.await(bus.request(ADDRESS, new JsonObject(json))))
                .isInstanceOfSatisfying(ReplyException.class, refusal -> assertThat(refusal.failureCode())
                        .isEqualTo(400))
                .hasMessageContaining(explanation);
        bus.publish(ADDRESS, new JsonObject(json));
        WireClient client = client(Wire.WEBSOCKET);
        Instances.await(emitter.emit("still", "here"));
        assertThat(client.receive()).isEqualTo("2[\"still\",\"here\"]");
    }

    @Test
    void whatIsNoJsonOrTooDeepIsRefusedToo() {
        start(1);
        assertThatThrownBy(() -> Instances.await(bus.request(ADDRESS, "emit")))
                .hasMessageContaining("the message is \"emit\", expected is a JSON object");
        JsonArray deep = new JsonArray();
        for (int i = 0; i < 300; i++) {
            deep = new JsonArray().add(deep);
        }
        JsonObject tooDeep =
                new JsonObject().put("emit", new JsonArray().add("e").add(deep));
        assertThatThrownBy(() -> Instances.await(bus.request(ADDRESS, tooDeep))).hasMessageContaining("nested deeper");
        bus.send(ADDRESS, Buffer.buffer("bytes"));
        Instances.await(emitter.emit("still", "here"));
    }

    // ---------------------------------------------------------------- recovery

    private static SocketIoOptions recovering() {
        return new SocketIoOptions().setConnectionStateRecovery(RecoveryOptions.DEFAULT);
    }

    private static String offset(String packet) {
        return packet.replaceAll(".*\"([^\"]+)\"]$", "$1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatIsEmittedWhileAClientIsAwayComesWhenItComesBackToAnyInstance(int instances) {
        start(instances, recovering());
        WireClient witness = client(Wire.WEBSOCKET);
        for (int round = 0; round < 4; round++) {
            WireClient lost = WireClient.open(servers.port(), Wire.WEBSOCKET);
            lost.send("0");
            JsonObject session = new JsonObject(lost.receive().substring(1));
            Instances.await(emitter.emit("n", "before"));
            String before = lost.receive();
            assertThat(witness.receive()).isEqualTo(before);
            lost.engine().webSocket().reset();
            await().until(() -> servers.sum(SocketIo::connectionCount) == 1);
            Instances.await(emitter.emit("n", "meanwhile"));
            Instances.await(bus.request(ADDRESS, new JsonObject("{\"emit\":[\"n\",\"by JSON\"]}")));
            List<String> missed = witness.receive(2);
            WireClient back = WireClient.open(servers.port(), Wire.WEBSOCKET);
            clients.add(back);
            back.send(
                    "0" + new JsonObject().put("pid", session.getString("pid")).put("offset", offset(before)));
            assertThat(back.receive()).contains(session.getString("sid"));
            assertThat(back.receive(2)).isEqualTo(missed);
            back.close();
            clients.remove(back);
            await().until(() -> servers.sum(SocketIo::connectionCount) == 1);
        }
    }

    @Test
    void anOffsetIsGivenOnceAlsoByInstancesThatDoNotKnowTheNamespace() {
        start(4, recovering().setCleanupEmptyChildNamespaces(true));
        WireClient only = WireClient.open(servers.port(), Wire.WEBSOCKET).connect("/room-1,");
        clients.add(only);
        JsonObject json = new JsonObject("{\"namespace\":\"/room-1\",\"emit\":[\"n\",1]}");
        Set<String> offsets = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            Instances.await(bus.request(ADDRESS, json));
            String packet = only.receive();
            assertThat(packet).matches("2/room-1,\\[\"n\",1,\"[\\w-]{8}-\\w+\"]");
            offsets.add(offset(packet));
        }
        assertThat(offsets).hasSize(12);
        assertThat(offsets.stream().map(name -> name.substring(0, 8)).distinct())
                .hasSize(4);
    }
}
