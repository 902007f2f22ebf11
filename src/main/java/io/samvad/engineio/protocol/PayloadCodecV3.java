package io.samvad.engineio.protocol;

import io.samvad.link.Frame;
import io.samvad.link.Utf8;
import io.samvad.link.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Several packets in one HTTP body in protocol v3 (section "Encoding", "Payload"): each with its length in front.
 *
 * <p>Of a payload of text an element is {@code <length>:<packet>}, the length in characters as JavaScript counts them, UTF-16
 * units. Of a binary payload, which only clients that take binary get and only when it holds some, an element is a byte 0 for
 * text or 1 for binary, the digits of its length in bytes as bytes 0 to 9, a byte 255, and the packet.
 */
public final class PayloadCodecV3 {
    /** A message as element of a payload of text. */
    private static final WireForm TEXT_MESSAGE = PayloadCodecV3::textMessage;

    /** A message as element of a binary payload. */
    private static final WireForm BINARY_MESSAGE = PayloadCodecV3::binaryMessage;

    private static final EnginePacket.Type MESSAGE = EnginePacket.Type.MESSAGE;
    private static final byte TEXT = 0;
    private static final byte BINARY = 1;
    private static final byte END_OF_LENGTH = (byte) 0xff;
    /** No body is longer: a length with more digits is an attack on whoever would store it. */
    private static final int MAX_LENGTH_DIGITS = 9;

    private PayloadCodecV3() {}

    /** Whether packets need a binary payload. */
    public static boolean hasBinary(Collection<EnginePacket> packets) {
        for (EnginePacket packet : packets) {
            if (packet.data().isBinary()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The HTTP body for packets.
     *
     * @param binary whether it is a binary payload, else it is UTF-8 text
     */
    public static byte[] encode(Collection<EnginePacket> packets, boolean binary) {
        int length = 0;
        for (EnginePacket packet : packets) {
            length += element(packet, binary).length;
        }
        byte[] payload = new byte[length];
        int at = 0;
        for (EnginePacket packet : packets) {
            byte[] element = element(packet, binary);
            System.arraycopy(element, 0, payload, at, element.length);
            at += element.length;
        }
        return payload;
    }

    /**
     * The element of a payload for a packet.
     *
     * @param binary whether of a binary payload
     */
    public static byte[] element(EnginePacket packet, boolean binary) {
        if (packet.type() == MESSAGE) {
            return packet.data().as(binary ? BINARY_MESSAGE : TEXT_MESSAGE);
        }
        byte[] text = EnginePacketCodec.prefixed(packet.type(), packet.data());
        return binary ? binaryElement(TEXT, text) : textElement(text);
    }

    private static byte[] textMessage(Frame message) {
        return textElement(
                message.isBinary()
                        ? EnginePacketCodecV3.base64(message)
                        : EnginePacketCodec.prefixed(MESSAGE, message));
    }

    private static byte[] textElement(byte[] packet) {
        byte[] head = (utf16Length(packet) + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] element = Arrays.copyOf(head, head.length + packet.length);
        System.arraycopy(packet, 0, element, head.length, packet.length);
        return element;
    }

    private static byte[] binaryMessage(Frame message) {
        if (!message.isBinary()) {
            return binaryElement(TEXT, EnginePacketCodec.prefixed(MESSAGE, message));
        }
        byte[] packet = new byte[1 + message.length()];
        packet[0] = EnginePacketCodecV3.BINARY_MESSAGE;
        System.arraycopy(message.payload(), 0, packet, 1, message.length());
        return binaryElement(BINARY, packet);
    }

    private static byte[] binaryElement(byte kind, byte[] packet) {
        String digits = Integer.toString(packet.length);
        int start = digits.length() + 2;
        byte[] element = new byte[start + packet.length];
        element[0] = kind;
        for (int i = 0; i < digits.length(); i++) {
            element[1 + i] = (byte) (digits.charAt(i) - '0');
        }
        element[start - 1] = END_OF_LENGTH;
        System.arraycopy(packet, 0, element, start, packet.length);
        return element;
    }

    /** How many UTF-16 units valid UTF-8 stands for: one for each character, two beyond U+FFFF. */
    private static int utf16Length(byte[] utf8) {
        int units = 0;
        for (byte b : utf8) {
            units += unitsBegunBy(b);
        }
        return units;
    }

    private static int unitsBegunBy(byte b) {
        if ((b & 0xC0) == 0x80) {
            return 0;
        }
        return (b & 0xF8) == 0xF0 ? 2 : 1;
    }

    /**
     * Splits an HTTP body into its packets; its first byte says of which kind it is.
     *
     * @param maxPackets how many packets one body may hold
     * @throws EngineProtocolException if a length does not fit, text is not UTF-8, or there are too many packets or a
     *     malformed one
     */
    public static List<EnginePacket> decode(byte[] payload, int maxPackets) {
        if (payload.length == 0) {
            throw new EngineProtocolException("empty payload, expected the length of a packet");
        }
        boolean binary = payload[0] == TEXT || payload[0] == BINARY;
        if (!binary && !Utf8.isValid(payload)) {
            throw new EngineProtocolException("payload is not valid UTF-8");
        }
        List<EnginePacket> packets = new ArrayList<>(4);
        int at = 0;
        while (at < payload.length) {
            if (packets.size() == maxPackets) {
                throw new EngineProtocolException("more than " + maxPackets + " packets in one payload");
            }
            at = binary ? decodeBinary(payload, at, packets) : decodeText(payload, at, packets);
        }
        return packets;
    }

    /** @return the position behind the packet */
    private static int decodeText(byte[] payload, int head, List<EnginePacket> packets) {
        int colon = head;
        while (colon < payload.length && payload[colon] >= '0' && payload[colon] <= '9') {
            colon++;
        }
        if (colon == payload.length || payload[colon] != ':') {
            throw malformedLength(head);
        }
        int units = length(payload, head, colon, '0');
        int end = colon + 1;
        while (end < payload.length && (units > 0 || unitsBegunBy(payload[end]) == 0)) {
            units -= unitsBegunBy(payload[end++]);
        }
        if (units != 0) {
            throw wrongLength(head);
        }
        packets.add(EnginePacketCodecV3.decodeText(payload, colon + 1, end));
        return end;
    }

    /** @return the position behind the packet */
    private static int decodeBinary(byte[] payload, int kind, List<EnginePacket> packets) {
        int head = kind + 1;
        int stop = head;
        while (stop < payload.length && payload[stop] >= 0 && payload[stop] <= 9) {
            stop++;
        }
        if (payload[kind] != TEXT && payload[kind] != BINARY
                || stop == payload.length
                || payload[stop] != END_OF_LENGTH) {
            throw malformedLength(kind);
        }
        int from = stop + 1;
        int length = length(payload, head, stop, 0);
        if (length > payload.length - from) {
            throw wrongLength(kind);
        }
        int to = from + length;
        if (payload[kind] == BINARY) {
            packets.add(EnginePacketCodecV3.decodeBinary(payload, from, to));
        } else {
            packets.add(decodeText(Arrays.copyOfRange(payload, from, to)));
        }
        return to;
    }

    private static EnginePacket decodeText(byte[] packet) {
        if (!Utf8.isValid(packet)) {
            throw new EngineProtocolException("text in a binary payload is not valid UTF-8");
        }
        return EnginePacketCodecV3.decodeText(packet, 0, packet.length);
    }

    private static int length(byte[] payload, int from, int to, int zero) {
        if (to == from || to - from > MAX_LENGTH_DIGITS) {
            throw malformedLength(from);
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            length = 10 * length + payload[i] - zero;
        }
        return length;
    }

    private static EngineProtocolException malformedLength(int at) {
        return new EngineProtocolException(
                "no length of a packet at position " + at + ", expected 1 to " + MAX_LENGTH_DIGITS + " digits");
    }

    private static EngineProtocolException wrongLength(int at) {
        return new EngineProtocolException("the length at position " + at + " is not that of a packet");
    }
}
