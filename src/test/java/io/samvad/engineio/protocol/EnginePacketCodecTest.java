package io.samvad.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.engineio.protocol.EnginePacket.Type;
import io.samvad.link.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of protocol v4, section "Packet encoding", and what is no packet. */
class EnginePacketCodecTest {

    @Test
    void theExamplesOfTheSpecificationAreEncodedAsItSays() {
        List<EnginePacket> packets = List.of(
                new EnginePacket(Type.MESSAGE, "hello"),
                new EnginePacket(Type.PING),
                new EnginePacket(Type.MESSAGE, "world"),
                new EnginePacket(Type.MESSAGE, Frame.binary(new byte[] {1, 2, 3, 4})));
        assertThat(new String(PayloadCodec.encode(packets), StandardCharsets.UTF_8))
                .isEqualTo("4hello\u001e2\u001e4world\u001ebAQIDBA==");
    }

    @Test
    void eachTypeHasItsDigit() {
        assertThat(List.of(Type.values()).stream().map(type -> text(EnginePacketCodec.encode(new EnginePacket(type)))))
                .containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(EnginePacketCodec.decode(Frame.text("2probe")).type()).isEqualTo(Type.PING);
        assertThat(EnginePacketCodec.decode(Frame.text("2probe")).data().text()).isEqualTo("probe");
    }

    @Test
    void aBinaryWebSocketMessageIsAMessagePacketAsItIs() {
        Frame bytes = Frame.binary(new byte[] {4, 5});
        assertThat(EnginePacketCodec.decode(bytes).type()).isEqualTo(Type.MESSAGE);
        assertThat(EnginePacketCodec.decode(bytes).data()).isSameAs(bytes);
    }

    /** A letter b is a mark in payloads only. */
    @Test
    void base64HasNoPlaceInAWebSocketMessage() {
        assertThatExceptionOfType(EngineProtocolException.class)
                .isThrownBy(() -> EnginePacketCodec.decode(Frame.text("bAQIDBA==")));
    }

    @Test
    void whatIsNoPacketIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> EnginePacketCodec.decode(Frame.text(""))).hasMessageContaining("empty packet");
        assertThatThrownBy(() -> EnginePacketCodec.decode(Frame.text("7"))).hasMessageContaining("0x37");
        assertThatThrownBy(() -> decode("4a\u001e")).hasMessageContaining("empty packet at position 3");
        assertThatThrownBy(() -> decode("4a\u001eb=")).hasMessageContaining("position 3 is not base64");
        assertThatThrownBy(() -> PayloadCodec.decode(new byte[] {'4', (byte) 0x80}, 1))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> PayloadCodec.decode("4\u001e4\u001e4".getBytes(StandardCharsets.UTF_8), 2))
                .hasMessageContaining("more than 2 packets");
    }

    @Test
    void theOneExceptionCostsNoStackTrace() {
        assertThat(new EngineProtocolException("x").getStackTrace()).isEmpty();
    }

    @Test
    void aMessageIsEncodedOnceForAllWhoPoll() {
        Frame shared = Frame.text("hello");
        EnginePacket one = new EnginePacket(Type.MESSAGE, shared);
        EnginePacket other = new EnginePacket(Type.MESSAGE, shared);
        assertThat(EnginePacketCodec.encode(one)).isSameAs(EnginePacketCodec.encode(other));
    }

    private static List<EnginePacket> decode(String payload) {
        return PayloadCodec.decode(payload.getBytes(StandardCharsets.UTF_8), 100);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
