package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery, as a client sees it on the wire. */
class RecoveryTest {
    private static final RecoveryOptions USUAL = RecoveryOptions.DEFAULT;

    private final ConcurrentLinkedQueue<String> connections = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Client> clients = new ArrayList<>();
    private Instances<SocketIo> servers;
    /** What the middleware waits for, if that is set. */
    private volatile Future<Void> verdict = Future.succeededFuture();

    @AfterEach
    void close() {
        clients.forEach(Client::drop);
        servers.close();
    }

    private void start(int instances, RecoveryOptions recovery) {
        servers = Instances.socketIo(instances, new SocketIoOptions().setConnectionStateRecovery(recovery), io -> {
            io.use(socket -> {
                asked.incrementAndGet();
                return verdict;
            });
            io.onConnection(socket -> {
                connections.add(socket.id() + " " + socket.recovered());
                socket.on("join", (args, ack) -> socket.join(args.string(0)).onSuccess(joined -> ack.send()));
                socket.on("leave", (args, ack) -> socket.leave(args.string(0)).onSuccess(left -> ack.send()));
                socket.on("remember", (args, ack) -> {
                    socket.data().put("memory", args.get(0));
                    ack.send();
                });
                socket.on("recall", (args, ack) -> ack.send(socket.data().getValue("memory")));
                socket.on("to me", args -> socket.emit("told", args.get(0)));
            });
        });
    }

    /** A client that remembers what the official ones do: its private id and the last offset. */
    private final class Client {
        private EngineClient engine;
        private String pid;
        private String sid;
        private String offset;
        private boolean recovered;
        private final List<Object> got = new ArrayList<>();

        private Client() {
            clients.add(this);
            connect();
        }

        private void connect() {
            engine = EngineClient.webSocket(servers.port(), "/socket.io/");
            JsonObject auth = new JsonObject();
            if (pid != null) {
                auth.put("pid", pid).put("offset", offset);
            }
            engine.send("40" + auth.encode());
            JsonObject welcome = new JsonObject(engine.receiveMessage().substring(1));
            recovered = welcome.getString("pid").equals(pid);
            pid = welcome.getString("pid");
            sid = welcome.getString("sid");
        }

        private void drop() {
            engine.close();
        }

        private Client reconnect() {
            drop();
            connect();
            return this;
        }

        private void call(String event, Object argument) {
            engine.send("421" + new JsonArray().add(event).add(argument).encode());
            String answer = engine.receiveMessage();
            while (!answer.startsWith("31")) {
                take(answer);
                answer = engine.receiveMessage();
            }
        }

        private void take(String packet) {
            JsonArray event = new JsonArray(packet.substring(1));
            Object last = event.getValue(event.size() - 1);
            if (last instanceof String text) {
                offset = text;
            }
            got.add(event.getValue(1));
        }

        /** Reads events until so many have come. */
        private void readCount(int count) {
            while (got.size() < count) {
                take(engine.receiveMessage());
            }
        }

        /** Reads events until the last argument has come. */
        private List<Object> readUntil(Object last) {
            while (got.isEmpty() || !got.get(got.size() - 1).equals(last)) {
                take(engine.receiveMessage());
            }
            return got;
        }
    }

    private void emit(int instance, String room, Object message) {
        servers.on(instance, io -> {
            if (room == null) {
                io.emit("news", message);
            } else {
                io.to(room).emit("news", message);
            }
            return null;
        });
    }

    private void awaitGone(Client client) {
        await().until(() -> servers.sum(io -> io.sockets().containsKey(client.sid) ? 1 : 0) == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatWasMissedComesInOrderOnTheFirstSecondAndThirdDropFromAnyInstance(int instances) {
        start(instances, USUAL);
        Client client = new Client();
        String sid = client.sid;
        client.call("join", "readers");
        client.call("remember", "me");
        int message = 0;
        for (int drop = 0; drop < 3; drop++) {
            emit(message % instances, "readers", ++message);
            client.readUntil(message);
            client.drop();
            awaitGone(client);
            for (int i = 0; i < 5; i++) {
                emit(0, "readers", ++message);
                emit(0, "others", -1);
            }
            client.connect();
            assertThat(client.recovered).isTrue();
            assertThat(client.sid).isEqualTo(sid);
            client.readUntil(message);
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 1; i <= message; i++) {
            all.add(i);
        }
        assertThat(client.got).isEqualTo(all);
        assertThat(connections).containsExactly(sid + " false", sid + " true", sid + " true", sid + " true");
        assertThat(asked).hasValue(1);
    }

    @Test
    void itWorksWhenNoEventWasSentBeforeTheDropAndWhenNoneWasMissed() {
        start(4, USUAL);
        Client client = new Client();
        assertThat(client.reconnect().recovered).isTrue();
        assertThat(client.reconnect().recovered).isTrue();
        client.drop();
        awaitGone(client);
        emit(1, null, "hello");
        client.connect();
        assertThat(client.recovered).isTrue();
        assertThat(client.readUntil("hello")).containsExactly("hello");
    }

    @Test
    void aConnectionThatTheServerStillBelievesInIsSuperseded() {
        start(4, USUAL);
        Client client = new Client();
        EngineClient dead = client.engine;
        client.connect();
        assertThat(client.recovered).isTrue();
        await().until(() -> servers.sum(SocketIo::connectionCount) == 1);
        dead.close();
    }

    @Test
    void packetsThatWereLostOnTheWayAreSentAgainWhateverRoomsChangedSince() {
        start(1, USUAL);
        Client client = new Client();
        client.call("join", "a");
        emit(0, "a", 1);
        client.readUntil(1);
        String before = client.offset;
        emit(0, "a", 2);
        client.readUntil(2);
        client.call("leave", "a");
        emit(0, "a", 3);
        client.call("join", "b");
        emit(0, "b", 4);
        client.readUntil(4);
        // The client did not get any of these after all.
        client.got.clear();
        client.offset = before;
        client.reconnect();
        assertThat(client.recovered).isTrue();
        assertThat(client.readUntil(4)).containsExactly(2, 4);
    }

    @Test
    void whatWasReplayedAndLostAgainIsReplayedAgain() {
        start(2, USUAL);
        Client client = new Client();
        emit(0, null, 1);
        client.readUntil(1);
        client.drop();
        awaitGone(client);
        emit(0, null, 2);
        emit(1, null, 3);
        client.connect();
        client.reconnect();
        assertThat(client.recovered).isTrue();
        client.reconnect().readCount(3);
        assertThat(client.got).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void directEventsAndDataAreRecoveredToo() {
        start(4, USUAL);
        Client client = new Client();
        client.call("remember", new JsonObject().put("name", "asha"));
        client.engine.send("42" + new JsonArray().add("to me").add("x").encode());
        client.readUntil("x");
        String before = client.offset;
        client.engine.send("42" + new JsonArray().add("to me").add("y").encode());
        client.readUntil("y");
        client.got.clear();
        client.offset = before;
        client.reconnect();
        assertThat(client.recovered).isTrue();
        assertThat(client.readUntil("y")).containsExactly("y");
        client.engine.send("421[\"recall\"]");
        assertThat(client.engine.receiveMessage()).isEqualTo("31[{\"name\":\"asha\"}]");
    }

    @Test
    void aClientThatLeftOnPurposeOrIsUnknownStartsAnew() {
        start(2, USUAL);
        Client client = new Client();
        client.engine.send("41");
        awaitGone(client);
        assertThat(client.reconnect().recovered).isFalse();
        client.pid = "somebody else's";
        assertThat(client.reconnect().recovered).isFalse();
        client.offset = "not one of ours";
        assertThat(client.reconnect().recovered).isFalse();
    }

    @Test
    void aSessionIsForgottenAfterItsTimeAndPacketsAboveTheirBytes() {
        start(1, new RecoveryOptions(50, 1 << 20, 10, true));
        Client late = new Client();
        late.drop();
        awaitGone(late);
        await().until(() -> servers.on(0, io -> io.of("/").adapter().rememberedSessions()) == 0);
        late.connect();
        assertThat(late.recovered).isFalse();
        servers.close();

        start(1, new RecoveryOptions(60_000, 1_000, 10, true));
        Client client = new Client();
        client.drop();
        awaitGone(client);
        for (int i = 0; i < 100; i++) {
            emit(0, null, "a message of some length " + i);
        }
        client.connect();
        assertThat(client.recovered).isFalse();
    }

    @Test
    void middlewaresAreAskedAgainIfThatIsWanted() {
        start(1, new RecoveryOptions(60_000, 1 << 20, 10, false));
        Client client = new Client();
        assertThat(client.reconnect().recovered).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aConnectionThatIsLostAgainWhileAMiddlewareDecidesLosesNothing() {
        start(1, new RecoveryOptions(60_000, 1 << 20, 10, false));
        Client client = new Client();
        emit(0, null, 1);
        client.readUntil(1);
        client.drop();
        awaitGone(client);
        emit(0, null, 2);
        Promise<Void> held = Promise.promise();
        verdict = held.future();
        JsonObject auth = new JsonObject().put("pid", client.pid).put("offset", client.offset);
        EngineClient hasty = EngineClient.webSocket(servers.port(), "/socket.io/");
        hasty.send("40" + auth.encode());
        await().until(() -> asked.get() == 2);
        hasty.close();
        await().until(() -> servers.sum(SocketIo::connectionCount) == 0);
        held.complete();
        emit(0, null, 3);
        client.connect();
        assertThat(client.recovered).isTrue();
        assertThat(client.readUntil(3)).containsExactly(1, 2, 3);
    }

    @Test
    void aVolatileEventIsNotTakenForAnOffset() {
        start(1, USUAL);
        Client client = new Client();
        emit(0, null, 1);
        client.readUntil(1);
        servers.on(0, io -> {
            io.asVolatile().emit("news", "typing");
            return null;
        });
        client.readUntil("typing");
        client.drop();
        awaitGone(client);
        emit(0, null, 2);
        client.connect();
        assertThat(client.recovered).isTrue();
        assertThat(client.readUntil(2)).containsExactly(1, "typing", 2);
    }

    @Test
    void underAStormOfEventsFromAllInstancesNothingIsLostOrDoubled() {
        start(4, USUAL);
        Client client = new Client();
        Random random = new Random(7);
        int sent = 0;
        for (int round = 0; round < 30; round++) {
            int until = sent + random.nextInt(40) + 1;
            while (sent < until) {
                int message = ++sent;
                emit(random.nextInt(4), null, message);
            }
            if (random.nextBoolean()) {
                client.readCount(client.got.size() + random.nextInt(sent - client.got.size() + 1));
            }
            client.reconnect();
            assertThat(client.recovered).as("round " + round).isTrue();
        }
        client.readCount(sent);
        assertThat(client.got).doesNotHaveDuplicates().hasSize(sent);
    }
}
