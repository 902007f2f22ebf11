package io.samvad.engineio.transport;

import io.samvad.link.Frame;
import io.samvad.link.WireForm;
import java.util.zip.Deflater;

/**
 * How messages look as finished RFC 6455 frames: as they are, and compressed with each level of permessage-deflate. All of
 * them are made once and shared by all event loops, because a form is what a {@link Frame} finds its bytes by: so a
 * broadcast is compressed once, whoever needs it first, and not once for each connection or loop.
 */
public final class MessageForm implements WireForm {
    private static final int LEVELS = Deflater.BEST_COMPRESSION;

    private final WireForm plain;
    private final MessageForm text;
    private final WireForm[] compressed = new WireForm[LEVELS];

    /**
     * To be kept in a constant.
     *
     * @param plain encodes a message as a finished frame
     */
    MessageForm(WireForm plain) {
        this(plain, null);
    }

    /**
     * To be kept in a constant.
     *
     * @param binary encodes a binary message as a finished frame
     * @param text how text looks, which has a form already
     */
    MessageForm(WireForm binary, MessageForm text) {
        this.plain = binary;
        this.text = text;
        for (int level = 1; level <= LEVELS; level++) {
            compressed[level - 1] = compressedWith(level);
        }
    }

    /** What does not get any shorter stays as it is: the very same bytes. */
    private WireForm compressedWith(int level) {
        return message -> {
            if (isOfOtherForm(message)) {
                return message.as(text.compressed(level));
            }
            byte[] frame = message.as(this);
            byte[] shorter = MessageDeflater.deflate(frame, level);
            return shorter == null ? frame : shorter;
        };
    }

    @Override
    public byte[] encode(Frame message) {
        return isOfOtherForm(message) ? message.as(text) : plain.encode(message);
    }

    private boolean isOfOtherForm(Frame message) {
        return text != null && !message.isBinary();
    }

    /**
     * The form with a compressed payload.
     *
     * @param level 1 to 9
     */
    WireForm compressed(int level) {
        return compressed[level - 1];
    }
}
