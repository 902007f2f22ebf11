package io.samvad.link;

/** Validation of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    /** Whether all the bytes are complete, valid UTF-8. */
    public static boolean isValid(byte[] bytes) {
        int i = 0;
        int end = bytes.length;
        while (i < end) {
            int first = bytes[i++];
            if (first >= 0) {
                continue;
            }
            int more = continuations(first);
            if (more < 0 || end - i < more || !secondByteFits(first, bytes[i])) {
                return false;
            }
            for (int last = i + more; i < last; i++) {
                if ((bytes[i] & 0xC0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int continuations(int first) {
        int lead = first & 0xff;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 1;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 2;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
    }

    /** RFC 3629, section 4: four lead bytes narrow what may come second. */
    private static boolean secondByteFits(int first, byte second) {
        int next = second & 0xff;
        return switch (first & 0xff) {
            case 0xE0 -> next >= 0xA0;
            case 0xED -> next <= 0x9F;
            case 0xF0 -> next >= 0x90;
            case 0xF4 -> next <= 0x8F;
            default -> true;
        };
    }
}
