package io.samvad.engineio.transport;

import io.samvad.link.Frame;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

/**
 * How messages to WebSocket clients are compressed, and what is agreed upon with them: permessage-deflate, RFC 7692, without
 * context takeover in either direction.
 *
 * @param threshold fewest bytes that a message must have to be compressed
 * @param level of zlib, from 1 (fast) to 9 (small)
 */
public record PerMessageDeflate(int threshold, int level) {
    private static final String NAME = "permessage-deflate";
    private static final String AGREED = NAME + "; server_no_context_takeover; client_no_context_takeover";
    private static final String WINDOW_OF_15 = "; server_max_window_bits=15";

    /** RFC 7692, section 7.1.2: 8 to 15, without a zero in front. */
    private static final Pattern WINDOW_BITS = Pattern.compile("[89]|1[0-5]");

    /** RFC 6455, section 9.1: a name, perhaps with a value, which may stand in quotes; then what separates it from the next. */
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*(TOKEN)(?:\\s*=\\s*(?:(TOKEN)|\"(TOKEN)\"))?\\s*(,|;|$)"
                    .replace("TOKEN", "[!#$%&'*+.^_`|~0-9A-Za-z-]+"));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PerMessageDeflate {
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold is " + threshold + ", at least 0 is expected");
        }
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("level is " + level + ", 1 to 9 is expected");
        }
    }

    /** A message as a finished frame for a peer that has agreed: compressed if that is allowed and makes it shorter. */
    byte[] encode(Frame message, MessageForm form) {
        boolean compressed = message.isCompressible() && message.length() >= threshold;
        return message.as(compressed ? form.compressed(level) : form);
    }

    // ---------------------------------------------------------------- agreement

    /**
     * Answers the offers of a client (RFC 7692, section 7.1): takes the first that can be kept.
     *
     * @param headers each {@code Sec-WebSocket-Extensions} of the request
     * @return the header of the answer; nothing if there is no such offer, and the client goes without compression
     */
    static Optional<String> agree(List<String> headers) {
        return headers.stream().flatMap(header -> agree(header).stream()).findFirst();
    }

    private static Optional<String> agree(String header) {
        Matcher at = PARAMETER.matcher(header);
        Offer offer = null;
        while (at.lookingAt()) {
            String value = at.group(2) == null ? at.group(3) : at.group(2);
            if (offer == null) {
                offer = new Offer(at.group(1), value);
            } else {
                offer.parameter(at.group(1), value);
            }
            boolean last = at.group(4).isEmpty();
            if (!at.group(4).equals(";")) {
                if (offer.canBeKept) {
                    return Optional.of(offer.windowOf15 ? AGREED + WINDOW_OF_15 : AGREED);
                }
                offer = null;
            }
            if (last) {
                break;
            }
            at.region(at.end(), header.length());
        }
        return Optional.empty();
    }

    /** One extension that the client offers, while it is read. */
    private static final class Offer {
        private final Set<String> seen = new HashSet<>();
        private boolean canBeKept;
        private boolean windowOf15;

        private Offer(String extension, String value) {
            canBeKept = extension.toLowerCase(Locale.ROOT).equals(NAME) && value == null;
        }

        /** What is not known, comes twice or has a wrong value spoils the offer. */
        private void parameter(String name, String value) {
            boolean known =
                    switch (name) {
                        case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
                            // The compressor of the JDK has a window of 15 and no other.
                        case "server_max_window_bits" -> "15".equals(value);
                            // A hint: the client may use as large a window as it likes.
                        case "client_max_window_bits" -> value == null
                                || WINDOW_BITS.matcher(value).matches();
                        default -> false;
                    };
            windowOf15 |= name.equals("server_max_window_bits");
            canBeKept &= known && seen.add(name);
        }
    }
}
