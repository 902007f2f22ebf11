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
    static final ProtocolV3 WITH_BINARY = new ProtocolV3(false, ProtocolV3::binaryMessage);
    static final ProtocolV3 WITH_BASE64 = new ProtocolV3(true, ProtocolV3::base64Message);

    private final boolean base64;
    private final WireForm message;

    private ProtocolV3(boolean base64, WireForm message) {
        this.base64 = base64;
        this.message = message;
    }

    private static byte[] binaryMessage(Frame data) {
        return data.isBinary()
                ? WebSocketFrames.binary(EnginePacketCodecV3.BINARY_MESSAGE, data.payload())
                : data.as(WebSocketFrames.ENGINE_MESSAGE);
    }

    private static byte[] base64Message(Frame data) {
        return data.isBinary()
                ? WebSocketFrames.text(EnginePacketCodecV3.base64(data))
                : data.as(WebSocketFrames.ENGINE_MESSAGE);
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
    public WireForm message() {
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
