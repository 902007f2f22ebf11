package io.samvad.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * One frame of RFC 6455 (section 5.2), well-formed or not.
 *
 * @param fin whether it ends a message
 * @param reserved the three reserved bits, 0 to 7
 * @param opcode what it is, 0 to 15
 * @param payload its payload, not masked
 */
public record RawFrame(boolean fin, int reserved, int opcode, byte[] payload) {
    /** Opcodes of RFC 6455, section 5.2. */
    public static final int CONTINUATION = 0;

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** The first of the reserved bits. */
    private static final int COMPRESSED = 4;

    /** What a flush of a compressor ends with. */
    private static final byte[] FLUSHED = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    /** A whole message of text. */
    public static RawFrame text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole binary message. */
    public static RawFrame binary(byte... bytes) {
        return of(BINARY, bytes);
    }

    /** A close frame. */
    public static RawFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return of(CLOSE, payload);
    }

    /** A final frame of any kind. */
    public static RawFrame of(int opcode, byte... payload) {
        return new RawFrame(true, 0, opcode, payload);
    }

    /** The same as a fragment that more will follow. */
    public RawFrame unfinished() {
        return new RawFrame(false, reserved, opcode, payload);
    }

    /** The same with reserved bits. */
    public RawFrame withReserved(int bits) {
        return new RawFrame(fin, bits, opcode, payload);
    }

    /** The same with its payload compressed (RFC 7692, section 7.2.1), and the bit that says so. */
    public RawFrame deflated() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(payload);
        byte[] packed = new byte[payload.length + 64];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH) - FLUSHED.length;
        deflater.end();
        return new RawFrame(fin, COMPRESSED, opcode, Arrays.copyOf(packed, length));
    }

    /** Whether the payload is compressed. */
    public boolean isDeflated() {
        return reserved == COMPRESSED;
    }

    /** The same with its payload unpacked, by itself (RFC 7692, section 7.2.2); what is not compressed stays as it is. */
    public RawFrame inflated() {
        if (!isDeflated()) {
            return this;
        }
        byte[] packed = Arrays.copyOf(payload, payload.length + FLUSHED.length);
        System.arraycopy(FLUSHED, 0, packed, payload.length, FLUSHED.length);
        Inflater inflater = new Inflater(true);
        inflater.setInput(packed);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            byte[] part = new byte[1024];
            for (int length = inflater.inflate(part); length > 0; length = inflater.inflate(part)) {
                whole.write(part, 0, length);
            }
        } catch (DataFormatException broken) {
            throw new AssertionError("it cannot be unpacked by itself", broken);
        } finally {
            inflater.end();
        }
        return new RawFrame(fin, 0, opcode, whole.toByteArray());
    }

    /** The bytes on the wire as a client must send them. */
    public byte[] masked() {
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i % MASK.length];
        }
        return wire(header(payload.length, true), masked);
    }

    /** The bytes on the wire as only a server may send them. */
    public byte[] unmasked() {
        return wire(header(payload.length, false), payload);
    }

    /** A masked header that announces so many bytes, and nothing behind it. */
    public byte[] announcing(long length) {
        return header(length, true);
    }

    private byte[] header(long length, boolean mask) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write((fin ? 0x80 : 0) | reserved << 4 | opcode);
        int maskBit = mask ? 0x80 : 0;
        int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        header.write(maskBit | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
        for (int i = lengthBytes - 1; i >= 0; i--) {
            header.write((int) (length >> 8 * i));
        }
        if (mask) {
            header.writeBytes(MASK);
        }
        return header.toByteArray();
    }

    private static byte[] wire(byte[] header, byte[] payload) {
        byte[] all = Arrays.copyOf(header, header.length + payload.length);
        System.arraycopy(payload, 0, all, header.length, payload.length);
        return all;
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The status code of a close frame, 1005 if it has none (RFC 6455, section 7.1.5). */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }

    /** The reason of a close frame. */
    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String shown = opcode == CLOSE ? closeCode() + " " + closeReason() : text();
        return "frame fin=" + fin + " opcode=" + opcode + " " + shown;
    }
}
