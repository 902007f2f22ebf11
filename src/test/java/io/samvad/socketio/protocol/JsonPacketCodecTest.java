package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.samvad.link.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPacketCodecTest {
    private static final Buffer ONE_TO_FOUR = Buffer.buffer(new byte[] {1, 2, 3, 4});
    private static final Buffer ONE_TWO = Buffer.buffer(new byte[] {1, 2});
    private static final Buffer THREE_FOUR = Buffer.buffer(new byte[] {3, 4});

    private final PacketCodec codec = JsonPacketCodec.create();

    /** Specification, "Packet encoding", "Examples" and "Sample session". */
    static Stream<Arguments> examplesOfTheSpecification() {
        return Stream.of(
                arguments(new Packet.Connect("/", null), "0", List.of()),
                arguments(
                        new Packet.Connect("/admin", new JsonObject().put("sid", "oSO0OpakMV_3jnilAAAA")),
                        "0/admin,{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}",
                        List.of()),
                arguments(
                        new Packet.ConnectError("/", new JsonObject().put("message", "Not authorized")),
                        "4{\"message\":\"Not authorized\"}",
                        List.of()),
                arguments(new Packet.Event("/", "foo", Args.of()), "2[\"foo\"]", List.of()),
                arguments(new Packet.Event("/admin", "bar", Args.of()), "2/admin,[\"bar\"]", List.of()),
                arguments(
                        new Packet.Event("/", "baz", Args.of(ONE_TO_FOUR)),
                        "51-[\"baz\",{\"_placeholder\":true,\"num\":0}]",
                        List.of(ONE_TO_FOUR)),
                arguments(
                        new Packet.Event("/admin", "baz", Args.of(ONE_TWO, THREE_FOUR)),
                        "52-/admin,[\"baz\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
                        List.of(ONE_TWO, THREE_FOUR)),
                arguments(new Packet.Event("/", 12, "foo", Args.of()), "212[\"foo\"]", List.of()),
                arguments(new Packet.Ack("/admin", 13, Args.of("bar")), "3/admin,13[\"bar\"]", List.of()),
                arguments(
                        new Packet.Ack("/", 15, Args.of("bar", ONE_TO_FOUR)),
                        "61-15[\"bar\",{\"_placeholder\":true,\"num\":0}]",
                        List.of(ONE_TO_FOUR)),
                arguments(new Packet.Disconnect("/"), "1", List.of()),
                arguments(new Packet.Disconnect("/admin"), "1/admin,", List.of()),
                arguments(new Packet.Event("/", "hey", Args.of("Jude")), "2[\"hey\",\"Jude\"]", List.of()),
                arguments(new Packet.Connect("/admin", null), "0/admin,", List.of()),
                arguments(new Packet.Event("/admin", 1, "tellme", Args.of()), "2/admin,1[\"tellme\"]", List.of()),
                arguments(
                        new Packet.Ack("/admin", 1, Args.of(ONE_TO_FOUR)),
                        "61-/admin,1[{\"_placeholder\":true,\"num\":0}]",
                        List.of(ONE_TO_FOUR)));
    }

    /** What the specification says in words only, and what follows from it. */
    static Stream<Arguments> furtherPackets() {
        return Stream.of(
                arguments(
                        new Packet.Connect("/", new JsonObject().put("sid", "wZX3oN0bSVIhsaknAAAI")),
                        "0{\"sid\":\"wZX3oN0bSVIhsaknAAAI\"}",
                        List.of()),
                arguments(new Packet.Ack("/", 0, Args.of()), "30[]", List.of()),
                arguments(new Packet.ConnectError("/", "Unauthorized"), "4\"Unauthorized\"", List.of()),
                arguments(new Packet.Event("/", Packet.MAX_ID, "a", Args.of()), "29007199254740991[\"a\"]", List.of()),
                arguments(
                        new Packet.Event("/", "chat message", Args.of("grüße 😀 \"\\\n\u0000")),
                        "2[\"chat message\",\"grüße 😀 \\\"\\\\\\n\\u0000\"]",
                        List.of()),
                arguments(
                        new Packet.Event("/été", "", Args.of(1, true, null, new JsonObject(), new JsonArray())),
                        "2/été,[\"\",1,true,null,{},[]]",
                        List.of()),
                arguments(
                        new Packet.Event("/cool", 23, "a", Args.of(Map.of("b", List.of("c", ONE_TWO)))),
                        "51-/cool,23[\"a\",{\"b\":[\"c\",{\"_placeholder\":true,\"num\":0}]}]",
                        List.of(ONE_TWO)));
    }

    @ParameterizedTest
    @MethodSource({"examplesOfTheSpecification", "furtherPackets"})
    void encodesByteForByte(Packet packet, String text, List<Buffer> attachments) {
        List<Frame> frames = codec.encode(packet);
        assertThat(frames.get(0).isBinary()).isFalse();
        assertThat(frames.get(0).payload()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(frames).hasSize(1 + attachments.size());
        for (int i = 0; i < attachments.size(); i++) {
            assertThat(frames.get(i + 1).isBinary()).isTrue();
            assertThat(frames.get(i + 1).payload()).isEqualTo(attachments.get(i).getBytes());
        }
    }

    @ParameterizedTest
    @MethodSource({"examplesOfTheSpecification", "furtherPackets"})
    void decodesToAnEqualPacketWithTheLastFrame(Packet packet, String text, List<Buffer> attachments) {
        PacketDecoder decoder = codec.decoder();
        Packet decoded = decoder.add(Frame.text(text));
        for (Buffer attachment : attachments) {
            assertThat(decoded).isNull();
            decoded = decoder.add(Frame.binary(attachment.getBytes()));
        }
        assertThat(decoded).isEqualTo(packet);
    }

    @Test
    void numbersKeepTheirPrecisionInBothDirections() {
        Args args = Args.of(
                Long.MAX_VALUE,
                new BigInteger("123456789012345678901234567890"),
                0.1,
                new BigDecimal("0.1234567890123456789"),
                new BigDecimal("1e400"),
                new BigDecimal("1e-400"),
                -0.0,
                1e23,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                1.0);
        String json = "2[\"n\",9223372036854775807,123456789012345678901234567890,0.1,0.1234567890123456789,"
                + "1E+400,1E-400,-0.0,1.0E23,4.9E-324,1.7976931348623157E308,1.0]";
        Packet packet = new Packet.Event("/", "n", args);
        assertThat(codec.encode(packet).get(0).text()).isEqualTo(json);
        assertThat(codec.decoder().add(Frame.text(json))).isEqualTo(packet);
    }

    @Test
    void halvesOfSurrogatePairsAreReplacedAndWholePairsStay() {
        Packet packet = new Packet.Event("/", "a\ud83d", Args.of("\ude00😀\ud83d", Map.of("\ud83d", 1)));
        assertThat(codec.encode(packet).get(0).payload())
                .isEqualTo("2[\"a\ufffd\",\"\ufffd😀\ufffd\",{\"\ufffd\":1}]".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBufferInTwoPlacesIsSentOnce() {
        Packet packet = new Packet.Event("/", "a", Args.of(ONE_TWO, List.of(ONE_TWO, THREE_FOUR)));
        List<Frame> frames = codec.encode(packet);
        assertThat(frames).hasSize(3);
        assertThat(frames.get(0).text())
                .isEqualTo("52-[\"a\",{\"_placeholder\":true,\"num\":0},"
                        + "[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]]");
        PacketDecoder decoder = codec.decoder();
        frames.subList(0, 2).forEach(decoder::add);
        assertThat(decoder.add(frames.get(2))).isEqualTo(packet);
    }

    @Test
    void framesDoNotShareMemoryWithTheBuffersOfThePacket() {
        Buffer buffer = Buffer.buffer(new byte[] {1, 2});
        List<Frame> frames = codec.encode(new Packet.Ack("/", 1, Args.of(buffer)));
        buffer.setByte(0, (byte) 9);
        assertThat(frames.get(1).payload()).containsExactly(1, 2);
    }

    @Test
    void aPlaceholderOfAPeerIsPlainDataButNotBesideBinary() {
        Args args = Args.of(Map.of("_placeholder", true));
        Packet plain = new Packet.Event("/", "a", args);
        assertThat(codec.encode(plain).get(0).text()).isEqualTo("2[\"a\",{\"_placeholder\":true}]");
        Packet mixed = new Packet.Event("/", "a", Args.of(args.object(0), ONE_TWO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(mixed))
                .withMessageContaining("_placeholder");
    }

    @Test
    void handshakesCannotHoldBinary() {
        JsonObject payload = new JsonObject().put("key", new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(new Packet.Connect("/", payload)));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(new Packet.ConnectError("/", payload)));
    }

    @Test
    void whatIsPutIntoAnArgumentAfterwardsIsRefusedNotSent() {
        Args args = Args.of(new JsonObject());
        args.object(0).put("when", new java.util.Date());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(new Packet.Ack("/", 1, args)))
                .withMessageContaining("java.util.Date");
    }

    @Test
    void largePacketsAreWrittenWhole() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add("línea " + i);
        }
        Packet packet = new Packet.Event("/", "a", Args.of(lines, "x".repeat(1_000_000)));
        assertThat(codec.decoder().add(codec.encode(packet).get(0))).isEqualTo(packet);
    }

    @Test
    void nestingUpToTheLargestLimitNeedsNoLargerStack() {
        JsonArray nested = new JsonArray();
        for (int i = 0; i < 248; i++) {
            nested = new JsonArray().add(nested);
        }
        Packet packet = new Packet.Event("/", "a", Args.of(nested));
        PacketCodec deep = new JsonPacketCodec(new DecoderLimits(10, 250, 256));
        assertThat(deep.decoder().add(deep.encode(packet).get(0))).isEqualTo(packet);
    }
}
