package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "admin", "/a,b"})
    void aNamespaceThatCannotBeWrittenIsRefused(String namespace) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Connect(namespace, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Disconnect(namespace));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Event(namespace, "a", Args.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Ack(namespace, 1, Args.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.ConnectError(namespace, "no"));
    }

    @Test
    void idsAreChecked() {
        assertThat(new Packet.Event("/", Packet.Event.NO_ACK, "a", Args.of()).wantsAck())
                .isFalse();
        assertThat(new Packet.Event("/", 0, "a", Args.of()).wantsAck()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Event("/", -2, "a", Args.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Ack("/", -1, Args.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.Ack("/", Packet.MAX_ID + 1, Args.of()));
    }

    @Test
    void partsThatEveryPacketNeedsMustBeThere() {
        assertThatNullPointerException().isThrownBy(() -> new Packet.Disconnect(null));
        assertThatNullPointerException().isThrownBy(() -> new Packet.Event("/", null, Args.of()));
        assertThatNullPointerException().isThrownBy(() -> new Packet.Ack("/", 1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.ConnectError("/", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Packet.ConnectError("/", 1));
    }
}
