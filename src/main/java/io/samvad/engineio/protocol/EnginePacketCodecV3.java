package io.samvad.engineio.protocol;

import io.samvad.link.Frame;
import java.util.Arrays;
import java.util.Base64;

/**
 * One packet to and from one WebSocket message, or one element of a polling payload, in protocol v3 (section "Encoding",
 * "Packet"). Text is {@code <digit><data>} as in v4; a binary message has its type in front, as a byte where the client takes
 * binary and as {@code b4<base64>} where it does not.
 */
public final class EnginePacketCodecV3 {
    /** The type of a message in front of binary data: a byte with the value of the digit. */
    public static final byte BINARY_MESSAGE = 4;

    private static final byte BASE64_MARK = 'b';
    private static final byte[] BASE64_START = {'b', '4'};

    private EnginePacketCodecV3() {}

    /**
     * The packet in a WebSocket message.
     *
     * @throws EngineProtocolException if it is empty, of an unknown type, or not base64 where it should be
     */
    public static EnginePacket decode(Frame message) {
        return message.isBinary()
                ? decodeBinary(message.payload(), 0, message.length())
                : decodeText(message.payload(), 0, message.length());
    }

    /** A binary message as text: {@code b4<base64>}. */
    public static byte[] base64(Frame message) {
        byte[] digits = Base64.getEncoder().encode(message.payload());
        byte[] encoded = Arrays.copyOf(BASE64_START, BASE64_START.length + digits.length);
        System.arraycopy(digits, 0, encoded, BASE64_START.length, digits.length);
        return encoded;
    }

    static EnginePacket decodeText(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] != BASE64_MARK) {
            return EnginePacketCodec.decodeText(bytes, from, to);
        }
        if (to - from < BASE64_START.length || bytes[from + 1] != BASE64_START[1]) {
            throw new EngineProtocolException("binary packet at position " + from + " is no message: b4 is expected");
        }
        try {
            byte[] digits = EnginePacketCodec.digits(bytes, from + BASE64_START.length, to);
            return binary(Base64.getDecoder().decode(digits));
        } catch (IllegalArgumentException notBase64) {
            throw new EngineProtocolException(
                    "binary packet at position " + from + " is not base64: " + notBase64.getMessage());
        }
    }

    static EnginePacket decodeBinary(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] != BINARY_MESSAGE) {
            throw new EngineProtocolException(
                    "binary packet at position " + from + " is no message: the byte 4 is expected first");
        }
        return binary(Arrays.copyOfRange(bytes, from + 1, to));
    }

    private static EnginePacket binary(byte[] data) {
        return new EnginePacket(EnginePacket.Type.MESSAGE, Frame.binary(data));
    }
}
