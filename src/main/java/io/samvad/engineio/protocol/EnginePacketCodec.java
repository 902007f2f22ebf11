package io.samvad.engineio.protocol;

import io.samvad.link.Frame;
import io.samvad.link.WireForm;
import java.util.Arrays;
import java.util.Base64;

/**
 * One packet to and from one unit of a transport (protocol v4, section "Packet encoding"): a WebSocket message, or one
 * element of a polling payload. Text is {@code <digit><data>}; a binary message is the bare bytes on WebSocket and
 * {@code b<base64>} in polling.
 */
public final class EnginePacketCodec {
    /** A {@link EnginePacket.Type#MESSAGE} as element of a polling payload. */
    public static final WireForm POLLING_MESSAGE =
            data -> data.isBinary() ? base64(data) : prefixed(EnginePacket.Type.MESSAGE, data);

    private static final byte BASE64_MARK = 'b';

    private EnginePacketCodec() {}

    /** The element of a polling payload for a packet. */
    public static byte[] encode(EnginePacket packet) {
        return packet.type() == EnginePacket.Type.MESSAGE
                ? packet.data().as(POLLING_MESSAGE)
                : prefixed(packet.type(), packet.data());
    }

    /**
     * The packet in a WebSocket message.
     *
     * @throws EngineProtocolException if it is empty or of an unknown type
     */
    public static EnginePacket decode(Frame message) {
        if (message.isBinary()) {
            return new EnginePacket(EnginePacket.Type.MESSAGE, message);
        }
        return decodeText(message.payload(), 0, message.length());
    }

    /**
     * The packet in one element of a polling payload.
     *
     * @param from index of the first byte
     * @param to index behind the last
     * @throws EngineProtocolException if it is empty, of an unknown type, or not base64 where it should be
     */
    static EnginePacket decodeElement(byte[] payload, int from, int to) {
        if (from < to && payload[from] == BASE64_MARK) {
            try {
                byte[] bytes = Base64.getDecoder().decode(digits(payload, from + 1, to));
                return new EnginePacket(EnginePacket.Type.MESSAGE, Frame.binary(bytes));
            } catch (IllegalArgumentException notBase64) {
                throw new EngineProtocolException(
                        "binary packet at position " + from + " is not base64: " + notBase64.getMessage());
            }
        }
        return decodeText(payload, from, to);
    }

    /** Without line breaks: the official Java client puts one behind every 76 digits, and one at the end. */
    static byte[] digits(byte[] payload, int from, int to) {
        byte[] digits = new byte[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (payload[i] != '\n' && payload[i] != '\r') {
                digits[count++] = payload[i];
            }
        }
        return count == digits.length ? digits : Arrays.copyOf(digits, count);
    }

    static EnginePacket decodeText(byte[] bytes, int from, int to) {
        if (from == to) {
            throw new EngineProtocolException("empty packet at position " + from + ", expected a type from 0 to 6");
        }
        EnginePacket.Type type = EnginePacket.Type.ofDigit(bytes[from]);
        return to - from == 1
                ? new EnginePacket(type)
                : new EnginePacket(type, Frame.text(Arrays.copyOfRange(bytes, from + 1, to)));
    }

    static byte[] prefixed(EnginePacket.Type type, Frame data) {
        byte[] encoded = new byte[1 + data.length()];
        encoded[0] = type.digit();
        System.arraycopy(data.payload(), 0, encoded, 1, data.length());
        return encoded;
    }

    private static byte[] base64(Frame data) {
        byte[] digits = Base64.getEncoder().encode(data.payload());
        byte[] encoded = new byte[1 + digits.length];
        encoded[0] = BASE64_MARK;
        System.arraycopy(digits, 0, encoded, 1, digits.length);
        return encoded;
    }
}
