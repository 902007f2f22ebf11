package io.samvad.engineio.protocol;

import io.samvad.link.Utf8;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Several packets in one HTTP body, with U+001E between them (protocol v4, section "HTTP long-polling"). */
public final class PayloadCodec {
    private static final byte SEPARATOR = 0x1e;

    private PayloadCodec() {}

    /** The HTTP body for packets, at least one. */
    public static byte[] encode(Collection<EnginePacket> packets) {
        int length = packets.size() - 1;
        for (EnginePacket packet : packets) {
            length += EnginePacketCodec.encode(packet).length;
        }
        byte[] payload = new byte[length];
        int at = 0;
        for (EnginePacket packet : packets) {
            if (at > 0) {
                payload[at++] = SEPARATOR;
            }
            byte[] element = EnginePacketCodec.encode(packet);
            System.arraycopy(element, 0, payload, at, element.length);
            at += element.length;
        }
        return payload;
    }

    /**
     * Splits an HTTP body into its packets.
     *
     * @param maxPackets how many packets one body may hold
     * @throws EngineProtocolException if the body is not UTF-8, holds too many packets or a malformed one
     */
    public static List<EnginePacket> decode(byte[] payload, int maxPackets) {
        if (!Utf8.isValid(payload)) {
            throw new EngineProtocolException("payload is not valid UTF-8");
        }
        List<EnginePacket> packets = new ArrayList<>(4);
        int from = 0;
        for (int at = 0; at <= payload.length; at++) {
            if (at == payload.length || payload[at] == SEPARATOR) {
                if (packets.size() == maxPackets) {
                    throw new EngineProtocolException("more than " + maxPackets + " packets in one payload");
                }
                packets.add(EnginePacketCodec.decodeElement(payload, from, at));
                from = at + 1;
            }
        }
        return packets;
    }
}
