package io.samvad.link;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One message on a {@link Link}: text (UTF-8) or binary.
 *
 * <p>A frame is immutable once made, so that one frame is shared by all connections and all event loops of a broadcast;
 * whoever gets {@link #payload()} must not write into it. What it looks like on a given wire is computed once and kept:
 * see {@link #as(WireForm)}.
 */
public final class Frame {
    private final byte[] payload;
    private final boolean binary;
    /** Computed forms, newest first. A race computes a form twice at worst: all fields of {@link Known} are final. */
    private Known known;

    private Frame(byte[] payload, boolean binary) {
        this.payload = Objects.requireNonNull(payload, "payload");
        this.binary = binary;
    }

    /** A text frame of the given characters. */
    public static Frame text(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** A text frame of bytes that are known to be valid UTF-8. The array is not copied. */
    public static Frame text(byte[] utf8) {
        return new Frame(utf8, false);
    }

    /** A binary frame. The array is not copied. */
    public static Frame binary(byte[] bytes) {
        return new Frame(bytes, true);
    }

    /** Whether the payload is bytes, else it is text. */
    public boolean isBinary() {
        return binary;
    }

    /** The payload: UTF-8 of the text, or the bytes. Shared, never to be written to. */
    public byte[] payload() {
        return payload;
    }

    /** The payload as characters; of a text frame. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Length of the payload in bytes. */
    public int length() {
        return payload.length;
    }

    /**
     * This frame in the form that goes on a wire, encoded at the first call and shared afterwards.
     *
     * @param form how to encode; compared by identity, so give the same object each time
     * @return the encoded bytes, never to be written to
     */
    public byte[] as(WireForm form) {
        for (Known k = known; k != null; k = k.next) {
            if (k.form == form) {
                return k.bytes;
            }
        }
        byte[] bytes = form.encode(this);
        known = new Known(form, bytes, known);
        return bytes;
    }

    @Override
    public String toString() {
        return (binary ? "binary" : "text") + " frame of " + payload.length + " bytes";
    }

    private static final class Known {
        final WireForm form;
        final byte[] bytes;
        final Known next;

        Known(WireForm form, byte[] bytes, Known next) {
            this.form = form;
            this.bytes = bytes;
            this.next = next;
        }
    }
}
