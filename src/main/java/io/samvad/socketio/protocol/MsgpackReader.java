package io.samvad.socketio.protocol;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads the values of one frame in the form of {@link JsonValues}. A length that the frame declares is believed only as far
 * as bytes are there: nothing is reserved for it before (CVE-2026-21452). What the library finds wrong it throws as {@link
 * org.msgpack.core.MessagePackException}; {@link MsgpackPacketDecoder} catches that.
 */
final class MsgpackReader {
    /** What JavaScript calls undefined: a field is there, but as if it were not. */
    static final Object UNDEFINED = new Object();

    /** The extension in which the JavaScript parser puts types of its own; which of them, the format says. */
    private static final byte JAVASCRIPT = 0;

    /** The farthest a {@code Date} of JavaScript is from 1970, in milliseconds. */
    private static final long LAST_DATE = 8_640_000_000_000_000L;

    private static final int LAST_PLAIN_YEAR = 9999;
    private static final DateTimeFormatter BEHIND_THE_YEAR = DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'");

    /** Elements that room is made for beforehand: a frame may declare many at each of its levels and hold none. */
    private static final int FORESEEN = 8;

    private static final int LONG_BITS = 63;

    private final byte[] frame;
    private final int maxDepth;
    private final MessageUnpacker in;
    private boolean binary;

    /**
     * @param frame the whole frame; is not changed
     * @param maxDepth how deep arrays and maps may be nested
     */
    MsgpackReader(byte[] frame, int maxDepth) {
        this.frame = frame;
        this.maxDepth = maxDepth;
        this.in = MessagePack.DEFAULT_UNPACKER_CONFIG.newUnpacker(frame);
    }

    /** Begins the map that the packet is, and gives the number of its fields. */
    int fields() throws IOException {
        expect(ValueType.MAP, "a packet");
        return count(in.unpackMapHeader(), 2);
    }

    /** The name of the next field, or key of the next value in a map. */
    String key() throws IOException {
        expect(ValueType.STRING, "a key");
        return string();
    }

    /** The value of a field, which may be {@link #UNDEFINED}. */
    Object field() throws IOException {
        binary = false;
        return read(1);
    }

    /** Whether a buffer was in the field that was read last. */
    boolean hasBinary() {
        return binary;
    }

    /** Makes sure that nothing follows. */
    void end() {
        if (position() < frame.length) {
            throw new ProtocolException((frame.length - position()) + " bytes at byte " + position()
                    + ", expected is the end, since the packet is complete");
        }
    }

    /** Bytes read so far. */
    int position() {
        return (int) in.getTotalReadBytes();
    }

    private Object nested(int depth) throws IOException {
        Object value = read(depth);
        return value == UNDEFINED ? null : value;
    }

    private Object read(int depth) throws IOException {
        MessageFormat format = format("a value");
        return switch (format.getValueType()) {
            case NIL -> {
                in.unpackNil();
                yield null;
            }
            case BOOLEAN -> in.unpackBoolean();
            case INTEGER -> integer(format);
            case FLOAT -> decimal();
            case STRING -> string();
            case BINARY -> bytes(in.unpackBinaryHeader());
            case ARRAY -> array(depth);
            case MAP -> map(depth);
            case EXTENSION -> extension(format);
        };
    }

    private MessageFormat format(String expected) throws IOException {
        if (position() == frame.length) {
            throw new ProtocolException("the packet breaks off at byte " + position() + ", expected is " + expected);
        }
        MessageFormat format = in.getNextFormat();
        if (format == MessageFormat.NEVER_USED) {
            throw PacketHeader.unexpected(frame, position(), expected);
        }
        return format;
    }

    private void expect(ValueType type, String what) throws IOException {
        ValueType found = format(what).getValueType();
        if (found != type) {
            throw new ProtocolException(
                    what + " at byte " + position() + " is of type " + found + ", expected is " + type);
        }
    }

    private List<Object> array(int depth) throws IOException {
        checkDepth(depth);
        int count = count(in.unpackArrayHeader(), 1);
        List<Object> list = new ArrayList<>(Math.min(count, FORESEEN));
        for (int i = 0; i < count; i++) {
            list.add(nested(depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(int depth) throws IOException {
        checkDepth(depth);
        int count = count(in.unpackMapHeader(), 2);
        Map<String, Object> map = new LinkedHashMap<>(4);
        for (int i = 0; i < count; i++) {
            String key = key();
            map.put(key, nested(depth + 1));
        }
        return map;
    }

    private void checkDepth(int depth) {
        if (depth > maxDepth) {
            throw new ProtocolException(
                    "the data is nested deeper at byte " + position() + " than the allowed " + maxDepth + " levels");
        }
    }

    private int count(int declared, int bytesForEach) {
        if ((long) declared * bytesForEach > frame.length - position()) {
            throw tooFew(declared + " elements");
        }
        return declared;
    }

    private static Number narrow(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private Number integer(MessageFormat format) throws IOException {
        if (format != MessageFormat.UINT64) {
            return narrow(in.unpackLong());
        }
        BigInteger unsigned = in.unpackBigInteger();
        return unsigned.bitLength() <= LONG_BITS ? narrow(unsigned.longValue()) : unsigned;
    }

    private Double decimal() throws IOException {
        double value = in.unpackDouble();
        return Double.isFinite(value) ? value : null;
    }

    private String string() throws IOException {
        int length = in.unpackRawStringHeader();
        int from = take(length);
        String text = new String(frame, from, length, StandardCharsets.UTF_8);
        // Java puts this character for what is no UTF-8; but it may also have been sent.
        if (text.indexOf('\ufffd') >= 0) {
            byte[] sent = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(sent, 0, sent.length, frame, from, from + length)) {
                throw new ProtocolException("the string at byte " + from + " is not valid UTF-8");
            }
        }
        return text;
    }

    private Buffer bytes(int length) throws IOException {
        int from = take(length);
        binary = true;
        return Buffer.buffer(Arrays.copyOfRange(frame, from, from + length));
    }

    /**
     * Passes over bytes that are there.
     *
     * @return where they begin
     */
    private int take(int length) throws IOException {
        int from = position();
        if (length > frame.length - from) {
            throw tooFew(length + " bytes");
        }
        in.readPayloadAsReference(length);
        return from;
    }

    private ProtocolException tooFew(String declared) {
        return new ProtocolException(declared + " are declared before byte " + position() + ", but only "
                + (frame.length - position()) + " bytes follow");
    }

    private Object extension(MessageFormat format) throws IOException {
        int from = position();
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        if (header.getType() == JAVASCRIPT) {
            switch (format) {
                case EXT8, EXT16, EXT32:
                    return bytes(header.getLength());
                case FIXEXT1:
                    take(1);
                    return UNDEFINED;
                case FIXEXT8:
                    return date();
                default:
                    break;
            }
        }
        throw new ProtocolException("an extension of type " + header.getType() + " and format " + format + " at byte "
                + from + ", expected are those of JavaScript's undefined, Date and ArrayBuffer");
    }

    /** The text that JSON has for a date, with milliseconds and a sign before years of more than four digits. */
    private String date() throws IOException {
        int from = take(Long.BYTES);
        long millis = new BigInteger(frame, from, Long.BYTES).longValue();
        if (Math.abs(millis) > LAST_DATE || millis == Long.MIN_VALUE) {
            throw new ProtocolException("the date at byte " + from + " is " + millis + " ms from 1970, expected are "
                    + LAST_DATE + " at most");
        }
        ZonedDateTime date = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
        boolean plain = date.getYear() >= 0 && date.getYear() <= LAST_PLAIN_YEAR;
        return (plain ? "%04d" : "%+07d").formatted(date.getYear()) + BEHIND_THE_YEAR.format(date);
    }
}
