package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.protocol.EnginePacketCodec;
import io.samvad.engineio.protocol.PayloadCodec;
import io.samvad.link.Frame;
import java.util.Collection;
import java.util.List;

/** Version 4: what this server speaks first of all. */
final class ProtocolV4 implements ProtocolVersion {
    static final ProtocolV4 INSTANCE = new ProtocolV4();

    private ProtocolV4() {}

    @Override
    public int number() {
        return 4;
    }

    @Override
    public boolean clientPings() {
        return false;
    }

    @Override
    public ProtocolVersion with(boolean base64) {
        return this;
    }

    @Override
    public MessageForm message() {
        return WebSocketFrames.ENGINE_MESSAGE;
    }

    @Override
    public EnginePacket decode(Frame message) {
        return EnginePacketCodec.decode(message);
    }

    @Override
    public int lengthOf(EnginePacket packet) {
        return EnginePacketCodec.encode(packet).length;
    }

    @Override
    public boolean isBinary(Collection<EnginePacket> packets) {
        return false;
    }

    @Override
    public byte[] encode(Collection<EnginePacket> packets) {
        return PayloadCodec.encode(packets);
    }

    @Override
    public List<EnginePacket> decode(byte[] body, int maxPackets) {
        return PayloadCodec.decode(body, maxPackets);
    }
}
