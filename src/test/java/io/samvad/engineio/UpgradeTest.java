package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Protocol v4, section "Upgrade". */
class UpgradeTest {

    @AtOneAndFourInstances
    void aProbedAndConfirmedWebSocketTakesOver(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            assertThat(transport(engine, client)).isEqualTo("polling");
            socket.send("2probe");
            assertThat(socket.readText()).isEqualTo("3probe");
            assertThat(transport(engine, client)).isEqualTo("polling");
            socket.send("5");
            socket.send("4hello");
            assertThat(socket.readText()).isEqualTo("4hello");
            assertThat(transport(engine, client)).isEqualTo("websocket");
            assertThat(engine.sessions()).isEqualTo(1);
        }
    }

    /** A fast client need not wait for the answer to its probe. */
    @AtOneAndFourInstances
    void probeConfirmationAndFirstMessagesMayComeInOneSegment(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send(
                    RawFrame.text("2probe"), RawFrame.text("5"), RawFrame.text("4hello"), RawFrame.binary((byte) 7));
            assertThat(socket.readText()).isEqualTo("3probe");
            assertThat(socket.readText()).isEqualTo("4hello");
            assertThat(socket.read().payload()).containsExactly(7);
        }
    }

    /** Only one NOOP for the pending poll has made upgrades stall until the next ping. */
    @AtOneAndFourInstances
    void thePendingPollAndEveryLaterOneIsAnsweredWithNoopWhileUpgrading(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection pending = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            try (RawWebSocket socket = client.openWebSocket()) {
                socket.send("2probe");
                assertThat(socket.readText()).isEqualTo("3probe");
                assertThat(pending.answer().text()).isEqualTo("6");
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get().text()).isEqualTo("6");
                }
                socket.send("5").send("4done");
                assertThat(socket.readText()).isEqualTo("4done");
            }
        }
    }

    @AtOneAndFourInstances
    void aPollStaysPendingUntilTheProbeHasCome(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection pending = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            try (RawWebSocket socket = client.openWebSocket()) {
                assertThat(pending.isSilentFor(Duration.ofMillis(30))).isTrue();
                engine.send(client.sid(), Frame.text("over polling"));
                assertThat(pending.answer().text()).isEqualTo("4over polling");
                assertThat(socket.isSilentFor(Duration.ofMillis(10))).isTrue();
            }
        }
    }

    @AtOneAndFourInstances
    void whatTheServerSendsMeanwhileArrivesOnceAndInOrder(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            List<String> arrived = new ArrayList<>();
            engine.send(client.sid(), Frame.text("0"));
            arrived.add(client.get().text());
            engine.send(client.sid(), Frame.text("1"));
            try (RawWebSocket socket = client.openWebSocket()) {
                engine.send(client.sid(), Frame.text("2"));
                socket.send("2probe");
                assertThat(socket.readText()).isEqualTo("3probe");
                engine.send(client.sid(), Frame.text("3"), Frame.binary(new byte[] {4}));
                assertThat(client.get().text()).isEqualTo("6");
                engine.send(client.sid(), Frame.text("5"));
                socket.send("5");
                for (int i = 0; i < 3; i++) {
                    arrived.add(socket.readText());
                }
                assertThat(socket.read().payload()).containsExactly(4);
                arrived.add(socket.readText());
                engine.send(client.sid(), Frame.text("6"));
                arrived.add(socket.readText());
            }
            assertThat(arrived).containsExactly("40", "41", "42", "43", "45", "46");
        }
    }

    @AtOneAndFourInstances
    void postsMayStillComeWhileUpgrading(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send("2probe");
            assertThat(socket.readText()).isEqualTo("3probe");
            client.send("4late");
            socket.send("5");
            assertThat(socket.readText()).isEqualTo("4late");
        }
    }

    // ---------------------------------------------------------------- attempts that fail

    @AtOneAndFourInstances
    void theUpgradeTimesOutWhenTheProbeNeverArrives(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions().setUpgradeTimeout(60));
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            assertThat(socket.readToEnd()).extracting(RawFrame::opcode).containsExactly(RawFrame.CLOSE);
            assertPollingGoesOn(client);
        }
    }

    @AtOneAndFourInstances
    void theUpgradeTimesOutWhenItIsNeverConfirmed(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions().setUpgradeTimeout(1_500));
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send("2probe");
            engine.send(client.sid(), Frame.text("kept"));
            assertThat(socket.readToEnd()).extracting(RawFrame::opcode).containsExactly(RawFrame.TEXT, RawFrame.CLOSE);
            assertThat(client.receive()).isEqualTo("4kept");
            assertPollingGoesOn(client);
        }
    }

    /** CVE-2022-41940 was an upgrade that the client broke off. */
    @AtOneAndFourInstances
    void anUpgradeThatIsBrokenOffLeavesPollingAsItWas(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            for (int i = 0; i < 3; i++) {
                RawWebSocket socket = client.openWebSocket();
                socket.send("2probe");
                assertThat(socket.readText()).isEqualTo("3probe");
                engine.send(client.sid(), Frame.text("kept " + i));
                socket.reset();
                // Polls are answered with NOOP until the reset is noticed.
                String packet = client.receive();
                while (packet.equals("6")) {
                    packet = client.receive();
                }
                assertThat(packet).isEqualTo("4kept " + i);
            }
            assertPollingGoesOn(client);
            client.upgrade();
            client.send("4third time");
            assertThat(client.receive()).isEqualTo("4third time");
            client.webSocket().reset();
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_ERROR);
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void anythingElseThanTheProbeDropsTheWebSocket(int instances) {
        for (String first : List.of("2", "2prob", "5", "4hello", "1", "3probe", "abc", "")) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.polling();
                    RawWebSocket socket = client.openWebSocket()) {
                socket.send(first);
                assertThat(socket.readToEnd()).extracting(RawFrame::opcode).containsExactly(RawFrame.CLOSE);
                assertPollingGoesOn(client);
            }
        }
    }

    @AtOneAndFourInstances
    void aMessageBeforeTheConfirmationDropsTheWebSocket(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send("2probe").send("4too early").send("5");
            assertThat(socket.readToEnd()).extracting(RawFrame::opcode).containsExactly(RawFrame.TEXT, RawFrame.CLOSE);
            assertThat(engine.received(client.sid())).isZero();
            assertPollingGoesOn(client);
        }
    }

    // ---------------------------------------------------------------- what is refused

    @AtOneAndFourInstances
    void httpRequestsAfterTheUpgradeAreRefusedAndTheWebSocketGoesOn(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            client.upgrade();
            client.send("4before");
            assertThat(client.receive()).isEqualTo("4before");
            HandshakeTest.assertRefused(client.get(), 400, 3, "Bad request");
            HandshakeTest.assertRefused(client.post("4hello"), 400, 3, "Bad request");
            client.send("4after");
            assertThat(client.receive()).isEqualTo("4after");
        }
    }

    /** "A client MUST NOT open more than one WebSocket connection per session." */
    @AtOneAndFourInstances
    void aSecondWebSocketIsClosedAndTheFirstGoesOn(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            try (RawWebSocket first = client.openWebSocket()) {
                first.send("2probe");
                assertThat(first.readText()).isEqualTo("3probe");
                assertSecondWebSocketIsClosed(engine, client);
                first.send("5").send("4hello");
                assertThat(first.readText()).isEqualTo("4hello");
                assertSecondWebSocketIsClosed(engine, client);
                first.send("4goes on");
                assertThat(first.readText()).isEqualTo("4goes on");
            }
        }
    }

    @AtOneAndFourInstances
    void aSessionThatBeganAsWebSocketHasNothingToUpgrade(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            assertSecondWebSocketIsClosed(engine, client);
            client.send("4goes on");
            assertThat(client.receive()).isEqualTo("4goes on");
        }
    }

    // ---------------------------------------------------------------- closing meanwhile

    @AtOneAndFourInstances
    void aSessionThatClosesBeforeTheProbeTakesTheWebSocketAlong(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            engine.close(client.sid(), CloseReason.FORCED_CLOSE);
            assertThat(socket.readToEnd()).extracting(RawFrame::opcode).isSubsetOf(RawFrame.CLOSE);
            assertThat(client.get().text()).isEqualTo("1");
            engine.awaitNothingIsLeft();
        }
    }

    /** The official clients poll no more once their probe is answered: a goodbye over polling alone would not reach them. */
    @AtOneAndFourInstances
    void aSessionThatClosesBehindTheProbeSaysGoodbyeOnTheWebSocket(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            try (RawWebSocket socket = client.openWebSocket()) {
                socket.send("2probe");
                assertThat(socket.readText()).isEqualTo("3probe");
                engine.send(client.sid(), Frame.text("last"));
                engine.close(client.sid(), CloseReason.FORCED_CLOSE);
                engine.awaitClosed(client.sid(), CloseReason.FORCED_CLOSE);
                socket.send("5");
                assertThat(socket.readText()).isEqualTo("4last");
                assertThat(socket.readClose().closeCode()).isEqualTo(1000);
            }
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aSessionThatClosesBehindTheProbeSaysGoodbyeToAPollIfOneComesFirst(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            try (RawWebSocket socket = client.openWebSocket()) {
                socket.send("2probe");
                assertThat(socket.readText()).isEqualTo("3probe");
                engine.close(client.sid(), CloseReason.FORCED_CLOSE);
                assertThat(client.get().text()).isEqualTo("1");
                assertThat(socket.readClose().closeCode()).isEqualTo(1000);
            }
            engine.awaitNothingIsLeft();
        }
    }

    @AtOneAndFourInstances
    void aClientThatClosesWhileUpgradingTakesTheWebSocketAlong(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawWebSocket socket = client.openWebSocket()) {
            socket.send("2probe");
            assertThat(socket.readText()).isEqualTo("3probe");
            client.send("1");
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            assertThat(socket.readToEnd()).extracting(RawFrame::opcode).containsExactly(RawFrame.CLOSE);
            engine.awaitNothingIsLeft();
        }
    }

    // ----------------------------------------------------------------

    private static String transport(EchoEngine engine, EngineClient client) {
        return engine.on(client.sid(), link -> link.transport());
    }

    private static void assertPollingGoesOn(EngineClient client) {
        client.send("4polling goes on");
        assertThat(client.receiveMessage()).isEqualTo("polling goes on");
        try (RawConnection poll = client.startGet()) {
            assertThat(poll.isSilentFor(Duration.ofMillis(20))).isTrue();
            client.send("4and polls wait");
            assertThat(poll.answer().text()).isEqualTo("4and polls wait");
        }
    }

    private static void assertSecondWebSocketIsClosed(EchoEngine engine, EngineClient client) {
        try (RawWebSocket second = client.openWebSocket()) {
            List<RawFrame> last = second.readToEnd();
            assertThat(last).hasSize(1);
            assertThat(last.get(0).closeCode()).isEqualTo(1008);
            assertThat(engine.isOpen(client.sid())).isTrue();
        }
    }
}
