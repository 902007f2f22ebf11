package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.Frame;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

class PacketCodecPropertyTest {
    private final PacketCodec codec = new JsonPacketCodec(new DecoderLimits(1000, 100, 256));

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void decodingWhatWasEncodedGivesAnEqualPacket(@ForAll("packets") Packet packet) throws CharacterCodingException {
        PacketDecoder decoder = codec.decoder();
        Packet decoded = null;
        for (Frame frame : codec.encode(packet)) {
            assertThat(decoded).isNull();
            if (!frame.isBinary()) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame.payload()));
            }
            decoded = decoder.add(frame);
        }
        assertThat(decoded).isEqualTo(packet);
    }

    @Property(tries = 2000)
    void decimalsKeepTheirExactValue(@ForAll BigDecimal number, @ForAll double any) {
        double finite = Double.isFinite(any) ? any : 0;
        Args args = Args.of(number, finite);
        Packet packet = new Packet.Ack("/", 1, args);
        Packet.Ack decoded =
                (Packet.Ack) codec.decoder().add(codec.encode(packet).get(0));
        assertThat(new BigDecimal(decoded.args().number(0).toString())).isEqualByComparingTo(number);
        assertThat(decoded.args().get(1)).isEqualTo(finite);
        assertThat(decoded).isEqualTo(packet);
    }

    @Property(tries = 1000)
    void loneSurrogatesNeverMakeInvalidUtf8(@ForAll("anyChars") String text) throws CharacterCodingException {
        byte[] frame =
                codec.encode(new Packet.Event("/", text, Args.of(text))).get(0).payload();
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame));
    }

    @Property(tries = 2000)
    void arbitraryBytesOnlyRaiseTheProtocolException(@ForAll byte[] bytes, @ForAll boolean binary) {
        feed(codec.decoder(), binary ? Frame.binary(bytes) : Frame.text(bytes));
    }

    @Property(tries = 3000)
    void textThatLooksLikePacketsOnlyRaisesTheProtocolException(@ForAll("fragments") List<String> fragments) {
        PacketDecoder decoder = codec.decoder();
        feed(decoder, Frame.text(String.join("", fragments)));
        feed(decoder, Frame.binary(new byte[1]));
    }

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void mutatedPacketsOnlyRaiseTheProtocolException(@ForAll("packets") Packet packet, @ForAll long seed) {
        Random random = new Random(seed);
        List<Frame> frames = codec.encode(packet);
        for (int i = 0; i < 20; i++) {
            PacketDecoder decoder = codec.decoder();
            for (Frame frame : frames) {
                feed(decoder, frame.isBinary() ? frame : Frame.text(mutated(frame.payload(), random)));
            }
        }
    }

    private static void feed(PacketDecoder decoder, Frame frame) {
        try {
            decoder.add(frame);
        } catch (ProtocolException expected) {
            assertThat(expected.getMessage()).matches("[ -~]{10,400}");
            assertThat(expected.getStackTrace()).isEmpty();
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        String alphabet = "[]{}\",:-+.eE0123456789/\\tfnu \u0000\u00e9\ud83d\ude00";
        byte[] filling = alphabet.getBytes(StandardCharsets.UTF_8);
        byte[] result = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && result.length > 1; i--) {
            int at = random.nextInt(result.length);
            int cut = random.nextInt(4) == 0 ? at : result.length;
            byte other = random.nextInt(8) == 0 ? (byte) random.nextInt() : filling[random.nextInt(filling.length)];
            switch (random.nextInt(3)) {
                case 0 -> result[at] = other;
                case 1 -> result = Arrays.copyOf(result, cut);
                default -> {
                    byte[] longer = new byte[result.length + 1];
                    System.arraycopy(result, 0, longer, 0, at);
                    longer[at] = other;
                    System.arraycopy(result, at, longer, at + 1, result.length - at);
                    result = longer;
                }
            }
        }
        return result;
    }

    @Provide
    Arbitrary<Packet> packets() {
        Arbitrary<String> namespaces = Arbitraries.of("/", "/admin", "/été", "/a?b=c", "/1", "/a/b");
        Arbitrary<Long> ids = Arbitraries.longs().between(0, Packet.MAX_ID);
        Arbitrary<String> names = strings().filter(name -> !Packet.Event.RESERVED_NAMES.contains(name));
        Arbitrary<Args> args = values(3).list().ofMaxSize(4).map(values -> Args.of(values.toArray()));
        Arbitrary<JsonObject> payloads =
                args.filter(values -> !values.hasBinary()).map(values -> new JsonObject().put("list", values.toList()));
        return Arbitraries.oneOf(
                Combinators.combine(namespaces, ids, names, args)
                        .as((namespace, id, name, values) -> new Packet.Event(namespace, id, name, values)),
                Combinators.combine(namespaces, names, args).as(Packet.Event::new),
                Combinators.combine(namespaces, ids, args).as(Packet.Ack::new),
                Combinators.combine(namespaces, payloads.injectNull(0.2)).as(Packet.Connect::new),
                Combinators.combine(namespaces, payloads).as(Packet.ConnectError::new),
                Combinators.combine(namespaces, strings()).as(Packet.ConnectError::new),
                namespaces.map(Packet.Disconnect::new));
    }

    private Arbitrary<Object> values(int depth) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                strings(),
                Arbitraries.of(0, -1, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -0.0, 1e23, Double.MIN_VALUE),
                Arbitraries.integers(),
                Arbitraries.longs(),
                Arbitraries.bigIntegers().between(BigInteger.TEN.pow(300).negate(), BigInteger.TEN.pow(300)),
                Arbitraries.doubles(),
                Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(-500, 500))
                        .as(BigDecimal::valueOf),
                Arbitraries.of(true, false),
                Arbitraries.just(null),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(8));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Object> nested = values(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(4, leaf),
                Tuple.of(1, nested.list().ofMaxSize(4)),
                Tuple.of(1, Arbitraries.maps(strings(), nested).ofMaxSize(4)));
    }

    private static Arbitrary<String> strings() {
        return anyChars(12).map(text -> text.codePoints()
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    @Provide
    Arbitrary<String> anyChars() {
        return anyChars(30);
    }

    private static Arbitrary<String> anyChars(int maxLength) {
        return Arbitraries.strings()
                .withChars("aZ09 \"\\/\n\u0000\u007f\u00e9\u20ac\u2028\ufeff\ufffd")
                .withCharRange('\ud7f0', '\ue010')
                .ofMaxLength(maxLength)
                .flatMap(text -> Arbitraries.of(text, text + "😀", "num"));
    }

    @Provide
    Arbitrary<List<String>> fragments() {
        return Arbitraries.of(
                        "0",
                        "1",
                        "2",
                        "3",
                        "4",
                        "5",
                        "6",
                        "51-",
                        "61-1",
                        "52-",
                        "/",
                        "/admin,",
                        ",",
                        "12",
                        "[\"a\"",
                        "[",
                        "]",
                        "{",
                        "}",
                        "\"",
                        "\"a\"",
                        ":",
                        "{\"_placeholder\":true,\"num\":0}",
                        "\"_placeholder\":true",
                        "\"num\":",
                        "-",
                        ".5",
                        "1e400",
                        "-0",
                        "true",
                        "null",
                        "nul",
                        "\\u00",
                        "\\",
                        " ",
                        "é",
                        "\u0000")
                .list()
                .ofMaxSize(12)
                .map(List::copyOf);
    }
}
