package io.samvad.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.protocol.EnginePacket.Type;
import io.samvad.link.Frame;
import io.samvad.link.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for all packets and for all bytes. */
class EngineCodecPropertyTest {

    @Property
    void aPayloadIsDecodedToWhatWasEncoded(@ForAll("payloads") List<EnginePacket> packets) {
        assertSame(PayloadCodec.decode(PayloadCodec.encode(packets), packets.size()), packets);
    }

    @Property
    void aWebSocketMessageIsDecodedToWhatWasEncoded(@ForAll("packets") EnginePacket packet) {
        Frame message = packet.data().isBinary() ? packet.data() : Frame.text(EnginePacketCodec.encode(packet));
        assertSame(List.of(EnginePacketCodec.decode(message)), List.of(packet));
    }

    /** Also the other way round: what is decoded without a complaint is encoded to the same bytes again. */
    @Property(tries = 2_000)
    void arbitraryBytesOnlyEverRaiseTheOneException(@ForAll("almostPayloads") byte[] bytes) {
        try {
            List<EnginePacket> packets = PayloadCodec.decode(bytes, 10);
            assertThat(packets).isNotEmpty().hasSizeLessThanOrEqualTo(10);
            assertSame(PayloadCodec.decode(PayloadCodec.encode(packets), 10), packets);
        } catch (EngineProtocolException refused) {
            assertThat(refused).hasMessageMatching("(?s).{5,}");
        }
    }

    @Property(tries = 2_000)
    void anArbitraryMessageOnlyEverRaisesTheOneException(@ForAll byte[] bytes, @ForAll boolean binary) {
        try {
            EnginePacketCodec.decode(binary ? Frame.binary(bytes) : Frame.text(bytes));
        } catch (EngineProtocolException refused) {
            assertThat(binary).isFalse();
        }
    }

    @Property(tries = 5_000)
    void utf8IsValidWhereJavasStrictDecoderTakesIt(@ForAll("almostUtf8") byte[] bytes) {
        boolean valid;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            valid = true;
        } catch (CharacterCodingException invalid) {
            valid = false;
        }
        assertThat(Utf8.isValid(bytes)).isEqualTo(valid);
    }

    // ----------------------------------------------------------------

    @Provide
    Arbitrary<List<EnginePacket>> payloads() {
        return packets().list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<EnginePacket> packets() {
        Arbitrary<EnginePacket> text = Combinators.combine(
                        Arbitraries.of(Type.values()),
                        Arbitraries.strings().filter(data -> data.indexOf('\u001e') < 0 && isUnicode(data)))
                .as(EnginePacket::new);
        Arbitrary<EnginePacket> binary = Arbitraries.bytes()
                .array(byte[].class)
                .map(bytes -> new EnginePacket(Type.MESSAGE, Frame.binary(bytes)));
        return Arbitraries.oneOf(text, binary);
    }

    /** Lone surrogates are no characters and have no UTF-8. */
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Mostly bytes that mean something, or nothing would come far. */
    @Provide
    Arbitrary<byte[]> almostPayloads() {
        Arbitrary<Byte> telling =
                Arbitraries.of("0123456789bAQ=/\u001e".chars().boxed().toList()).map(Integer::byteValue);
        return Arbitraries.frequencyOf(Tuple.of(9, telling), Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(40);
    }

    /** Lead and continuation bytes in most places, and those at which RFC 3629 draws its lines. */
    @Provide
    Arbitrary<byte[]> almostUtf8() {
        Arbitrary<Byte> edges = Arbitraries.of(
                        0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4,
                        0xf5, 0xff, 0x61)
                .map(Integer::byteValue);
        return Arbitraries.oneOf(edges, Arbitraries.bytes()).array(byte[].class).ofMaxSize(8);
    }

    private static void assertSame(List<EnginePacket> actual, List<EnginePacket> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).type()).isEqualTo(expected.get(i).type());
            assertThat(actual.get(i).data().isBinary())
                    .isEqualTo(expected.get(i).data().isBinary());
            assertThat(actual.get(i).data().payload())
                    .isEqualTo(expected.get(i).data().payload());
        }
    }
}
