package io.samvad.chat.history;

import java.nio.charset.StandardCharsets;

/** What every store can hold; the application has tighter limits of its own. */
final class Limits {
    /** UTF-8 bytes of one text or of what comes with it. */
    static final int MAX_BYTES = 65_536;

    /** Entries, messages or rooms in one answer. */
    static final int MAX_PAGE = 1_000;

    /** Reactions to one message, of all people together. */
    static final int MAX_REACTIONS = 1_000;

    private Limits() {}

    /** Gives the text back. */
    static String storable(String text, String what) {
        if (text == null || !isStorable(text)) {
            throw new IllegalArgumentException(
                    what + " is missing, or has a NUL character or half of one that takes two");
        }
        return text;
    }

    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Gives the text back; null is nothing and passes. */
    static String fitting(String text) {
        if (text != null && text.length() > MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new StoreException(StoreException.Code.TOO_LARGE, "a message has at most " + MAX_BYTES + " bytes");
        }
        return text;
    }

    static int page(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit);
        }
        return Math.min(limit, MAX_PAGE);
    }
}
