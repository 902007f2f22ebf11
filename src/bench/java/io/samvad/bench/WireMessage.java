package io.samvad.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The message of a load, as bytes on the wire, both ways. Its text is {@code <run><stream><sequence><filler>}; all messages
 * of a load have the same length and differ in stream and sequence only. So what arrives is checked byte for byte by
 * comparing it with a {@link Template}, and no JSON is parsed. Measured is the server, and a generator that parses would be
 * the slower of the two.
 *
 * <p>A number is written with 4 bits in each character, {@code 0} to {@code ?}: ASCII that JSON does not escape.
 */
final class WireMessage {
    /** Run and stream, 4 characters each, and 8 of the sequence. */
    static final int MIN_BYTES = 16;

    /** What carries the text. */
    enum Kind {
        /** {@code 42["chat message",text]} both ways. */
        CHAT,
        /** {@code 42["room",room,text]} there, {@code 42["room",text]} back. */
        ROOM,
        /** {@code 42<id>["echo",text]} there, {@code 43<id>[text]} back. */
        ACK,
        /** {@code 451-["chat message",placeholder]} and the text as binary attachment, both ways. */
        BINARY,
        /** The text alone, without Socket.IO. */
        PLAIN
    }

    private static final int FIN_TEXT = 0x81;
    private static final int FIN_BINARY = 0x82;
    private static final int COMPRESSED = 0x40;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16_BIT = 126;
    private static final int LAST_LENGTH_7_BIT = 125;
    private static final int DIGIT_BITS = 4;
    private static final int MAX_BYTES = 1 << 16;
    /** So that ids have eight digits. */
    private static final int FIRST_ID = 10_000_000;

    private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";
    /** As servers write it that take the attachment for a map of their own. */
    private static final String PLACEHOLDER_TURNED = "{\"num\":0,\"_placeholder\":true}";

    private final Kind kind;
    private final String text;
    /** What is sent, one frame each; the numbers are in the last. */
    private final List<byte[]> sent = new ArrayList<>();

    private final List<Template> received = new ArrayList<>();
    private final Template inflated;
    private final Inflater inflater = new Inflater(true);
    private final byte[] unpacked = new byte[MAX_BYTES];
    private Template current;
    private Template.Numbers numbers;

    /**
     * @param bytes length of the text, at least {@link #MIN_BYTES}
     * @param framed whether messages arrive in WebSocket frames; else as packets in the body of a poll
     */
    WireMessage(Kind kind, int bytes, boolean framed) {
        this.kind = kind;
        text = number(ThreadLocalRandom.current().nextInt(1 << 16), 4)
                + number(0, 4)
                + number(0, 8)
                + filler(bytes - MIN_BYTES);
        switch (kind) {
            case CHAT -> both("42[\"chat message\",\"" + text + "\"]", framed);
            case PLAIN -> both(text, framed);
            case ROOM -> {
                sent.add(ascii("42[\"room\",\"0000\",\"" + text + "\"]"));
                receive(framed, ascii("42[\"room\",\"" + text + "\"]"));
            }
            case ACK -> {
                sent.add(ascii("42" + FIRST_ID + "[\"echo\",\"" + text + "\"]"));
                receive(framed, ascii("43" + FIRST_ID + "[\"" + text + "\"]"));
            }
            case BINARY -> {
                sent.add(ascii("451-[\"chat message\"," + PLACEHOLDER + "]"));
                sent.add(ascii(text));
                receive(framed, sent.get(0), sent.get(1));
                receive(framed, ascii("451-[\"chat message\"," + PLACEHOLDER_TURNED + "]"), sent.get(1));
            }
        }
        current = received.get(0);
        inflated = template(false, sent.get(sent.size() - 1));
        numbers = current.numbers();
    }

    private void both(String payload, boolean framed) {
        sent.add(ascii(payload));
        receive(framed, sent.get(0));
    }

    private void receive(boolean framed, byte[]... payloads) {
        received.add(template(framed, payloads));
    }

    private Template template(boolean framed, byte[]... payloads) {
        ByteBuffer all = ByteBuffer.allocate(MAX_BYTES + 64);
        for (int i = 0; i < payloads.length; i++) {
            if (framed) {
                header(all, i == 0 ? FIN_TEXT : FIN_BINARY, payloads[i].length, 0);
            }
            all.put(payloads[i]);
        }
        byte[] exact = new byte[all.position()];
        all.flip().get(exact);
        String wire = new String(exact, StandardCharsets.ISO_8859_1);
        return new Template(
                exact, wire.indexOf(text) + 4, kind == Kind.ACK ? wire.indexOf(Integer.toString(FIRST_ID)) : -1);
    }

    /** Words of a chat, which compress as those of people do. */
    private static String filler(int length) {
        String[] words =
                ("the a of and you that it he was for on are with as his they be at one have this from or had by hot"
                                + " word but what some we can out other were all there when up use your how said an each she")
                        .split(" ");
        Random dice = new Random(length);
        StringBuilder filler = new StringBuilder();
        while (filler.length() < length) {
            filler.append(words[dice.nextInt(words.length)]).append(' ');
            if (dice.nextInt(8) == 0) {
                filler.append(dice.nextInt(100_000)).append(' ');
            }
        }
        return filler.substring(0, Math.max(0, length));
    }

    /**
     * Looks for a message of this load.
     *
     * @return its length, or 0 when there is none, or not all of it; its numbers are {@link #stream} and {@link #sequence}
     */
    int match(byte[] in, int at, int end) {
        if (current.isAt(in, at, end)) {
            current.read(in, at, numbers);
            return current.length();
        }
        return matchOther(in, at, end);
    }

    private int matchOther(byte[] in, int at, int end) {
        for (Template other : received) {
            if (other.isAt(in, at, end)) {
                current = other;
                return match(in, at, end);
            }
        }
        return end - at > 1 && (in[at] & 0xff) == (FIN_TEXT | COMPRESSED) ? unpack(in, at, end) : 0;
    }

    /** A frame with RSV1 (RFC 7692, section 7.2.2), made without context take-over. */
    private int unpack(byte[] in, int at, int end) {
        int length = frameLength(in, at, end);
        if (length == 0) {
            return 0;
        }
        int header = (in[at + 1] & 0x7f) == LENGTH_16_BIT ? 4 : 2;
        try {
            inflater.reset();
            inflater.setInput(in, at + header, length - header);
            int size = inflater.inflate(unpacked);
            if (size != inflated.length() || !inflated.isAt(unpacked, 0, size)) {
                return 0;
            }
            inflated.read(unpacked, 0, numbers);
            return length;
        } catch (DataFormatException damaged) {
            return 0;
        }
    }

    /** Whether it is a message of several frames that is not all there. */
    boolean begins(byte[] in, int at, int end) {
        return kind == Kind.BINARY
                && end - at > 6
                && end - at < current.length()
                && in[at + 2] == '4'
                && in[at + 3] == '5';
    }

    /** Length of the WebSocket frame that begins there with its header, or 0 when it is not all there. */
    static int frameLength(byte[] in, int at, int end) {
        if (end - at < 2) {
            return 0;
        }
        int length = in[at + 1] & 0x7f;
        int header = 2;
        if (length == LENGTH_16_BIT) {
            if (end - at < 4) {
                return 0;
            }
            length = (in[at + 2] & 0xff) << 8 | in[at + 3] & 0xff;
            header = 4;
        }
        return end - at < header + length ? 0 : header + length;
    }

    /** Of the message that was matched last. */
    int stream() {
        return numbers.stream();
    }

    /** Of the message that was matched last. */
    int sequence() {
        return numbers.sequence();
    }

    /**
     * Appends what a client sends for a message: its frames.
     *
     * @param room number of the room, for messages to rooms
     */
    void write(ByteBuffer out, int stream, int sequence, int room, int maskingKey) {
        patch(stream, sequence, room);
        for (int i = 0; i < sent.size(); i++) {
            frame(out, i == 0 ? FIN_TEXT : FIN_BINARY, sent.get(i), maskingKey);
        }
    }

    /** What a client posts for a message: the packet without a frame. */
    byte[] packet(int stream, int sequence, int room) {
        patch(stream, sequence, room);
        return sent.get(0).clone();
    }

    private void patch(int stream, int sequence, int room) {
        byte[] last = sent.get(sent.size() - 1);
        int at =
                switch (kind) {
                    case CHAT, ROOM, ACK -> last.length - 2 - text.length() + 4;
                    case BINARY, PLAIN -> 4;
                };
        put(last, at, stream, 4);
        put(last, at + 4, sequence, 8);
        if (kind == Kind.ROOM) {
            System.arraycopy(ascii(roomName(room)), 0, last, "42[\"room\",\"".length(), 4);
        } else if (kind == Kind.ACK) {
            System.arraycopy(ascii(Integer.toString(FIRST_ID + sequence)), 0, last, 2, 8);
        }
    }

    static String roomName(int room) {
        return number(room, 4);
    }

    private static void put(byte[] payload, int at, int value, int digits) {
        for (int i = 0; i < digits; i++) {
            payload[at + i] = digit(value, digits - 1 - i);
        }
    }

    private static String number(int value, int digits) {
        StringBuilder text = new StringBuilder();
        for (int i = digits - 1; i >= 0; i--) {
            text.append((char) digit(value, i));
        }
        return text.toString();
    }

    private static byte digit(int value, int place) {
        return (byte) ('0' + (value >>> DIGIT_BITS * place & 15));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends a text frame of a client. */
    static void text(ByteBuffer out, byte[] payload, int maskingKey) {
        frame(out, FIN_TEXT, payload, maskingKey);
    }

    /** Appends a frame of a client: masked (RFC 6455, section 5.3). */
    private static void frame(ByteBuffer out, int first, byte[] payload, int maskingKey) {
        header(out, first, payload.length, MASKED);
        out.putInt(maskingKey);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ maskingKey >>> 8 * (3 - (i & 3))));
        }
    }

    private static void header(ByteBuffer out, int first, int length, int masked) {
        out.put((byte) first);
        if (length <= LAST_LENGTH_7_BIT) {
            out.put((byte) (masked | length));
        } else {
            out.put((byte) (masked | LENGTH_16_BIT)).putShort((short) length);
        }
    }
}
