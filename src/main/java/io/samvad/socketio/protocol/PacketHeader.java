package io.samvad.socketio.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the payload in the text frame of a packet: {@code <type>[<attachments>-][<namespace>,][<id>]}
 * (specification, "Packet encoding", "Format").
 *
 * @param type one of the digits below
 * @param attachments how many binary frames follow
 * @param namespace the namespace, query string included
 * @param id the id of the acknowledgement, or {@link Packet.Event#NO_ACK}
 * @param end position of the first byte behind the header
 */
record PacketHeader(int type, int attachments, String namespace, long id, int end) {
    static final int CONNECT = 0;
    static final int DISCONNECT = 1;
    static final int EVENT = 2;
    static final int ACK = 3;
    static final int CONNECT_ERROR = 4;
    static final int BINARY_EVENT = 5;
    static final int BINARY_ACK = 6;

    private static final String[] NAMES = {
        "CONNECT", "DISCONNECT", "EVENT", "ACK", "CONNECT_ERROR", "BINARY_EVENT", "BINARY_ACK"
    };
    private static final int MAX_ID_DIGITS = 16;
    private static final int MAX_COUNT_DIGITS = 9;

    /** The name of the type in the specification, for messages. */
    String typeName() {
        return NAMES[type];
    }

    /**
     * Reads the header.
     *
     * @throws ProtocolException when it is malformed or beyond the limits
     */
    static PacketHeader read(byte[] frame, DecoderLimits limits) {
        int type = type(frame);
        int at = 1;
        int attachments = 0;
        if (type >= BINARY_EVENT) {
            int dash = endOfDigits(frame, at, MAX_COUNT_DIGITS, "an attachment count");
            if (dash == at || dash == frame.length || frame[dash] != '-') {
                throw unexpected(frame, dash, "a number of attachments and a dash in " + NAMES[type]);
            }
            long count = number(frame, at, dash);
            if (count > limits.maxAttachments()) {
                throw new ProtocolException(
                        count + " attachments are announced, at most " + limits.maxAttachments() + " are allowed");
            }
            attachments = (int) count;
            at = dash + 1;
        }
        String namespace = "/";
        if (at < frame.length && frame[at] == '/') {
            int comma = endOfNamespace(frame, at, limits.maxNamespaceLength());
            namespace = comma == at + 1 ? "/" : new String(frame, at, comma - at, StandardCharsets.UTF_8);
            // The comma may be missing when nothing follows.
            at = Math.min(comma + 1, frame.length);
        }
        int end = endOfDigits(frame, at, MAX_ID_DIGITS, "an id");
        long id = end == at ? Packet.Event.NO_ACK : number(frame, at, end);
        if (id > Packet.MAX_ID) {
            throw new ProtocolException("the id at byte " + at + " is " + id + ", the largest is " + Packet.MAX_ID);
        }
        checkId(frame, type, id, at);
        return new PacketHeader(type, attachments, namespace, id, end);
    }

    private static int type(byte[] frame) {
        int type = frame.length == 0 ? -1 : frame[0] - '0';
        if (type < CONNECT || type > BINARY_ACK) {
            throw unexpected(frame, 0, "a packet type from 0 to 6");
        }
        return type;
    }

    private static void checkId(byte[] frame, int type, long id, int at) {
        boolean given = id != Packet.Event.NO_ACK;
        if (type == ACK || type == BINARY_ACK) {
            if (!given) {
                throw unexpected(frame, at, "the id of the acknowledged event in " + NAMES[type]);
            }
        } else if (given && type != EVENT && type != BINARY_EVENT) {
            throw new ProtocolException("an id at byte " + at + ", but " + NAMES[type] + " has none");
        }
    }

    private static int endOfNamespace(byte[] frame, int from, int maxLength) {
        int at = from;
        while (at < frame.length && frame[at] != ',') {
            if (at - from >= maxLength) {
                throw new ProtocolException(
                        "the namespace at byte " + from + " is longer than " + maxLength + " bytes");
            }
            if (frame[at] >= 0 && frame[at] < ' ') {
                throw unexpected(frame, at, "a character of a namespace or a comma");
            }
            at++;
        }
        return at;
    }

    private static int endOfDigits(byte[] frame, int from, int maxDigits, String what) {
        int at = from;
        while (at < frame.length && frame[at] >= '0' && frame[at] <= '9') {
            at++;
            if (at - from > maxDigits) {
                throw new ProtocolException(what + " at byte " + from + " has more than " + maxDigits + " digits");
            }
        }
        return at;
    }

    private static long number(byte[] frame, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (frame[i] - '0');
        }
        return value;
    }

    /** The fault that something else stands at a position, or nothing at all. */
    static ProtocolException unexpected(byte[] frame, int at, String expected) {
        String found = "the end";
        if (at < frame.length) {
            int c = frame[at] & 0xFF;
            found = c > ' ' && c < 0x7F ? "'" + (char) c + '\'' : "0x" + Integer.toHexString(c);
        }
        return new ProtocolException(found + " at byte " + at + ", expected is " + expected);
    }

    /** Writes the header of a packet. */
    static void write(OutputStream out, int type, int attachments, String namespace, long id) throws IOException {
        out.write('0' + type);
        if (attachments > 0) {
            writeNumber(out, attachments);
            out.write('-');
        }
        if (!namespace.equals("/")) {
            out.write(namespace.getBytes(StandardCharsets.UTF_8));
            out.write(',');
        }
        if (id >= 0) {
            writeNumber(out, id);
        }
    }

    private static void writeNumber(OutputStream out, long value) throws IOException {
        if (value >= 10) {
            writeNumber(out, value / 10);
        }
        out.write((int) ('0' + value % 10));
    }
}
