package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Protocol v4, sections "WebSocket" (transport and packet encoding), and what RFC 6455 asks of a server. */
class WebSocketTest {
    private static final String TARGET = "/engine.io/?EIO=4&transport=websocket";

    // ---------------------------------------------------------------- messages

    @AtOneAndFourInstances
    void eachPacketIsAMessageOfItsOwn(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            client.send("4hello");
            client.send("4");
            assertThat(client.receive()).isEqualTo("4hello");
            assertThat(client.receive()).isEqualTo("4");
            engine.send(client.sid(), Frame.text("संवाद"), Frame.text("two"));
            assertThat(client.receive()).isEqualTo("4संवाद");
            assertThat(client.receive()).isEqualTo("4two");
        }
    }

    @AtOneAndFourInstances
    void binaryMessagesTravelAsTheyAre(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            for (byte[] bytes : List.of(new byte[] {1, 2, 3, 4}, new byte[0], new byte[70_000], new byte[200])) {
                client.webSocket().send(RawFrame.binary(bytes));
                RawFrame echo = client.webSocket().read();
                assertThat(echo.opcode()).isEqualTo(RawFrame.BINARY);
                assertThat(echo.payload()).isEqualTo(bytes);
            }
        }
    }

    @AtOneAndFourInstances
    void anInvalidPacketClosesTheSession(int instances) {
        for (String packet : List.of("abc", "", "7", "b64", "0{}", "2", "5")) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.webSocket()) {
                client.send(packet);
                assertEndsWithClose(client, 1000);
                engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
                engine.awaitNothingIsLeft();
            }
        }
    }

    // ---------------------------------------------------------------- RFC 6455, section 5.4: fragments

    @AtOneAndFourInstances
    void aFragmentedMessageIsPutTogetherWhateverItsFirstFragmentIs(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            for (List<String> parts : List.of(
                    List.of("4he", "l", "lo"),
                    List.of("", "4hello"),
                    List.of("", "", "4hello", ""),
                    List.of("4hello", ""))) {
                sendFragments(client.webSocket(), RawFrame.TEXT, parts);
                assertThat(client.receive()).isEqualTo("4hello");
            }
            sendFragments(client.webSocket(), RawFrame.BINARY, List.of("", "a", "b"));
            assertThat(client.webSocket().read().text()).isEqualTo("ab");
        }
    }

    /** RFC 6455, section 5.4: "Control frames MAY be injected in the middle of a fragmented message." */
    @AtOneAndFourInstances
    void aPingBetweenFragmentsIsAnsweredAtOnce(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            client.webSocket().send(RawFrame.text("4hel").unfinished(), RawFrame.of(RawFrame.PING, (byte) 5));
            RawFrame pong = client.webSocket().read();
            assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
            assertThat(pong.payload()).containsExactly(5);
            client.webSocket().send(RawFrame.of(RawFrame.CONTINUATION, (byte) 'l', (byte) 'o'));
            assertThat(client.receive()).isEqualTo("4hello");
        }
    }

    @AtOneAndFourInstances
    void fragmentsThatAreTooLongTogetherClose1009(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions().setMaxPayload(1_000));
                EngineClient client = engine.webSocket()) {
            sendFragments(client.webSocket(), RawFrame.TEXT, List.of("4" + "x".repeat(600), "x".repeat(600)));
            assertEndsWithClose(client, 1009);
            engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
        }
    }

    @AtOneAndFourInstances
    void endlessEmptyFragmentsEndInAClose(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket();
                EngineClient beside = engine.webSocket()) {
            byte[] empty = RawFrame.of(RawFrame.CONTINUATION).unfinished().masked();
            byte[] thousand = new byte[1_000 * empty.length];
            for (int i = 0; i < 1_000; i++) {
                System.arraycopy(empty, 0, thousand, i * empty.length, empty.length);
            }
            client.webSocket().send(RawFrame.text("4").unfinished());
            int sent = 0;
            while (engine.isOpen(client.sid()) && sent < 1_000_000) {
                client.webSocket().connection().isCutOffWhileSending(thousand);
                sent += 1_000;
            }
            engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
            beside.send("4healthy");
            assertThat(beside.receive()).isEqualTo("4healthy");
        }
    }

    // ---------------------------------------------------------------- RFC 6455, section 5.5: control frames

    @AtOneAndFourInstances
    void aPingIsAnsweredWithItsData(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            for (byte[] data : List.of(new byte[0], "संवाद".getBytes(StandardCharsets.UTF_8), new byte[125])) {
                client.webSocket().send(RawFrame.of(RawFrame.PING, data));
                RawFrame pong = client.webSocket().read();
                assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
                assertThat(pong.payload()).isEqualTo(data);
            }
            client.webSocket().send(RawFrame.of(RawFrame.PONG, (byte) 1));
            client.send("4an unasked pong is nothing");
            assertThat(client.receive()).isEqualTo("4an unasked pong is nothing");
        }
    }

    @AtOneAndFourInstances
    void aCloseIsAnsweredWithItsCodeAndTheConnectionEnds(int instances) {
        for (int code : List.of(1000, 1001, 3000, 4999)) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.webSocket()) {
                client.webSocket().send(RawFrame.close(code, "bye"));
                assertEndsWithClose(client, code);
                engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
                engine.awaitNothingIsLeft();
            }
        }
    }

    @AtOneAndFourInstances
    void whatIsSentBehindACloseIsNotReceived(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            client.webSocket().send(RawFrame.close(1000, ""), RawFrame.text("4too late"));
            assertEndsWithClose(client, 1000);
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            assertThat(engine.received(client.sid())).isZero();
        }
    }

    // ---------------------------------------------------------------- RFC 6455, sections 5.1, 5.2 and 7.4: violations

    @AtOneAndFourInstances
    void whatTheFramingForbidsCloses1002(int instances) {
        List<byte[]> forbidden = List.of(
                RawFrame.text("4not masked").unmasked(),
                RawFrame.text("4reserved").withReserved(4).masked(),
                RawFrame.text("4reserved").withReserved(1).masked(),
                RawFrame.of(3, (byte) 1).masked(),
                RawFrame.of(11, (byte) 1).masked(),
                RawFrame.of(RawFrame.PING, (byte) 1).unfinished().masked(),
                RawFrame.of(RawFrame.PING, new byte[126]).masked(),
                RawFrame.of(RawFrame.CONTINUATION, (byte) 1).masked(),
                RawFrame.of(RawFrame.CLOSE, (byte) 3).masked(),
                RawFrame.close(1005, "").masked(),
                RawFrame.close(999, "").masked(),
                RawWebSocket.bytes(RawFrame.text("4a").unfinished(), RawFrame.text("4b")));
        for (int i = 0; i < forbidden.size(); i++) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.webSocket();
                    EngineClient beside = engine.webSocket()) {
                client.webSocket().sendBytes(forbidden.get(i));
                List<RawFrame> last = client.webSocket().readToEnd();
                assertThat(last).as("case " + i).hasSize(1);
                assertThat(last.get(0).closeCode()).as("case " + i).isEqualTo(1002);
                engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
                beside.send("4healthy");
                assertThat(beside.receive()).isEqualTo("4healthy");
            }
        }
    }

    @AtOneAndFourInstances
    void textThatIsNotUtf8Closes1007AlsoSplitOverFragments(int instances) {
        byte[] truncated = {'4', (byte) 0xe0, (byte) 0xa4};
        byte[] surrogate = {'4', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        List<byte[]> invalid = List.of(
                RawFrame.of(RawFrame.TEXT, truncated).masked(),
                RawFrame.of(RawFrame.TEXT, surrogate).masked(),
                RawWebSocket.bytes(
                        RawFrame.of(RawFrame.TEXT, truncated).unfinished(),
                        RawFrame.of(RawFrame.CONTINUATION, (byte) 'x')));
        for (byte[] bytes : invalid) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.webSocket()) {
                client.webSocket().sendBytes(bytes);
                assertEndsWithClose(client, 1007);
                engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
                assertThat(engine.received(client.sid())).isZero();
            }
        }
    }

    /** A character may be split: only the whole message is text. */
    @AtOneAndFourInstances
    void aCharacterMayBeSplitOverFragments(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            client.webSocket()
                    .send(
                            RawFrame.of(RawFrame.TEXT, (byte) '4', (byte) 0xe0, (byte) 0xa4)
                                    .unfinished(),
                            RawFrame.of(RawFrame.CONTINUATION, (byte) 0xb8));
            assertThat(client.receive()).isEqualTo("4स");
        }
    }

    @AtOneAndFourInstances
    void aMessageAboveMaxPayloadCloses1009BeforeItHasCome(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions().setMaxPayload(1_000))) {
            for (long length : new long[] {1_001, 70_000, Long.MAX_VALUE}) {
                try (EngineClient client = engine.webSocket()) {
                    client.send("4" + "x".repeat(999));
                    assertThat(client.receive()).hasSize(1_000);
                    client.webSocket().sendBytes(RawFrame.of(RawFrame.BINARY).announcing(length));
                    assertEndsWithClose(client, 1009);
                    engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
                }
            }
        }
    }

    // ---------------------------------------------------------------- ends without a word

    @AtOneAndFourInstances
    void aConnectionThatBreaksEndsTheSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances)) {
            EngineClient reset = engine.webSocket();
            reset.webSocket().reset();
            engine.awaitClosed(reset.sid(), CloseReason.TRANSPORT_ERROR);
            try (EngineClient ended = engine.webSocket()) {
                ended.webSocket().connection().endSending();
                engine.awaitClosed(ended.sid(), CloseReason.TRANSPORT_CLOSE);
            }
            engine.awaitNothingIsLeft();
        }
    }

    /** A peer that does not answer a close does not hold the connection for ever. */
    @AtOneAndFourInstances
    void aPeerThatDoesNotAnswerACloseIsCutOff(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            engine.close(client.sid(), CloseReason.FORCED_CLOSE);
            assertThat(client.webSocket().readClose().closeCode()).isEqualTo(1000);
            assertThat(client.webSocket().connection().readToEnd()).isEmpty();
            engine.awaitNothingIsLeft();
        }
    }

    // ---------------------------------------------------------------- the handshake

    /** Frames in one segment with the handshake have been lost, and their buffers leaked. */
    @AtOneAndFourInstances
    void aFirstFrameInOneSegmentWithTheHandshakeIsReceived(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances)) {
            for (int i = 0; i < 3; i++) {
                try (RawConnection connection = RawConnection.open(engine.port())) {
                    byte[] frames = RawWebSocket.bytes(RawFrame.text("4first"), RawFrame.text("4second"));
                    connection.send(RawWebSocket.handshake(TARGET) + new String(frames, StandardCharsets.ISO_8859_1));
                    RawWebSocket socket = RawWebSocket.opened(connection);
                    assertThat(socket.readText()).startsWith("0{");
                    assertThat(socket.readText()).isEqualTo("4first");
                    assertThat(socket.readText()).isEqualTo("4second");
                    socket.send("4third");
                    assertThat(socket.readText()).isEqualTo("4third");
                }
            }
        }
    }

    @AtOneAndFourInstances
    void withoutConfigurationNothingIsCompressed(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                RawWebSocket socket =
                        RawWebSocket.open(engine.port(), TARGET, "Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(socket.handshakeAnswer().header("sec-websocket-extensions"))
                    .isEmpty();
            assertThat(socket.readText()).startsWith("0{");
            assertThat(socket.isSilentFor(Duration.ofMillis(10))).isTrue();
        }
    }

    // ----------------------------------------------------------------

    private static void sendFragments(RawWebSocket socket, int opcode, List<String> parts) {
        RawFrame[] fragments = new RawFrame[parts.size()];
        for (int i = 0; i < fragments.length; i++) {
            byte[] bytes = parts.get(i).getBytes(StandardCharsets.UTF_8);
            boolean last = i == fragments.length - 1;
            fragments[i] = new RawFrame(last, 0, i == 0 ? opcode : RawFrame.CONTINUATION, bytes);
        }
        socket.send(fragments);
    }

    private static void assertEndsWithClose(EngineClient client, int code) {
        List<RawFrame> last = client.webSocket().readToEnd();
        assertThat(last).hasSize(1);
        assertThat(last.get(0).opcode()).isEqualTo(RawFrame.CLOSE);
        assertThat(last.get(0).closeCode()).isEqualTo(code);
    }
}
