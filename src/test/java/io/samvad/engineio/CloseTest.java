package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.vertx.core.Future;
import java.util.List;

/** Protocol v4, packet type "close", from either side on either transport; and the end of the server itself. */
class CloseTest {

    // ---------------------------------------------------------------- by the client

    @AtOneAndFourInstances
    void whenAPollingClientClosesItsPendingPollIsAnsweredWithNoop(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection pending = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            assertThat(client.post("1").text()).isEqualTo("ok");
            HttpAnswer answer = pending.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("6");
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            HandshakeTest.assertRefused(client.get(), 400, 1, "Session ID unknown");
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void packetsBehindACloseAreNotReceived(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            assertThat(client.post("4before\u001e1\u001e4behind").text()).isEqualTo("ok");
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            assertThat(engine.received(client.sid())).isEqualTo(1);
        }
    }

    @AtOneAndFourInstances
    void whenAWebSocketClientClosesTheConnectionEnds(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            client.send("1");
            assertThat(client.webSocket().readToEnd())
                    .extracting(RawFrame::opcode)
                    .containsExactly(RawFrame.CLOSE);
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            engine.awaitNothingIsLeft();
        }
    }

    /** The two come over different connections, and in any order. */
    @AtOneAndFourInstances
    void aPollThatTheGoodbyeOfItsClientOvertookIsReleased(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            assertThat(client.post("1").text()).isEqualTo("ok");
            assertThat(client.get().text()).isEqualTo("6");
            HandshakeTest.assertRefused(client.get(), 400, 1, "Session ID unknown");
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            engine.awaitNothingIsLeft();
        }
    }

    // ---------------------------------------------------------------- by the server

    /** Clients act on a close before they act on messages that came with it: so it has an answer of its own. */
    @AtOneAndFourInstances
    void aPendingPollGetsWhatWasSentBeforeAndTheNextTheClose(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection pending = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            sendLastAndClose(engine, client);
            assertThat(pending.answer().text()).isEqualTo("4last");
            engine.awaitClosed(client.sid(), CloseReason.FORCED_CLOSE);
            assertThat(client.get().text()).isEqualTo("1");
            HandshakeTest.assertRefused(client.get(), 400, 1, "Session ID unknown");
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aPendingPollGetsTheCloseAtOnceIfNothingWasSent(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection pending = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            engine.close(client.sid(), CloseReason.FORCED_CLOSE);
            assertThat(pending.answer().text()).isEqualTo("1");
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aPostToAClosingSessionIsTakenAndDropped(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            sendLastAndClose(engine, client);
            engine.awaitClosed(client.sid(), CloseReason.FORCED_CLOSE);
            assertThat(client.post("4too late").text()).isEqualTo("ok");
            assertThat(client.get().text()).isEqualTo("4last");
            assertThat(client.get().text()).isEqualTo("1");
            assertThat(engine.received(client.sid())).isZero();
            HandshakeTest.assertRefused(client.post("4gone"), 400, 1, "Session ID unknown");
        }
    }

    @AtOneAndFourInstances
    void aClosedSessionIsForgottenIfItsClientNeverPollsAgain(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            engine.close(client.sid(), CloseReason.FORCED_CLOSE);
            engine.awaitNothingIsLeft();
            HandshakeTest.assertRefused(client.get(), 400, 1, "Session ID unknown");
        }
    }

    @AtOneAndFourInstances
    void aWebSocketIsClosedBehindWhatWasSentBefore(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            client.upgrade();
            client.send("4hello");
            assertThat(client.receive()).isEqualTo("4hello");
            sendLastAndClose(engine, client);
            List<RawFrame> last = client.webSocket().readToEnd();
            assertThat(last).hasSize(2);
            assertThat(last.get(0).text()).isEqualTo("4last");
            assertThat(last.get(1).closeCode()).isEqualTo(1000);
            engine.awaitClosed(client.sid(), CloseReason.FORCED_CLOSE);
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void nothingIsSentOrReceivedOnAClosedSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            engine.on(client.sid(), link -> {
                link.close(CloseReason.FORCED_CLOSE);
                link.close(CloseReason.PARSE_ERROR);
                link.send(List.of(Frame.text("never")));
                return link.writable();
            });
            client.webSocket()
                    .connection()
                    .isCutOffWhileSending(RawFrame.text("4too late").masked());
            assertThat(client.webSocket().readToEnd())
                    .extracting(RawFrame::opcode)
                    .containsExactly(RawFrame.CLOSE);
            engine.awaitClosed(client.sid(), CloseReason.FORCED_CLOSE);
            assertThat(engine.received(client.sid())).isZero();
        }
    }

    // ---------------------------------------------------------------- the server goes down

    @AtOneAndFourInstances
    void everySessionGetsItsGoodbyeWhenTheServerCloses(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient polling = engine.polling();
                EngineClient webSocket = engine.webSocket();
                EngineClient upgraded = engine.polling();
                RawConnection pending = polling.startGet()) {
            upgraded.upgrade();
            upgraded.send("4hello");
            assertThat(upgraded.receive()).isEqualTo("4hello");
            engine.awaitPendingGet(polling.sid());
            List<Future<Void>> closing = engine.startClosing();
            assertThat(pending.answer().text()).isEqualTo("1");
            for (EngineClient client : List.of(webSocket, upgraded)) {
                List<RawFrame> last = client.webSocket().readToEnd();
                assertThat(last).hasSize(1);
                assertThat(last.get(0).closeCode()).isEqualTo(1000);
            }
            closing.forEach(Instances::await);
            for (EngineClient client : List.of(polling, webSocket, upgraded)) {
                engine.awaitClosed(client.sid(), CloseReason.SERVER_SHUTTING_DOWN);
            }
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aServerThatClosesTakesNoNewSessions(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances)) {
            engine.startClosing().forEach(Instances::await);
            for (int i = 0; i < instances; i++) {
                HttpAnswer refused = engine.request("GET", "?EIO=4&transport=polling");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).contains("\"code\":4");
            }
        }
    }

    // ----------------------------------------------------------------

    private static void sendLastAndClose(EchoEngine engine, EngineClient client) {
        engine.on(client.sid(), link -> {
            link.send(List.of(Frame.text("last")));
            link.close(CloseReason.FORCED_CLOSE);
            return null;
        });
    }
}
