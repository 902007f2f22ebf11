package io.samvad.engineio.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.samvad.link.Frame;
import java.io.ByteArrayOutputStream;

/** Puts the fragments of a message together (RFC 6455, section 5.4), whatever the length of each, up to a limit. */
final class FrameAssembly {
    /** Fragments of one message; a bound on the work that empty fragments can make. */
    private static final int MAX_FRAGMENTS = 16_384;

    private static final int POLICY_VIOLATION = 1008;
    private static final int TOO_BIG = 1009;

    private final int maxBytes;
    private ByteArrayOutputStream begun;
    private boolean binary;
    private int fragments;

    FrameAssembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a text, binary or continuation frame; the decoder has seen to their order.
     *
     * @return the whole message, or null while more is to come
     * @throws LimitException if the message is too long or in too many pieces
     */
    Frame add(WebSocketFrame part) {
        if (begun == null && part.isFinalFragment()) {
            byte[] bytes = ByteBufUtil.getBytes(part.content());
            return part instanceof BinaryWebSocketFrame ? Frame.binary(bytes) : Frame.text(bytes);
        }
        if (begun == null) {
            begun = new ByteArrayOutputStream(part.content().readableBytes());
            binary = part instanceof BinaryWebSocketFrame;
        }
        if (begun.size() + part.content().readableBytes() > maxBytes) {
            throw new LimitException(TOO_BIG, "message is longer than " + maxBytes + " bytes");
        }
        if (++fragments > MAX_FRAGMENTS) {
            throw new LimitException(POLICY_VIOLATION, "message has more than " + MAX_FRAGMENTS + " fragments");
        }
        begun.writeBytes(ByteBufUtil.getBytes(part.content()));
        if (!part.isFinalFragment()) {
            return null;
        }
        byte[] bytes = begun.toByteArray();
        clear();
        return binary ? Frame.binary(bytes) : Frame.text(bytes);
    }

    /** Forgets what has been begun. */
    void clear() {
        begun = null;
        fragments = 0;
    }

    /** A message breaks a limit; tells the status code to close with. */
    static final class LimitException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        private LimitException(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
