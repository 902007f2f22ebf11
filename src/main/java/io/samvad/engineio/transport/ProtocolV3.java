package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.protocol.EnginePacketCodecV3;
import io.samvad.engineio.protocol.PayloadCodecV3;
import io.samvad.link.Frame;
import io.samvad.link.WireForm;
import java.util.Collection;
import java.util.List;

/** Version 3, of Socket.IO 2.x, for clients that take binary and for those that ask for base64. */
final class ProtocolV3 implements ProtocolVersion {
    static final ProtocolV3 WITH_BINARY =
            of(false, data -> WebSocketFrames.binary(EnginePacketCodecV3.BINARY_MESSAGE, data.payload()));
    static final ProtocolV3 WITH_BASE64 = of(true, data -> WebSocketFrames.text(EnginePacketCodecV3.base64(data)));

    private final boolean base64;
    private final MessageForm message;

    private ProtocolV3(boolean base64, MessageForm message) {
        this.base64 = base64;
        this.message = message;
    }

    /** @param binary how a binary message looks; text looks as it does in v4 */
    private static ProtocolV3 of(boolean base64, WireForm binary) {
        return new ProtocolV3(base64, new MessageForm(binary, WebSocketFrames.ENGINE_MESSAGE));
    }

    @Override
    public int number() {
        return 3;
    }

    @Override
    public boolean clientPings() {
        return true;
    }

    @Override
    public ProtocolVersion with(boolean otherBase64) {
        return ProtocolVersion.v3(otherBase64);
    }

    @Override
    public MessageForm message() {
        return message;
    }

    @Override
    public EnginePacket decode(Frame webSocketMessage) {
        return EnginePacketCodecV3.decode(webSocketMessage);
    }

    /** Text in a binary payload is a few bytes longer: not worth a second encoding. */
    @Override
    public int lengthOf(EnginePacket packet) {
        boolean binary = !base64 && packet.data().isBinary();
        return PayloadCodecV3.element(packet, binary).length;
    }

    @Override
    public boolean isBinary(Collection<EnginePacket> packets) {
        return !base64 && PayloadCodecV3.hasBinary(packets);
    }

    @Override
    public byte[] encode(Collection<EnginePacket> packets) {
        return PayloadCodecV3.encode(packets, isBinary(packets));
    }

    @Override
    public List<EnginePacket> decode(byte[] body, int maxPackets) {
        return PayloadCodecV3.decode(body, maxPackets);
    }
}
