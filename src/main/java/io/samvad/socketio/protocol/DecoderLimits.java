package io.samvad.socketio.protocol;

/**
 * What a peer may ask of a decoder. The size of a single frame is not among these: the link below limits it.
 *
 * @param maxAttachments binary attachments of one packet, 0 or more. The default is 10, as in the JavaScript parser
 * @param maxDepth how deep arrays and objects may be nested, the array of arguments included; 1 to 250, default 100
 * @param maxNamespaceLength length of a namespace in bytes of UTF-8, slash and query included; 1 or more, default 256
 */
public record DecoderLimits(int maxAttachments, int maxDepth, int maxNamespaceLength) {
    private static final DecoderLimits DEFAULTS = new DecoderLimits(10, 100, 256);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException when one is out of its range
     */
    public DecoderLimits {
        require(maxAttachments >= 0, "maxAttachments", maxAttachments, "0 or more");
        require(
                maxDepth >= 1 && maxDepth <= JsonValues.MAX_DEPTH,
                "maxDepth",
                maxDepth,
                "1 to " + JsonValues.MAX_DEPTH);
        require(maxNamespaceLength >= 1, "maxNamespaceLength", maxNamespaceLength, "1 or more");
    }

    /** The limits in use when nothing else is said. */
    public static DecoderLimits defaults() {
        return DEFAULTS;
    }

    private static void require(boolean valid, String name, int value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(name + " is " + value + ", expected is " + expected);
        }
    }
}
