package io.samvad.engineio.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.samvad.link.Frame;
import io.samvad.link.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/**
 * Puts the fragments of a message together (RFC 6455, section 5.4), whatever the length of each, up to a limit, and unpacks it
 * if it is compressed (RFC 7692, section 6.2), up to the same limit.
 */
final class FrameAssembly {
    /** Fragments of one message; a bound on the work that empty fragments can make. */
    private static final int MAX_FRAGMENTS = 16_384;

    /** The first of the three reserved bits: the message is compressed. */
    private static final int RSV1 = 4;

    private final int maxBytes;
    private final ByteArrayOutputStream begun;
    private final boolean binary;
    private final boolean compressed;
    private int fragments;

    /** @param first fragment of the message, which is still to be added */
    FrameAssembly(WebSocketFrame first, int maxBytes) {
        this.maxBytes = maxBytes;
        this.binary = first instanceof BinaryWebSocketFrame;
        this.compressed = first.rsv() == RSV1;
        this.begun = new ByteArrayOutputStream(first.content().readableBytes());
    }

    /**
     * A message in one frame.
     *
     * @throws RefusedException as {@link #add}
     */
    static Frame whole(WebSocketFrame only, int maxBytes) {
        ByteBuf content = only.content();
        byte[] bytes = only.rsv() == RSV1 ? inflated(content.nioBuffer(), maxBytes) : ByteBufUtil.getBytes(content);
        return message(bytes, only instanceof BinaryWebSocketFrame);
    }

    /**
     * Adds a text, binary or continuation frame; the decoder has seen to their order.
     *
     * @return the whole message, or null while more is to come
     * @throws RefusedException if the message is too long, in too many pieces, cannot be unpacked, or is text that is not UTF-8
     */
    Frame add(WebSocketFrame part) {
        if (begun.size() + part.content().readableBytes() > maxBytes) {
            throw tooBig(maxBytes);
        }
        if (++fragments > MAX_FRAGMENTS) {
            throw new RefusedException(
                    CloseCode.POLICY_VIOLATION, "message has more than " + MAX_FRAGMENTS + " fragments");
        }
        begun.writeBytes(ByteBufUtil.getBytes(part.content()));
        if (!part.isFinalFragment()) {
            return null;
        }
        byte[] bytes = begun.toByteArray();
        return message(compressed ? inflated(ByteBuffer.wrap(bytes), maxBytes) : bytes, binary);
    }

    private static Frame message(byte[] bytes, boolean binary) {
        if (binary) {
            return Frame.binary(bytes);
        }
        if (!Utf8.isValid(bytes)) {
            throw new RefusedException(CloseCode.INVALID_DATA, "text is not valid UTF-8");
        }
        return Frame.text(bytes);
    }

    private static byte[] inflated(ByteBuffer packed, int maxBytes) {
        byte[] message;
        try {
            message = MessageInflater.inflate(packed, maxBytes);
        } catch (DataFormatException notDeflated) {
            throw new RefusedException(CloseCode.INVALID_DATA, "message cannot be unpacked");
        }
        if (message == null) {
            throw tooBig(maxBytes);
        }
        return message;
    }

    private static RefusedException tooBig(int maxBytes) {
        return new RefusedException(CloseCode.TOO_BIG, "message is longer than " + maxBytes + " bytes");
    }

    /**
     * Whether the reserved bits of a frame mean something: the first frame of a message can say that it is compressed, if that
     * was agreed upon, and no frame can say anything else.
     */
    static boolean understands(WebSocketFrame frame, boolean compression) {
        boolean first = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        return frame.rsv() == 0 || frame.rsv() == RSV1 && first && compression;
    }

    /** A message is not taken; tells the status code to close with. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        private RefusedException(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
