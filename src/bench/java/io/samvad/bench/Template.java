package io.samvad.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes that are the same in each message of a load, but for its numbers. Compared eight at a time. */
final class Template {
    /** Words are compared in the machine's own order, which is the quickest; numbers are read in that of the text. */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int STREAM_DIGITS = 4;
    private static final int DIGITS = 12;
    private static final int ID_DIGITS = 8;
    /** The upper half of a digit is the same in all of them. */
    private static final byte NUMBER_MASK = (byte) 0xf0;

    private final int length;
    private final int numbersAt;
    private final long[] template;
    private final long[] mask;

    /** What one message has for itself. */
    static final class Numbers {
        private int stream;
        private int sequence;

        int stream() {
            return stream;
        }

        int sequence() {
            return sequence;
        }
    }

    /**
     * @param numbersAt where stream and sequence are, 4 and 8 digits
     * @param idAt where an id of eight digits is, or -1
     */
    Template(byte[] bytes, int numbersAt, int idAt) {
        length = bytes.length;
        this.numbersAt = numbersAt;
        byte[] compared = new byte[length];
        for (int i = 0; i < length; i++) {
            boolean number = i >= numbersAt && i < numbersAt + DIGITS || idAt >= 0 && i >= idAt && i < idAt + ID_DIGITS;
            compared[i] = number ? NUMBER_MASK : (byte) 0xff;
        }
        template = words(bytes);
        mask = words(compared);
        for (int i = 0; i < template.length; i++) {
            template[i] &= mask[i];
        }
    }

    /** The bytes as longs, the last of which overlaps the one before unless the length is a multiple of eight. */
    private static long[] words(byte[] bytes) {
        long[] words = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) WORD.get(bytes, Math.min(i * Long.BYTES, bytes.length - Long.BYTES));
        }
        return words;
    }

    int length() {
        return length;
    }

    Numbers numbers() {
        return new Numbers();
    }

    /** Whether all bytes are there, and the same apart from the numbers. */
    boolean isAt(byte[] in, int at, int end) {
        if (end - at < length) {
            return false;
        }
        long different = 0;
        int last = template.length - 1;
        for (int i = 0; i < last; i++) {
            different |= (long) WORD.get(in, at + i * Long.BYTES) & mask[i] ^ template[i];
        }
        different |= (long) WORD.get(in, at + length - Long.BYTES) & mask[last] ^ template[last];
        return different == 0;
    }

    void read(byte[] in, int at, Numbers into) {
        into.stream = (int) digits((int) FOUR.get(in, at + numbersAt));
        into.sequence = (int) digits((long) EIGHT.get(in, at + numbersAt + STREAM_DIGITS));
    }

    /** Eight characters with 4 bits each, moved together. */
    private static long digits(long characters) {
        long x = characters & 0x0f0f0f0f0f0f0f0fL;
        x = (x | x >>> 4) & 0x00ff00ff00ff00ffL;
        x = (x | x >>> 8) & 0x0000ffff0000ffffL;
        return (x | x >>> 16) & 0xffffffffL;
    }
}
