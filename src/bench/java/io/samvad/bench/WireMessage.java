package io.samvad.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The message of a load, as bytes on the wire: {@code 42["<event>","<run><sender><sequence><filler>"]} in one WebSocket
 * frame. All messages of a load have the same length and differ in sender and sequence only, so a frame is checked byte for
 * byte by comparing it with a template, eight bytes at a time, and no JSON is parsed. Measured is the server, and a
 * generator that parses would be the slower of the two.
 *
 * <p>A number is written with 4 bits in each character, {@code 0} to {@code ?}: ASCII that JSON does not escape.
 */
final class WireMessage {
    /** Run and sender, 4 characters each, and 8 of the sequence. */
    static final int MIN_BYTES = 16;

    /** Words are compared in the machine's own order, which is the quickest; numbers are read in that of the text. */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIN_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16_BIT = 126;
    private static final int DIGIT_BITS = 4;
    private static final char ZERO = '0';
    /** The upper half of a digit is the same in all of them. */
    private static final byte NUMBER_MASK = (byte) 0xf0;

    private final byte[] payload;
    private final int numbersInPayload;
    private final int numbersInFrame;
    private final int length;
    private final long[] template;
    private final long[] mask;

    /**
     * @param event name of the event, sent and received
     * @param bytes length of the event's string argument, at least {@link #MIN_BYTES}
     */
    WireMessage(String event, int bytes) {
        String before =
                "42[\"" + event + "\",\"" + number(ThreadLocalRandom.current().nextInt(1 << 16), 4);
        String filler = "abcdefghijklmnopqrstuvwxyz".repeat(bytes / 26 + 1).substring(0, bytes - MIN_BYTES);
        payload = (before + number(0, 4) + number(0, 8) + filler + "\"]").getBytes(StandardCharsets.UTF_8);
        numbersInPayload = before.getBytes(StandardCharsets.UTF_8).length;
        byte[] frame = frame();
        length = frame.length;
        numbersInFrame = length - payload.length + numbersInPayload;
        byte[] compared = new byte[length];
        for (int i = 0; i < length; i++) {
            boolean number = i >= numbersInFrame && i < numbersInFrame + 12;
            compared[i] = number ? NUMBER_MASK : (byte) 0xff;
        }
        template = words(frame);
        mask = words(compared);
    }

    private byte[] frame() {
        ByteBuffer frame = ByteBuffer.allocate(4 + payload.length);
        header(frame, payload.length, 0);
        frame.put(payload);
        byte[] exact = new byte[frame.position()];
        frame.flip().get(exact);
        return exact;
    }

    /** The bytes as longs, the last of which overlaps the one before unless the length is a multiple of eight. */
    private static long[] words(byte[] bytes) {
        long[] words = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) WORD.get(bytes, Math.min(i * Long.BYTES, bytes.length - Long.BYTES));
        }
        return words;
    }

    /** Length of the frame that a client receives. */
    int length() {
        return length;
    }

    /** Whether the frame that begins there is a message of this load, apart from its numbers. */
    boolean isAt(byte[] in, int at) {
        long different = 0;
        int last = template.length - 1;
        for (int i = 0; i < last; i++) {
            different |= ((long) WORD.get(in, at + i * Long.BYTES) ^ template[i]) & mask[i];
        }
        different |= ((long) WORD.get(in, at + length - Long.BYTES) ^ template[last]) & mask[last];
        return different == 0;
    }

    int senderAt(byte[] in, int at) {
        return (int) digits((int) FOUR.get(in, at + numbersInFrame));
    }

    int sequenceAt(byte[] in, int at) {
        return (int) digits((long) EIGHT.get(in, at + numbersInFrame + 4));
    }

    /** Eight characters with 4 bits each, moved together. */
    private static long digits(long characters) {
        long x = characters & 0x0f0f0f0f0f0f0f0fL;
        x = (x | x >>> 4) & 0x00ff00ff00ff00ffL;
        x = (x | x >>> 8) & 0x0000ffff0000ffffL;
        return (x | x >>> 16) & 0xffffffffL;
    }

    /** Appends the frame that a client sends. */
    void write(ByteBuffer out, int sender, int sequence, int maskingKey) {
        put(numbersInPayload, sender, 4);
        put(numbersInPayload + 4, sequence, 8);
        text(out, payload, maskingKey);
    }

    private void put(int at, int value, int digits) {
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
        return (byte) (ZERO + (value >>> DIGIT_BITS * place & 15));
    }

    /** Appends a text frame of a client: masked (RFC 6455, section 5.3). */
    static void text(ByteBuffer out, byte[] payload, int maskingKey) {
        header(out, payload.length, MASKED);
        out.putInt(maskingKey);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ maskingKey >>> 8 * (3 - (i & 3))));
        }
    }

    private static void header(ByteBuffer out, int length, int masked) {
        out.put((byte) FIN_TEXT);
        if (length < LENGTH_16_BIT) {
            out.put((byte) (masked | length));
        } else {
            out.put((byte) (masked | LENGTH_16_BIT)).putShort((short) length);
        }
    }
}
