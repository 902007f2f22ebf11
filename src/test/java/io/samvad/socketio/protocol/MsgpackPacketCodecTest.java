package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.Packet.Event;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.core.MessagePack;

class MsgpackPacketCodecTest {
    private static final PacketCodec CODEC = MsgpackPacketCodec.create();
    private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);

    private static byte[] encoded(Packet packet) {
        List<Frame> frames = CODEC.encode(packet);
        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).isBinary()).isTrue();
        return frames.get(0).payload();
    }

    private static Packet decoded(byte[] frame) {
        return CODEC.decoder().add(Frame.binary(frame));
    }

    private static Packet decoded(String hex) {
        return decoded(HexFormat.of().parseHex(hex));
    }

    private static Args passed(Object... values) {
        return ((Packet.Ack) decoded(encoded(new Packet.Ack("/", 1, Args.of(values))))).args();
    }

    static Stream<Arguments> whatTheJavaScriptParserSends() {
        Buffer binary = Buffer.buffer(new byte[] {1, 2});
        return Stream.of(
                Arguments.of("83a47479706500a464617461d40000a36e7370a12f", new Packet.Connect("/", null)),
                Arguments.of("82a47479706500a36e7370a12f", new Packet.Connect("/", null)),
                Arguments.of(
                        "83a47479706500a46461746181a5746f6b656ea3616263a36e7370a62f61646d696e",
                        new Packet.Connect("/admin", new JsonObject().put("token", "abc"))),
                Arguments.of("82a47479706501a36e7370a12f", new Packet.Disconnect("/")),
                Arguments.of(
                        "85a47479706502a46461746192a568656c6c6f01a76f7074696f6e7381a8636f6d7072657373c3a26964d40000"
                                + "a36e7370a12f",
                        new Event("/", "hello", Args.of(1))),
                Arguments.of(
                        "85a47479706502a46461746192a568656c6c6f01a76f7074696f6e7381a8636f6d7072657373c3a2696407"
                                + "a36e7370a12f",
                        new Event("/", 7, "hello", Args.of(1))),
                Arguments.of("84a47479706503a2696407a46461746190a36e7370a12f", new Packet.Ack("/", 7, Args.of())),
                Arguments.of(
                        "83a47479706504a46461746181a76d657373616765a26e6fa36e7370a12f",
                        new Packet.ConnectError("/", new JsonObject().put("message", "no"))),
                Arguments.of(
                        "83a47479706502a46461746193a162c4020102c702000102a36e7370a12f",
                        new Event("/", "b", Args.of(binary, binary))));
    }

    @ParameterizedTest
    @MethodSource
    void whatTheJavaScriptParserSends(String hex, Packet packet) {
        assertThat(decoded(hex)).isEqualTo(packet);
        assertThat(decoded(encoded(packet))).isEqualTo(packet);
    }

    @Test
    void datesAndWhatJsonHasNotAreReadAsJsonWouldHaveThem() {
        Packet.Event event = (Event)
                decoded(
                        "83a47479706502a46461746199a164d700000001a202605f40d700ffffffffffffffff"
                                + "d700001eb208c2dc0000d700ffe14df73d240000d40000cb7ff8000000000000cbfff000000000000091d40000a36e7370a12f");
        assertThat(event.args())
                .isEqualTo(Args.of(
                        "2026-11-22T08:30:00.000Z",
                        "1969-12-31T23:59:59.999Z",
                        "+275760-09-13T00:00:00.000Z",
                        "-271821-04-20T00:00:00.000Z",
                        null,
                        null,
                        null,
                        Collections.singletonList(null)));
    }

    /** The frame as the library itself reads it, as JSON. */
    @Test
    void aPacketIsOneMapWithTheFieldsThatItHas() throws Exception {
        assertThat(json(new Packet.Connect("/", null))).isEqualTo("{\"type\":0,\"nsp\":\"/\"}");
        assertThat(json(new Packet.Connect("/a", new JsonObject().put("sid", "x"))))
                .isEqualTo("{\"type\":0,\"nsp\":\"/a\",\"data\":{\"sid\":\"x\"}}");
        assertThat(json(new Packet.Disconnect("/"))).isEqualTo("{\"type\":1,\"nsp\":\"/\"}");
        assertThat(json(new Event("/", "e", Args.of(1, "é", true, null, List.of(0.5), new JsonObject()))))
                .isEqualTo("{\"type\":2,\"nsp\":\"/\",\"data\":[\"e\",1,\"é\",true,null,[0.5],{}]}");
        assertThat(json(new Event("/", 0, "e", Args.of())))
                .isEqualTo("{\"type\":2,\"nsp\":\"/\",\"id\":0,\"data\":[\"e\"]}");
        assertThat(json(new Packet.Ack("/", 12, Args.of())))
                .isEqualTo("{\"type\":3,\"nsp\":\"/\",\"id\":12,\"data\":[]}");
        assertThat(json(new Packet.ConnectError("/", "no"))).isEqualTo("{\"type\":4,\"nsp\":\"/\",\"data\":\"no\"}");
    }

    private static String json(Packet packet) throws Exception {
        try (var unpacker = MessagePack.newDefaultUnpacker(encoded(packet))) {
            return unpacker.unpackValue().toJson();
        }
    }

    @Test
    void integersOf64BitsKeepEveryBit() {
        Object[] numbers = {
            0,
            -1,
            -32,
            -33,
            127,
            128,
            255,
            256,
            -129,
            65_535,
            -32_769,
            65_536,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            4_294_967_296L,
            Packet.MAX_ID + 2,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            TWO_TO_64.shiftRight(1),
            TWO_TO_64.subtract(BigInteger.ONE)
        };
        assertThat(passed(numbers)).isEqualTo(Args.of(numbers));
    }

    @Test
    void doublesKeepEveryBitAndStayDoubles() {
        Object[] numbers = {1.0, -0.0, 0.1, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, 0x1p53};
        assertThat(passed(numbers)).isEqualTo(Args.of(numbers));
    }

    @Test
    void numbersWithoutAFormAreSentAsTheNearestDouble() {
        assertThat(passed(TWO_TO_64, TWO_TO_64.negate())).isEqualTo(Args.of(0x1p64, -0x1p64));
        assertThat(passed(new BigDecimal("0.1000000000000000000001"))).isEqualTo(Args.of(0.1));
        assertThat(encoded(new Packet.Ack("/", 1, Args.of(new BigDecimal("1e400")))))
                .endsWith(HexFormat.of().parseHex("cb7ff0000000000000"));
    }

    @Test
    void aFloatOf32BitsIsReadAsTheSameNumber() {
        Packet.Event event = (Event) decoded("83a47479706502a36e7370a12fa46461746192a161ca3fc00000");
        assertThat(event.args()).isEqualTo(Args.of(1.5));
    }

    @ParameterizedTest
    @CsvSource({"01,1", "e0,-32", "cb3ff8000000000000,1.5", "cfffffffffffffffff,18446744073709551615"})
    void anEventNameThatIsANumberBecomesItsText(String number, String name) {
        assertThat(decoded("83a47479706502a36e7370a12fa46461746191" + number))
                .isEqualTo(new Event("/", name, Args.of()));
    }

    @Test
    void aFloatWithNothingBehindItsPointIsATypeAndAnIdAsInJavaScript() {
        assertThat(decoded("84a474797065cb4008000000000000a36e7370a12fa26964cb401c000000000000a46461746190"))
                .isEqualTo(new Packet.Ack("/", 7, Args.of()));
    }

    @Test
    void ofARepeatedFieldTheLastCounts() {
        Packet.Event event =
                (Event) decoded("84a47479706502a36e7370a12fa46461746192a161c40101a46461746192a16282a17801a17802");
        assertThat(event).isEqualTo(new Event("/", "b", Args.of(new JsonObject().put("x", 2))));
        assertThat(event.args().hasBinary()).isFalse();
    }

    @Test
    void binaryIsFoundAtAnyDepthAndInTheDataOnly() {
        Buffer large = Buffer.buffer(new byte[70_000]);
        Args args = Args.of(new JsonArray().add(new JsonObject().put("b", large.getBytes())));
        Packet.Event event = (Event) decoded(encoded(new Event("/", "e", args)));
        assertThat(event.args()).isEqualTo(args);
        assertThat(event.args().hasBinary()).isTrue();
        Packet.Event other = (Event) decoded("84a47479706502a36e7370a12fa46461746191a161a16fc40101");
        assertThat(other.args().hasBinary()).isFalse();
    }

    @Test
    void stringsOfAnyLengthPassAndLoneSurrogatesAreReplaced() {
        for (int length : new int[] {0, 31, 32, 255, 256, 65_535, 65_536}) {
            assertThat(passed("x".repeat(length))).isEqualTo(Args.of("x".repeat(length)));
        }
        assertThat(passed("संवाद \ud83d\ude00 \ufffd")).isEqualTo(Args.of("संवाद \ud83d\ude00 \ufffd"));
        assertThat(passed("a\ud83d", "\ude00b")).isEqualTo(Args.of("a\ufffd", "\ufffdb"));
    }

    @Test
    void whatWasPutIntoAnArgumentAfterwardsIsRefused() {
        JsonObject object = new JsonObject();
        Args args = Args.of(object);
        args.object(0).put("self", args.object(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.encode(new Event("/", "e", args)))
                .withMessageContaining("containing itself");
        args.object(0).put("self", new Object());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.encode(new Event("/", "e", args)))
                .withMessageContaining("java.lang.Object cannot be sent here");
    }

    @Test
    void aBufferThatIsNamedManyTimesDoesNotFillTheMemory() {
        Buffer megabyte = Buffer.buffer(new byte[1_000_000]);
        Args args = Args.of(Collections.nCopies(1_000, megabyte));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.encode(new Event("/", "e", args)))
                .withMessageContaining("more than 67108864 bytes");
    }
}
