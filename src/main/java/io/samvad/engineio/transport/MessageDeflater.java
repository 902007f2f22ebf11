package io.samvad.engineio.transport;

import java.util.zip.Deflater;

/**
 * Compresses messages (RFC 7692, section 7.2.1), each for itself: no message refers to one before it. That costs a little of
 * the gain, but then a connection needs no compressor of its own, and one message suits all connections.
 */
final class MessageDeflater {
    /** What a flush ends with, and what is left away: 00 00 ff ff. */
    private static final int TAIL = 4;

    private static final byte[] NOTHING = {};

    /** Each event loop has one for each level that is in use: it holds a quarter of a megabyte outside the heap. */
    private static final ThreadLocal<Deflater[]> DEFLATERS =
            ThreadLocal.withInitial(() -> new Deflater[Deflater.BEST_COMPRESSION + 1]);

    private MessageDeflater() {}

    /**
     * Compresses the payload of a finished frame.
     *
     * @return another finished frame, or null if that would not be shorter
     */
    static byte[] deflate(byte[] frame, int level) {
        int start = WebSocketFrames.startOfPayload(frame);
        int length = frame.length - start;
        // As long as the payload itself and its tail: what does not fit is not wanted.
        byte[] packed = new byte[length + TAIL];
        Deflater deflater = deflater(level);
        deflater.setInput(frame, start, length);
        int packedLength = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH) - TAIL;
        deflater.reset();
        // Or it would hold on to the message.
        deflater.setInput(NOTHING);
        return packedLength < length ? WebSocketFrames.compressed(frame, packed, packedLength) : null;
    }

    private static Deflater deflater(int level) {
        Deflater[] known = DEFLATERS.get();
        if (known[level] == null) {
            known[level] = new Deflater(level, true);
        }
        return known[level];
    }
}
