package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.json.JsonObject;

/**
 * A client that does not read is cut off when {@code maxQueuedBytes} wait for it, and nobody beside it is held up. With four
 * instances the WebSockets that were upgraded live on another loop than their session.
 */
class SlowConsumerTest {
    private static final int LIMIT = 300_000;
    private static final Frame LARGE = Frame.binary(new byte[50_000]);

    private static EngineOptions options() {
        return new EngineOptions().setMaxQueuedBytes(LIMIT);
    }

    @AtOneAndFourInstances
    void aWebSocketThatIsNotReadIsCutOffAtTheLimit(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient healthy = engine.webSocket();
                RawConnection narrow = RawConnection.open(engine.port(), 4_096)) {
            RawWebSocket slow = RawWebSocket.open(narrow, EchoEngine.PATH + "?EIO=4&transport=websocket");
            String sid = sidOf(slow.readText());
            assertIsCutOff(engine, sid, healthy);
        }
    }

    @AtOneAndFourInstances
    void anUpgradedWebSocketThatIsNotReadIsCutOffAtTheLimit(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient healthy = engine.webSocket();
                EngineClient client = engine.polling();
                RawConnection narrow = RawConnection.open(engine.port(), 4_096)) {
            RawWebSocket slow = RawWebSocket.open(narrow, client.target("websocket"));
            slow.send("2probe");
            assertThat(slow.readText()).isEqualTo("3probe");
            slow.send("5").send("4hello");
            assertThat(slow.readText()).isEqualTo("4hello");
            assertIsCutOff(engine, client.sid(), healthy);
        }
    }

    /** What the kernel's buffers take on the way is some megabytes at most; without the limit this would never end. */
    private static void assertIsCutOff(EchoEngine engine, String sid, EngineClient healthy) {
        int sent = 0;
        while (engine.isOpen(sid)) {
            assertThat(sent).as("bytes sent to who does not read").isLessThan(100_000_000);
            engine.send(sid, LARGE);
            sent += LARGE.length();
            engine.send(healthy.sid(), LARGE);
            RawFrame beside = healthy.webSocket().read();
            assertThat(beside.payload()).hasSize(LARGE.length());
        }
        engine.awaitClosed(sid, CloseReason.SLOW_CONSUMER);
        assertThat(sent).isGreaterThan(LIMIT);
        healthy.send("4healthy");
        assertThat(healthy.receive()).isEqualTo("4healthy");
        EchoEngine.awaitTrue(() -> engine.sessions() == 1);
        assertThat(engine.deadlines()).isEqualTo(1);
    }

    @AtOneAndFourInstances
    void aPollingClientThatDoesNotPollIsCutOffAtTheLimit(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient slow = engine.polling();
                EngineClient healthy = engine.polling()) {
            // Base64 makes 66,668 bytes of each: four fit, five do not.
            for (int i = 0; i < 4; i++) {
                engine.send(slow.sid(), LARGE);
                engine.send(healthy.sid(), LARGE);
                assertThat(healthy.receive()).hasSize(66_669);
            }
            assertThat(engine.isOpen(slow.sid())).isTrue();
            engine.send(slow.sid(), LARGE);
            engine.awaitClosed(slow.sid(), CloseReason.SLOW_CONSUMER);
            HandshakeTest.assertRefused(slow.get(), 400, 1, "Session ID unknown");
            healthy.send("4healthy");
            assertThat(healthy.receive()).isEqualTo("4healthy");
        }
    }

    /** One who reads, but slower than it is sent to, gets everything. */
    @AtOneAndFourInstances
    void whoReadsInTimeLosesNothing(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions());
                EngineClient client = engine.polling()) {
            client.upgrade();
            client.send("4hello");
            assertThat(client.receive()).isEqualTo("4hello");
            for (int i = 0; i < 60; i++) {
                engine.send(client.sid(), LARGE, Frame.text("" + i));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(client.webSocket().read().payload()).hasSize(LARGE.length());
                assertThat(client.receive()).isEqualTo("4" + i);
            }
        }
    }

    /** Bytes that all slow clients of the process may cost together; each alone may cost more than that. */
    private static EngineOptions togetherAtMost(long bytes) {
        return new EngineOptions().setMaxQueuedBytes(1 << 30).setMaxTotalQueuedBytes(bytes);
    }

    @AtOneAndFourInstances
    void whenAllTogetherAreTooMuchTheSlowestPollingClientIsCutOff(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, togetherAtMost(6 * 66_669L + 1_000));
                EngineClient patient = engine.polling();
                EngineClient slowest = engine.polling()) {
            engine.send(patient.sid(), LARGE, LARGE);
            for (int i = 0; i < 4; i++) {
                engine.send(slowest.sid(), LARGE);
            }
            assertThat(engine.isOpen(slowest.sid())).isTrue();
            assertThat(engine.slowPeers()).isEqualTo(2);
            engine.send(slowest.sid(), LARGE);
            engine.awaitClosed(slowest.sid(), CloseReason.SLOW_CONSUMER);
            assertThat(engine.isOpen(patient.sid())).isTrue();
            assertThat(patient.receive()).hasSize(66_669);
            assertThat(patient.receive()).hasSize(66_669);
            assertThat(engine.slowPeers()).isZero();
        }
    }

    @AtOneAndFourInstances
    void whenAllTogetherAreTooMuchTheSlowestWebSocketIsCutOff(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, togetherAtMost(LIMIT));
                EngineClient healthy = engine.webSocket();
                RawConnection narrow = RawConnection.open(engine.port(), 4_096)) {
            RawWebSocket slow = RawWebSocket.open(narrow, EchoEngine.PATH + "?EIO=4&transport=websocket");
            assertIsCutOff(engine, sidOf(slow.readText()), healthy);
            assertThat(engine.slowPeers()).isZero();
        }
    }

    @AtOneAndFourInstances
    void whoHasCaughtUpIsNotSlowAnyMore(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, togetherAtMost(100_000_000));
                EngineClient client = engine.polling()) {
            client.upgrade();
            client.send("4hello");
            assertThat(client.receive()).isEqualTo("4hello");
            int sent = 0;
            while (engine.slowPeers() == 0) {
                engine.send(client.sid(), LARGE);
                sent++;
            }
            for (int i = 0; i < sent; i++) {
                assertThat(client.webSocket().read().payload()).hasSize(LARGE.length());
            }
            EchoEngine.awaitTrue(() -> engine.slowPeers() == 0);
        }
    }

    private static String sidOf(String open) {
        return new JsonObject(open.substring(1)).getString("sid");
    }
}
