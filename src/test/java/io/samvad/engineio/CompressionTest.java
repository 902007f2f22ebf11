package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** permessage-deflate (RFC 7692) on the wire: who gets what, and what is refused. */
class CompressionTest {
    private static final String TARGET = "/engine.io/?EIO=4&transport=websocket";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    /** As Chromium has it. */
    private static final String OFFER = EXTENSIONS + ": permessage-deflate; client_max_window_bits";

    private static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final int THRESHOLD = 100;
    private static final int MAX_PAYLOAD = 10_000;
    private static final String LONG = "again and ".repeat(20);

    private static final int RSV1 = 4;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_DATA = 1007;
    private static final int TOO_BIG = 1009;

    private static EchoEngine compressing(int instances) {
        PerMessageDeflateOptions deflate = new PerMessageDeflateOptions().setThreshold(THRESHOLD);
        return EchoEngine.start(
                instances,
                new EngineOptions()
                        .setMaxPayload(MAX_PAYLOAD)
                        .setAllowEio3(true)
                        .setPerMessageDeflate(deflate));
    }

    private static RawWebSocket connect(EchoEngine engine, String... headers) {
        RawWebSocket socket = RawWebSocket.open(engine.port(), TARGET, headers);
        assertThat(socket.readText()).startsWith("0{");
        return socket;
    }

    // ---------------------------------------------------------------- agreement

    @Test
    void anOfferIsDeclinedByDefaultWhateverTheHttpServerAccepts() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer();
            Instances.await(vertx.executeBlocking(() -> null).compose(ready -> {
                EngineServer engine = EngineServer.create(vertx, new EngineOptions());
                engine.onConnection(link -> new LinkReceiver() {
                    @Override
                    public void receive(Frame frame) {
                        link.send(List.of(frame));
                    }

                    @Override
                    public void closed(CloseReason reason) {}
                });
                return server.requestHandler(engine).listen(0, "127.0.0.1");
            }));
            try (RawWebSocket socket = RawWebSocket.open(server.actualPort(), TARGET, OFFER)) {
                assertThat(socket.handshakeAnswer().header(EXTENSIONS)).isEmpty();
                assertThat(socket.readText()).startsWith("0{");
                socket.send("4plain");
                assertThat(socket.readText()).isEqualTo("4plain");
            }
        } finally {
            Instances.await(vertx.close());
        }
    }

    static Stream<List<String>> offersThatCanBeKept() {
        return Stream.of(
                List.of("permessage-deflate"),
                List.of("permessage-deflate; client_max_window_bits"),
                List.of("Permessage-Deflate;client_max_window_bits=10;server_no_context_takeover"),
                List.of("permessage-deflate; client_no_context_takeover; client_max_window_bits=\"8\""),
                List.of("x-webkit-deflate-frame, permessage-deflate"),
                List.of("permessage-deflate; server_max_window_bits=10, permessage-deflate"),
                List.of("permessage-deflate; server_max_window_bits=10", "permessage-deflate"));
    }

    @ParameterizedTest
    @MethodSource("offersThatCanBeKept")
    void theFirstOfferThatCanBeKeptIsTaken(List<String> offers) {
        assertThat(answerTo(offers)).isEqualTo(AGREED);
    }

    @Test
    void theWindowOfTheServerIsOf15BitsOrNone() {
        assertThat(answerTo(List.of("permessage-deflate; server_max_window_bits=15")))
                .isEqualTo(AGREED + "; server_max_window_bits=15");
    }

    /** RFC 7692, section 7.1: such an offer is declined, and the client goes without. */
    static Stream<List<String>> offersThatCannotBeKept() {
        return Stream.of(
                List.of("x-webkit-deflate-frame"),
                List.of("permessage-deflate; server_max_window_bits=14"),
                List.of("permessage-deflate; server_max_window_bits"),
                List.of("permessage-deflate; server_max_window_bits=16"),
                List.of("permessage-deflate; server_no_context_takeover=1"),
                List.of("permessage-deflate; client_max_window_bits=7"),
                List.of("permessage-deflate; client_max_window_bits=015"),
                List.of("permessage-deflate; client_max_window_bits; client_max_window_bits"),
                List.of("permessage-deflate; unheard_of"),
                List.of("permessage-deflate=1"),
                List.of("permessage-deflate; ="),
                List.of("permessage-deflate; \"quoted\""),
                List.of(";;permessage-deflate"),
                List.of(" "));
    }

    @ParameterizedTest
    @MethodSource("offersThatCannotBeKept")
    void anOfferThatCannotBeKeptIsDeclined(List<String> offers) {
        assertThat(answerTo(offers)).isNull();
    }

    private static String answerTo(List<String> offers) {
        String[] headers =
                offers.stream().map(offer -> EXTENSIONS + ": " + offer).toArray(String[]::new);
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, headers)) {
            String answer = socket.handshakeAnswer().header(EXTENSIONS).orElse(null);
            socket.send("4" + LONG);
            assertThat(socket.read().isDeflated()).isEqualTo(answer != null);
            return answer;
        }
    }

    // ---------------------------------------------------------------- messages to clients

    @AtOneAndFourInstances
    void largeMessagesAreCompressedForWhoAskedAndForNobodyElse(int instances) {
        byte[] bytes = LONG.getBytes();
        try (EchoEngine engine = compressing(instances);
                RawWebSocket asked = connect(engine, OFFER);
                RawWebSocket other = connect(engine)) {
            for (RawWebSocket socket : List.of(asked, other)) {
                socket.send(RawFrame.text("4" + LONG), RawFrame.text("4short"), RawFrame.binary(bytes));
            }
            RawFrame text = asked.read();
            assertThat(text.isDeflated()).isTrue();
            assertThat(text.payload()).hasSizeLessThan(50);
            assertThat(text.inflated().text()).isEqualTo("4" + LONG);
            assertThat(asked.readText()).isEqualTo("4short");
            RawFrame binary = asked.read();
            assertThat(binary.isDeflated()).isTrue();
            assertThat(binary.opcode()).isEqualTo(RawFrame.BINARY);
            assertThat(binary.inflated().payload()).isEqualTo(bytes);

            assertThat(other.readText()).isEqualTo("4" + LONG);
            assertThat(other.readText()).isEqualTo("4short");
            assertThat(other.read().payload()).isEqualTo(bytes);
        }
    }

    @Test
    void noMessageRefersToOneBeforeIt() {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send("4" + LONG);
            byte[] first = socket.read().payload();
            socket.send("4" + LONG);
            assertThat(socket.read().payload()).isEqualTo(first);
        }
    }

    @Test
    void whatDoesNotShrinkGoesAsItIs() {
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(RawFrame.binary(noise));
            RawFrame frame = socket.read();
            assertThat(frame.isDeflated()).isFalse();
            assertThat(frame.payload()).isEqualTo(noise);
        }
    }

    @AtOneAndFourInstances
    void anUpgradedSessionIsCompressedWhereverItLives(int instances) {
        try (EchoEngine engine = compressing(instances);
                EngineClient client = engine.polling(OFFER)) {
            RawWebSocket socket = client.upgrade();
            socket.send("4" + LONG);
            RawFrame frame = socket.read();
            assertThat(frame.isDeflated()).isTrue();
            assertThat(frame.inflated().text()).isEqualTo("4" + LONG);
        }
    }

    @Test
    void oldClientsGetTheSame() {
        byte[] bytes = LONG.getBytes();
        try (EchoEngine engine = compressing(1)) {
            for (String base64 : List.of("", "&b64=1")) {
                String target = "/engine.io/?EIO=3&transport=websocket" + base64;
                try (RawWebSocket socket = RawWebSocket.open(engine.port(), target, OFFER)) {
                    assertThat(socket.readText()).startsWith("0{");
                    socket.send("4" + LONG);
                    assertThat(socket.read().inflated().text()).isEqualTo("4" + LONG);
                    byte[] packet = new byte[1 + bytes.length];
                    packet[0] = 4;
                    System.arraycopy(bytes, 0, packet, 1, bytes.length);
                    socket.send(RawFrame.binary(packet));
                    RawFrame answer = socket.read();
                    assertThat(answer.isDeflated()).isTrue();
                    assertThat(answer.opcode()).isEqualTo(base64.isEmpty() ? RawFrame.BINARY : RawFrame.TEXT);
                }
            }
        }
    }

    // ---------------------------------------------------------------- messages of clients

    @Test
    void aClientMayCompressWhatItSendsInOneFrameOrInMany() {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(RawFrame.text("4short").deflated());
            assertThat(socket.readText()).isEqualTo("4short");

            byte[] packed = RawFrame.text("4" + LONG).deflated().payload();
            socket.send(
                    new RawFrame(false, RSV1, RawFrame.TEXT, Arrays.copyOf(packed, 5)),
                    RawFrame.of(RawFrame.PING),
                    RawFrame.of(RawFrame.CONTINUATION).unfinished(),
                    RawFrame.of(RawFrame.CONTINUATION, Arrays.copyOfRange(packed, 5, packed.length)));
            assertThat(socket.read().opcode()).isEqualTo(RawFrame.PONG);
            assertThat(socket.read().inflated().text()).isEqualTo("4" + LONG);

            socket.send(RawFrame.binary().deflated());
            assertThat(socket.read().payload()).isEmpty();
            socket.send("4plain");
            assertThat(socket.readText()).isEqualTo("4plain");
        }
    }

    /** RFC 7692, section 7.2.3.4: a last block, and an empty one behind it. */
    @Test
    void aMessageMayEndWithALastBlock() {
        byte[] hello = {(byte) 0xf3, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00, 0x00};
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(new RawFrame(true, RSV1, RawFrame.BINARY, hello));
            assertThat(socket.read().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000", "1, 10001", "5, 1000000"})
    void aMessageThatUnpacksToMoreThanTheLimitIsRefused(int frames, int length) {
        byte[] bomb = RawFrame.binary(new byte[length]).deflated().payload();
        assertThat(bomb).hasSizeLessThan(MAX_PAYLOAD);
        int part = bomb.length / frames + 1;
        RawFrame[] parts = new RawFrame[frames];
        for (int i = 0; i < frames; i++) {
            byte[] bytes = Arrays.copyOfRange(bomb, i * part, Math.min(bomb.length, (i + 1) * part));
            boolean first = i == 0;
            parts[i] = new RawFrame(
                    i == frames - 1, first ? RSV1 : 0, first ? RawFrame.BINARY : RawFrame.CONTINUATION, bytes);
        }
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(parts);
            assertThat(socket.readClose().closeCode()).isEqualTo(TOO_BIG);
            engine.awaitNothingIsLeft();
        }
    }

    @Test
    void aMessageOfExactlyTheLimitIsTaken() {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(RawFrame.binary(new byte[MAX_PAYLOAD]).deflated());
            assertThat(socket.read().inflated().payload()).hasSize(MAX_PAYLOAD);
        }
    }

    static Stream<RawFrame> framesWithBitsThatMeanNothing() {
        return Stream.of(
                RawFrame.text("4a").withReserved(2),
                RawFrame.text("4a").withReserved(1),
                RawFrame.text("4a").withReserved(7),
                RawFrame.of(RawFrame.PING).withReserved(RSV1),
                RawFrame.of(RawFrame.PONG).withReserved(RSV1),
                RawFrame.close(1000, "").withReserved(RSV1));
    }

    @ParameterizedTest
    @MethodSource("framesWithBitsThatMeanNothing")
    void reservedBitsThatMeanNothingAreRefused(RawFrame frame) {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(frame);
            assertThat(socket.readClose().closeCode()).isEqualTo(PROTOCOL_ERROR);
            engine.awaitNothingIsLeft();
        }
    }

    @Test
    void onlyTheFirstFrameOfAMessageSaysThatItIsCompressed() {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(
                    RawFrame.text("4a").deflated().unfinished(),
                    RawFrame.of(RawFrame.CONTINUATION).withReserved(RSV1));
            assertThat(socket.readClose().closeCode()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void aCompressedMessageIsRefusedWhereNothingWasAgreedUpon() {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine)) {
            socket.send(RawFrame.text("4a").deflated());
            assertThat(socket.readClose().closeCode()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    static Stream<byte[]> whatCannotBeUnpacked() {
        // A block of a kind that does not exist, and one that goes on where a message before it ended.
        return Stream.of(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2}, new byte[] {0x02, 0x13, 0x00, 0x00});
    }

    @ParameterizedTest
    @MethodSource("whatCannotBeUnpacked")
    void whatCannotBeUnpackedIsRefused(byte[] payload) {
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(RawFrame.text("4before").deflated());
            assertThat(socket.readText()).isEqualTo("4before");
            socket.send(new RawFrame(true, RSV1, RawFrame.TEXT, payload));
            assertThat(socket.readClose().closeCode()).isEqualTo(INVALID_DATA);
            engine.awaitNothingIsLeft();
        }
        // The decompressor of the loop has taken no harm.
        try (EchoEngine engine = compressing(1);
                RawWebSocket socket = connect(engine, OFFER)) {
            socket.send(RawFrame.text("4after").deflated());
            assertThat(socket.readText()).isEqualTo("4after");
        }
    }
}
