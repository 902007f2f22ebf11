package io.samvad.engineio.transport;

import io.samvad.link.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finished RFC 6455 frames (section 5.2) as a server sends them: final, not masked. */
public final class WebSocketFrames {
    /** An Engine.IO message packet: text with its type digit, or the bare bytes. */
    public static final WireForm ENGINE_MESSAGE = data ->
            data.isBinary() ? finished(Opcode.BINARY, data.payload()) : finished(Opcode.TEXT, '4', data.payload());

    /** A message as it is. */
    public static final WireForm PLAIN =
            data -> finished(data.isBinary() ? Opcode.BINARY : Opcode.TEXT, data.payload());

    private static final int FIN = 0x80;
    private static final int LENGTH_16_BIT = 126;
    private static final int LENGTH_64_BIT = 127;
    private static final int MAX_16_BIT = 0xffff;
    private static final int MAX_CONTROL_PAYLOAD = 125;

    /** Opcodes of RFC 6455, section 5.2. */
    private enum Opcode {
        TEXT(1),
        BINARY(2),
        CLOSE(8),
        PING(9),
        PONG(10);

        private final int value;

        Opcode(int value) {
            this.value = value;
        }
    }

    private WebSocketFrames() {}

    /** A text frame. */
    public static byte[] text(String text) {
        return finished(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text frame of valid UTF-8. */
    static byte[] text(byte[] utf8) {
        return finished(Opcode.TEXT, utf8);
    }

    /**
     * A binary frame.
     *
     * @param first the byte in front of the others
     */
    static byte[] binary(byte first, byte[] rest) {
        return finished(Opcode.BINARY, (char) first, rest);
    }

    /** A ping without data. */
    public static byte[] ping() {
        return finished(Opcode.PING, new byte[0]);
    }

    /** The answer to a ping, with its data. */
    public static byte[] pong(byte[] data) {
        return finished(Opcode.PONG, data);
    }

    /** A close frame; the reason is cut where a control frame ends. */
    public static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_CONTROL_PAYLOAD - 2);
        while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        return finished(Opcode.CLOSE, payload);
    }

    private static byte[] finished(Opcode opcode, byte[] payload) {
        byte[] frame = header(opcode, payload.length);
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    private static byte[] finished(Opcode opcode, char first, byte[] rest) {
        byte[] frame = header(opcode, 1 + rest.length);
        int start = frame.length - rest.length;
        frame[start - 1] = (byte) first;
        System.arraycopy(rest, 0, frame, start, rest.length);
        return frame;
    }

    /** A frame of the right size with its header filled in. */
    private static byte[] header(Opcode opcode, int length) {
        byte[] frame;
        if (length < LENGTH_16_BIT) {
            frame = new byte[2 + length];
            frame[1] = (byte) length;
        } else if (length <= MAX_16_BIT) {
            frame = new byte[4 + length];
            frame[1] = LENGTH_16_BIT;
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        } else {
            frame = new byte[10 + length];
            frame[1] = LENGTH_64_BIT;
            Arrays.fill(frame, 2, 6, (byte) 0);
            for (int i = 0; i < 4; i++) {
                frame[6 + i] = (byte) (length >> 8 * (3 - i));
            }
        }
        frame[0] = (byte) (FIN | opcode.value);
        return frame;
    }
}
