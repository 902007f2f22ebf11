package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Protocol v4, section "Heartbeat". Times are only ever measured from below: a busy machine may be late, never early. */
class HeartbeatTest {
    private static final int INTERVAL = 80;
    private static final int TIMEOUT = 60;
    /** A tick of the wheel, and rounding. */
    private static final int TICK = 12;

    private static EngineOptions options() {
        return new EngineOptions().setPingInterval(INTERVAL).setPingTimeout(TIMEOUT);
    }

    /** A client that answers late on a busy machine must not fail the test. */
    private static EngineOptions patient() {
        return options().setPingTimeout(20_000);
    }

    @AtOneAndFourInstances
    void overPollingAPingComesEachInterval(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, patient());
                EngineClient client = engine.polling()) {
            long before = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                assertThat(client.get().text()).isEqualTo("2");
                assertThat(client.post("3").text()).isEqualTo("ok");
            }
            assertThat(millisSince(before)).isGreaterThan(3 * (INTERVAL - TICK));
        }
    }

    @AtOneAndFourInstances
    void overWebSocketAPingComesEachInterval(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, patient());
                EngineClient client = engine.webSocket()) {
            long before = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                assertThat(client.receive()).isEqualTo("2");
                client.send("3");
            }
            assertThat(millisSince(before)).isGreaterThan(3 * (INTERVAL - TICK));
            assertThat(engine.isOpen(client.sid())).isTrue();
        }
    }

    @AtOneAndFourInstances
    void whoDoesNotAnswerAPollingPingIsGone(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient client = engine.polling()) {
            long before = System.nanoTime();
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
            assertThat(millisSince(before)).isGreaterThan(INTERVAL + TIMEOUT - 2 * TICK);
            HandshakeTest.assertRefused(client.get(), 400, 1, "Session ID unknown");
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aPendingPollIsAnsweredWhenItsSessionTimesOut(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient client = engine.polling()) {
            assertThat(client.get().text()).isEqualTo("2");
            try (RawConnection pending = client.startGet()) {
                assertThat(pending.answer().text()).isEqualTo("1");
            }
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void whoDoesNotAnswerAWebSocketPingIsClosed(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient client = engine.webSocket()) {
            assertThat(client.receive()).isEqualTo("2");
            assertThat(client.webSocket().readToEnd())
                    .extracting(RawFrame::opcode)
                    .containsExactly(RawFrame.CLOSE);
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
            engine.awaitNothingIsLeft();
        }
    }

    /** Only a pong answers: a client whose messages flow may still be unable to read. */
    @AtOneAndFourInstances
    void messagesDoNotStandInForThePong(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient client = engine.webSocket()) {
            assertThat(client.receive()).isEqualTo("2");
            client.send("4hello");
            assertThat(client.receive()).isEqualTo("4hello");
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
        }
    }

    @AtOneAndFourInstances
    void aBodyThatNeverComesToItsEndDoesNotKeepTheSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient client = engine.polling();
                RawConnection post = RawConnection.open(engine.port())) {
            post.send(RawConnection.head("POST", client.target("polling"), "Content-Length: 100") + "3");
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
            assertThat(post.answer().status()).isEqualTo(400);
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aFloodOfPongsNeitherEndsTheSessionNorSetsMoreThanOneDeadline(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, patient());
                EngineClient client = engine.webSocket()) {
            RawFrame[] pongs = new RawFrame[5_000];
            Arrays.fill(pongs, RawFrame.text("3"));
            client.webSocket().send(pongs);
            client.send("4after the flood");
            assertThat(client.receiveMessage()).isEqualTo("after the flood");
            assertThat(engine.deadlines()).isEqualTo(1);
        }
    }

    // ---------------------------------------------------------------- and upgrades

    /** A ping that went to a poll while the client no longer polls would time out. */
    @AtOneAndFourInstances
    void theHeartbeatRestsWhileUpgradingAndBeginsAnewOnTheWebSocket(int instances) {
        try (EchoEngine engine =
                        EchoEngine.start(instances, options().setPingTimeout(1).setPingInterval(300));
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send("2probe");
            assertThat(socket.readText()).isEqualTo("3probe");
            // Longer than interval and timeout together.
            assertThat(socket.isSilentFor(Duration.ofMillis(350))).isTrue();
            assertThat(engine.isOpen(client.sid())).isTrue();
            socket.send("5");
            assertThat(socket.readText()).isEqualTo("2");
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
        }
    }

    @AtOneAndFourInstances
    void theHeartbeatGoesOnAfterAFailedUpgrade(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, options());
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send("2probe");
            assertThat(socket.readText()).isEqualTo("3probe");
            socket.connection().endSending();
            engine.awaitClosed(client.sid(), CloseReason.PING_TIMEOUT);
            engine.awaitNothingIsLeft();
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
