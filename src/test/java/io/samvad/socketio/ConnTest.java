package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.engineio.EngineOptions;
import io.samvad.link.Frame;
import io.samvad.link.Peer;
import io.samvad.link.ReadyState;
import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.EngineClientV3;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code socket.conn()}: what can be read from a connection, and what it tells. */
class ConnTest {
    private static final byte[] LARGE = new byte[100_000];
    private static final int MORE_THAN_THE_KERNEL_TAKES = 100;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private Stage stage;

    /** With four instances the requests of a session that polls, and its upgrade, arrive on others than its own. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "at {0}")
    @ValueSource(ints = {1, 4})
    private @interface AtOneAndFourInstances {}

    @AfterEach
    void close() {
        assertThat(stage.failures()).isEmpty();
        stage.close();
    }

    private Guest arrive(int instances, Wire wire) {
        stage = new Stage(instances, io -> {});
        return stage.arrive(wire);
    }

    private static void listen(Guest guest, Consumer<Conn> call) {
        guest.run(socket -> call.accept(socket.conn()));
    }

    private static <R> R of(Guest guest, Function<Conn, R> call) {
        return guest.on(socket -> call.apply(socket.conn()));
    }

    private void awaitHeard(String... expected) {
        await().untilAsserted(() -> assertThat(heard).containsExactly(expected));
    }

    private static String text(Frame frame) {
        return frame.isBinary() ? frame.length() + " bytes" : frame.text();
    }

    // ---------------------------------------------------------------- what it is

    @AtOneAndFourInstances
    void aConnectionKnowsItsProtocolItsRequestAndHowFarItIs(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        assertThat(of(guest, Conn::id)).isEqualTo(guest.client().engine().sid());
        assertThat(of(guest, Conn::protocol)).isEqualTo(4);
        assertThat(of(guest, Conn::readyState)).isEqualTo(ReadyState.OPEN).hasToString("open");
        Peer request = of(guest, Conn::request);
        assertThat(request.query().get("transport")).isEqualTo("polling");
        assertThat(request.address()).isEqualTo("127.0.0.1");
        assertThat(of(guest, Conn::isUpgraded)).isFalse();
        assertThat(of(guest, Conn::isUpgrading)).isFalse();
        Guest direct = stage.arrive(Wire.WEBSOCKET);
        assertThat(of(direct, Conn::isUpgraded)).isFalse();
        assertThat(of(direct, Conn::isWritable)).isTrue();
    }

    @AtOneAndFourInstances
    void anUpgradeIsToldOnTheLoopOfTheSocketWhereverItArrives(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        listen(guest, conn -> {
            Thread loop = Thread.currentThread();
            conn.onUpgrading(() -> heard.add("upgrading " + conn.transport() + conn.isUpgrading() + conn.isUpgraded()))
                    .onUpgrade(transport ->
                            heard.add("upgrade " + transport + conn.isUpgrading() + conn.isUpgraded() + onLoop(loop)));
        });
        guest.client().engine().upgrade();
        awaitHeard("upgrading pollingtruefalse", "upgrade websocketfalsetruetrue");
        assertThat(of(guest, Conn::transport)).isEqualTo("websocket");
    }

    private static boolean onLoop(Thread loop) {
        return Thread.currentThread() == loop;
    }

    @AtOneAndFourInstances
    void anUpgradeThatComesToNothingIsOver(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        listen(guest, conn -> conn.onUpgrade(transport -> heard.add(transport)));
        RawWebSocket candidate = guest.client().engine().openWebSocket();
        await().until(() -> of(guest, Conn::isUpgrading));
        candidate.close();
        await().until(() -> !of(guest, Conn::isUpgrading));
        assertThat(of(guest, Conn::isUpgraded)).isFalse();
        assertThat(heard).isEmpty();
    }

    // ---------------------------------------------------------------- packets

    @ParameterizedTest(name = "at {0} over {1}")
    @CsvSource({"1, WEBSOCKET", "1, POLLING", "4, WEBSOCKET", "4, POLLING"})
    void packetsOfBothDirectionsAreHeardInTheirOrder(int instances, Wire wire) {
        Guest guest = arrive(instances, wire);
        guest.run(socket -> {
            socket.conn()
                    .onPacket((type, data) -> heard.add("in " + type + " " + text(data)))
                    .onPacketCreate((type, data) -> heard.add("out " + type + " " + text(data)))
                    .onMessage(data -> heard.add("message " + text(data)));
            socket.on("go", args -> {
                socket.namespace().local().emit("all");
                socket.emit("one", Buffer.buffer(new byte[3]));
            });
        });
        guest.client().send("2[\"go\"]");
        guest.client().receive(3);
        guest.client().send("2[\"more\"]");
        awaitHeard(
                "in message 2[\"go\"]",
                "message 2[\"go\"]",
                "out message 2[\"all\"]",
                "out message 51-[\"one\",{\"_placeholder\":true,\"num\":0}]",
                "out message 3 bytes",
                "in message 2[\"more\"]",
                "message 2[\"more\"]");
    }

    @AtOneAndFourInstances
    void aMessagePastTheProtocolGoesBetweenPacketsAndIsHeard(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        guest.client().engine().upgrade();
        guest.run(socket -> {
            socket.conn().onPacketCreate((type, data) -> heard.add(text(data)));
            socket.emit("one", Buffer.buffer(new byte[] {1}));
            socket.conn().send(Frame.text("2[\"raw\"]"));
            socket.emit("two");
        });
        assertThat(guest.client().receive(4)).containsSubsequence("<01>", "2[\"raw\"]", "2[\"two\"]");
        await().until(() -> heard.contains("2[\"raw\"]"));
    }

    @Test
    void whoHearsABroadcastMayCloseTheConnectionsItGoesTo() {
        Guest first = arrive(1, Wire.WEBSOCKET);
        Guest second = stage.arrive();
        for (Guest guest : List.of(first, second)) {
            listen(
                    guest,
                    conn -> conn.onPacketCreate((type, data) -> {
                        heard.add(text(data));
                        conn.close();
                    }));
        }
        first.run(socket -> socket.namespace().emit("told"));
        for (Guest guest : List.of(first, second)) {
            assertThat(guest.client().receive()).isEqualTo("2[\"told\"]");
            assertThat(guest.client().engine().webSocket().readClose().closeCode())
                    .isEqualTo(1000);
        }
        awaitHeard("2[\"told\"]", "2[\"told\"]");
    }

    @Test
    void whatAnObserverThrowsReachesTheExceptionHandlerAndNobodyElse() {
        Guest guest = arrive(1, Wire.WEBSOCKET);
        listen(guest, conn -> conn.onPacket((type, data) -> {
                    throw new IllegalStateException("no");
                })
                .onPacket((type, data) -> heard.add("second")));
        guest.client().send("2[\"go\"]");
        awaitHeard("second");
        assertThat(stage.failures()).extracting(Throwable::getMessage).containsExactly("no");
        stage.failures().clear();
    }

    @Test
    void anObserverThatWasTakenAwayHearsNothing() {
        Guest guest = arrive(1, Wire.WEBSOCKET);
        ConnectionObserver observer = new ConnectionObserver() {
            @Override
            public void received(Conn conn, String type, Frame data) {
                heard.add("removed");
            }
        };
        Handler<Void> drain = drained -> heard.add("removed");
        guest.run(socket -> {
            socket.conn().onMessage(data -> heard.add("kept"));
            socket.conn().observe(observer).unobserve(observer).onDrain(drain).offDrain(drain);
            socket.on("go", args -> socket.emit("gone"));
        });
        guest.client().send("2[\"go\"]");
        assertThat(guest.client().receive()).isEqualTo("2[\"gone\"]");
        awaitHeard("kept");
    }

    @AtOneAndFourInstances
    void whoObservesTheInstanceHearsOfThoseWhoAreThereAndThoseToCome(int instances) {
        ConnectionObserver observer = new ConnectionObserver() {
            @Override
            public void opened(Conn conn) {
                heard.add("opened " + conn.transport());
            }

            @Override
            public void received(Conn conn, String type, Frame data) {
                heard.add(text(data));
            }

            @Override
            public void closed(Conn conn, DisconnectReason reason, String description) {
                heard.add("closed " + conn.readyState());
            }
        };
        Guest before = arrive(instances, Wire.WEBSOCKET);
        for (int i = 0; i < instances; i++) {
            stage.server().on(i, io -> io.observe(observer));
        }
        Guest after = stage.arrive();
        before.client().send("2[\"before\"]");
        await().until(() -> heard.contains("2[\"before\"]"));
        after.client().send("2[\"after\"]");
        await().until(() -> heard.contains("2[\"after\"]"));
        after.client().close();
        awaitHeard("opened websocket", "0", "2[\"before\"]", "2[\"after\"]", "closed closed");
        for (int i = 0; i < instances; i++) {
            stage.server().on(i, io -> io.unobserve(observer));
        }
        before.client().close();
        await().until(() -> stage.server().sum(SocketIo::connectionCount) == 0);
        assertThat(heard).hasSize(5);
    }

    // ---------------------------------------------------------------- heartbeat

    @AtOneAndFourInstances
    void aHeartbeatTellsTheRoundTrip(int instances) {
        stage = new Stage(
                instances, new SocketIoOptions().setEngine(new EngineOptions().setPingInterval(60)), io -> {});
        Guest guest = stage.arrive(Wire.POLLING);
        guest.client().engine().upgrade();
        listen(guest, conn -> conn.onPacketCreate((type, data) -> heard.add("out " + type))
                .onPacket((type, data) -> heard.add("in " + type))
                .onHeartbeat(roundTrip ->
                        heard.add(roundTrip == null || roundTrip.isNegative() ? "no round trip" : "round trip")));
        while (heard.stream().filter("round trip"::equals).count() < 2) {
            assertThat(guest.client().engine().receive()).isEqualTo("2");
            guest.client().engine().send("3");
            long beats = heard.size();
            await().until(() -> heard.size() > beats || heard.size() >= 3);
        }
        assertThat(heard).containsSubsequence("out ping", "in pong", "round trip", "out ping", "in pong", "round trip");
    }

    @Test
    void thePingOfAnOldClientIsAHeartbeatWithoutARoundTrip() {
        stage = new Stage(1, new SocketIoOptions().setEngine(new EngineOptions().setAllowEio3(true)), io -> {
            io.onConnection(socket -> socket.conn()
                    .onHeartbeat(roundTrip -> heard.add(socket.conn().protocol() + " " + roundTrip))
                    .onPacketCreate((type, data) -> heard.add(type)));
        });
        try (EngineClientV3 client = EngineClientV3.webSocket(stage.server().port(), "/socket.io/", "")) {
            assertThat(client.receive()).isEqualTo("40");
            client.send("2");
            assertThat(client.receive()).isEqualTo("3");
            awaitHeard("3 null", "pong");
        }
    }

    // ---------------------------------------------------------------- the end

    @AtOneAndFourInstances
    void aCloseTellsItsReasonAndWhatTheClientDidWrong(int instances) {
        stage = new Stage(instances, io -> {});
        for (String broken : List.of("4x", "0", "4")) {
            Guest guest = stage.arrive(Wire.POLLING);
            guest.client().engine().upgrade();
            listen(
                    guest,
                    conn -> conn.onClose((reason, description) -> heard.add(
                            reason + ": " + description + ", " + conn.sockets().size())));
            guest.client().engine().send(broken);
            await().until(() -> !heard.isEmpty());
            assertThat(heard.remove())
                    .startsWith("parse error: ")
                    .doesNotContain("null")
                    .endsWith(", 0");
        }
    }

    @AtOneAndFourInstances
    void aPostThatIsBrokenIsDescribed(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        listen(guest, conn -> conn.onClose((reason, description) -> heard.add(reason + ": " + description)));
        assertThat(guest.client().engine().post("abc").status()).isEqualTo(400);
        awaitHeard("parse error: packet type 0x61 at position 0 is unknown, expected a digit from 0 to 6");
    }

    @AtOneAndFourInstances
    void aConnectionThatIsClosedSaysGoodbyeAfterWhatWasSent(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        guest.run(socket -> {
            socket.onDisconnect(reason -> heard.add("socket " + reason));
            socket.conn().onClose((reason, description) -> heard.add("conn " + reason + " " + description));
            socket.emit("last");
            socket.conn().close();
            heard.add(socket.conn().readyState().text());
            socket.conn().send(Frame.text("dropped"));
        });
        assertThat(guest.client().receive()).isEqualTo("2[\"last\"]");
        assertThat(guest.client().engine().receive()).isEqualTo("1");
        awaitHeard("socket forced close", "conn forced close null", "closing");
        await().until(() -> of(guest, Conn::readyState) == ReadyState.CLOSED);
    }

    // ---------------------------------------------------------------- what waits

    @AtOneAndFourInstances
    void aPollThatTakesAllThatWaitsIsADrain(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        guest.run(socket -> {
            socket.conn().onDrain(drained -> heard.add(socket.conn().queuedBytes() + " left"));
            socket.emit("one");
            socket.emit("two");
        });
        assertThat(of(guest, Conn::queuedBytes)).isGreaterThan(10);
        assertThat(heard).isEmpty();
        guest.client().receive(2);
        awaitHeard("0 left");
        guest.run(socket -> socket.emit("three"));
        guest.client().receive();
        awaitHeard("0 left", "0 left");
    }

    @AtOneAndFourInstances
    void whatWaitsForAPollDrainsThroughTheWebSocketOfAnUpgrade(int instances) {
        Guest guest = arrive(instances, Wire.POLLING);
        guest.run(socket -> {
            socket.conn().onDrain(drained -> heard.add(socket.conn().transport()));
            socket.emit("waits");
        });
        assertThat(of(guest, Conn::queuedBytes)).isPositive();
        guest.client().engine().upgrade();
        assertThat(guest.client().receive()).isEqualTo("2[\"waits\"]");
        awaitHeard("websocket");
    }

    @AtOneAndFourInstances
    void aWebSocketDrainsWhenItsClientReads(int instances) {
        SocketIoOptions patient = new SocketIoOptions().setEngine(new EngineOptions().setMaxQueuedBytes(20_000_000));
        stage = new Stage(instances, patient, io -> {});
        Guest guest = stage.arrive(Wire.POLLING);
        try (RawConnection narrow = RawConnection.open(stage.server().port(), 4_096)) {
            RawWebSocket slow =
                    RawWebSocket.open(narrow, guest.client().engine().target("websocket"));
            slow.send("2probe");
            assertThat(slow.readText()).isEqualTo("3probe");
            slow.send("5");
            await().until(() -> of(guest, Conn::isUpgraded));
            listen(guest, conn -> {
                conn.onDrain(drained -> heard.add("drained"));
                for (int i = 0; i < MORE_THAN_THE_KERNEL_TAKES; i++) {
                    conn.send(Frame.binary(LARGE));
                }
            });
            await().until(() -> of(guest, Conn::queuedBytes) > LARGE.length);
            assertThat(of(guest, Conn::isWritable)).isFalse();
            assertThat(heard).isEmpty();
            for (int i = 0; i < MORE_THAN_THE_KERNEL_TAKES; i++) {
                assertThat(slow.read().opcode()).isEqualTo(RawFrame.BINARY);
            }
            awaitHeard("drained");
            assertThat(of(guest, Conn::isWritable)).isTrue();
        }
    }
}
