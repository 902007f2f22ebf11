package io.samvad.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.engineio.protocol.EnginePacket.Type;
import io.samvad.link.Frame;
import io.samvad.link.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Payloads and packets of protocol v3: what was encoded comes back, and whatever a peer sends raises one exception only. */
class PayloadCodecV3PropertyTest {
    private static final int MANY = 10_000;

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void decodingWhatWasEncodedGivesThePackets(@ForAll("payloads") List<EnginePacket> packets, @ForAll boolean binary) {
        byte[] payload = PayloadCodecV3.encode(packets, binary);
        assertThat(described(PayloadCodecV3.decode(payload, MANY))).isEqualTo(described(packets));
        if (!binary) {
            assertThat(Utf8.isValid(payload)).isTrue();
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theLengthOfTextIsThatOfJavaScript(@ForAll("texts") String text) {
        byte[] payload = PayloadCodecV3.encode(List.of(new EnginePacket(Type.MESSAGE, text)), false);
        assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo((1 + text.length()) + ":4" + text);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aWebSocketMessageInBase64GivesTheBytes(@ForAll byte[] bytes) {
        EnginePacket packet = EnginePacketCodecV3.decode(Frame.text(EnginePacketCodecV3.base64(Frame.binary(bytes))));
        assertThat(described(packet)).isEqualTo(described(new EnginePacket(Type.MESSAGE, Frame.binary(bytes))));
    }

    @Property(tries = 3000)
    void arbitraryBytesOnlyRaiseTheProtocolException(@ForAll byte[] bytes, @ForAll boolean binary) {
        decodes(() -> PayloadCodecV3.decode(bytes, MANY));
        decodes(() -> EnginePacketCodecV3.decode(binary ? Frame.binary(bytes) : Frame.text(bytes)));
    }

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void mutatedPayloadsOnlyRaiseTheProtocolException(
            @ForAll("payloads") List<EnginePacket> packets, @ForAll boolean binary, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] payload = PayloadCodecV3.encode(packets, binary);
        for (int i = 0; i < 20; i++) {
            byte[] mutated = payload.clone();
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            decodes(() -> PayloadCodecV3.decode(mutated, MANY));
        }
    }

    @Example
    void aPayloadHoldsNoMorePacketsThanAllowed() {
        byte[] payload = "1:4".repeat(3).getBytes(StandardCharsets.US_ASCII);
        assertThat(PayloadCodecV3.decode(payload, 3)).hasSize(3);
        assertThatThrownBy(() -> PayloadCodecV3.decode(payload, 2))
                .isInstanceOf(EngineProtocolException.class)
                .hasMessage("more than 2 packets in one payload");
    }

    @Example
    void base64MayHaveTheLineBreaksOfTheJavaClient() {
        byte[] payload = "13:b4AQID\r\n/w==\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(described(PayloadCodecV3.decode(payload, MANY)))
                .containsExactly(described(new EnginePacket(Type.MESSAGE, Frame.binary(new byte[] {1, 2, 3, -1}))));
    }

    @Example
    void aMessageIsEncodedOnceForAllWhoGetIt() {
        EnginePacket packet = new EnginePacket(Type.MESSAGE, Frame.binary(new byte[] {1}));
        assertThat(PayloadCodecV3.element(packet, true)).isSameAs(PayloadCodecV3.element(packet, true));
        assertThat(PayloadCodecV3.element(packet, false)).isSameAs(PayloadCodecV3.element(packet, false));
    }

    private static void decodes(Runnable decoding) {
        try {
            decoding.run();
        } catch (EngineProtocolException expected) {
            assertThat(expected.getMessage()).isNotBlank().hasSizeLessThan(400);
        }
    }

    /** Frames have no equality of their own. */
    private static List<String> described(List<EnginePacket> packets) {
        return packets.stream().map(PayloadCodecV3PropertyTest::described).toList();
    }

    private static String described(EnginePacket packet) {
        Frame data = packet.data();
        String kind = data.isBinary() ? " binary " : " text ";
        return packet.type() + kind + new String(data.payload(), StandardCharsets.ISO_8859_1);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces =
                Arbitraries.of("", "a", "4:", ":", "\u001e", "é", "€", "\ud83d\ude00", "\u0000", "\uffff");
        return pieces.list().ofMaxSize(12).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<List<EnginePacket>> payloads() {
        Arbitrary<EnginePacket> text =
                Combinators.combine(Arbitraries.of(Type.values()), texts()).as(EnginePacket::new);
        Arbitrary<EnginePacket> binary = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(300)
                .map(bytes -> new EnginePacket(Type.MESSAGE, Frame.binary(bytes)));
        return Arbitraries.oneOf(text, binary).list().ofMinSize(1).ofMaxSize(6).map(Collections::unmodifiableList);
    }
}
