package io.samvad.socketio.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.samvad.link.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a packet as they came: JSON that was looked through, but of which no value has been made. An event that is
 * only passed on needs none: its arguments leave as the bytes that came.
 *
 * <p>Only what is plain is taken, which is nearly everything: no number of more than {@value #MAX_NUMBER_LENGTH} characters or
 * with an exponent, no escape in the name. {@link PayloadReader} reads the rest, and it alone finds fault.
 */
final class RawArguments {
    /** Whatever the digits, such a number is within all limits. */
    private static final int MAX_NUMBER_LENGTH = 15;

    private static final int NONE = -1;

    private final byte[] frame;
    private final PacketHeader header;
    private final int maxDepth;
    private String name;
    /** The first byte of the first argument, and the bracket behind the last. */
    private int from;

    private int to;
    private int count;
    private boolean ascii = true;

    private RawArguments(byte[] frame, PacketHeader header, int maxDepth) {
        this.frame = frame;
        this.header = header;
        this.maxDepth = maxDepth;
    }

    /**
     * Looks through a payload that begins with a bracket.
     *
     * @param named whether the first element is the name of an event
     * @return null if it is not plain
     */
    static RawArguments of(byte[] frame, PacketHeader header, int maxDepth, boolean named) {
        RawArguments raw = new RawArguments(frame, header, maxDepth);
        return raw.scan(named) ? raw : null;
    }

    /** The name of the event; null if none was expected. */
    String name() {
        return name;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** Makes the values. */
    Object[] values() {
        try (PayloadReader in = new PayloadReader(frame, header, maxDepth)) {
            in.begin(name != null);
            return in.arguments();
        }
    }

    /**
     * The payload with these arguments: an array.
     *
     * @param event its name comes first; null for none
     */
    byte[] payload(String event) {
        byte[] first = event == null ? new byte[0] : quoted(event);
        boolean both = event != null && count > 0;
        int length = to - from;
        byte[] payload = new byte[2 + first.length + (both ? 1 : 0) + length];
        payload[0] = '[';
        System.arraycopy(first, 0, payload, 1, first.length);
        if (both) {
            payload[1 + first.length] = ',';
        }
        System.arraycopy(frame, from, payload, payload.length - 1 - length, length);
        payload[payload.length - 1] = ']';
        return payload;
    }

    private static byte[] quoted(String text) {
        byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(PayloadWriter.wellFormed(text));
        byte[] quoted = new byte[inside.length + 2];
        quoted[0] = '"';
        System.arraycopy(inside, 0, quoted, 1, inside.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    // ---------------------------------------------------------------- RFC 8259; each gives the place behind, or NONE

    private boolean scan(boolean named) {
        int at = space(header.end() + 1);
        boolean empty = at(at) == ']';
        if (named) {
            at = name(at);
            if (at == NONE) {
                return false;
            }
            empty = at(at) == ']';
            if (!empty) {
                if (at(at) != ',') {
                    return false;
                }
                at = space(at + 1);
            }
        }
        from = at;
        to = empty ? at : elements(at);
        return to != NONE && space(to + 1) == frame.length && (ascii || Utf8.isValid(frame));
    }

    /** The name, and the white space behind it. */
    private int name(int at) {
        if (at(at) != '"') {
            return NONE;
        }
        int end = at + 1;
        while (at(end) != '"') {
            if (at(end) < ' ' || at(end) == '\\') {
                return NONE;
            }
            ascii &= at(end++) <= '~';
        }
        name = new String(frame, at + 1, end - at - 1, StandardCharsets.UTF_8);
        return Packet.Event.RESERVED_NAMES.contains(name) ? NONE : space(end + 1);
    }

    /**
     * The arguments.
     *
     * @return the place of the bracket behind them
     */
    private int elements(int at) {
        while (true) {
            int end = value(at, 2);
            if (end == NONE) {
                return NONE;
            }
            count++;
            end = space(end);
            if (at(end) != ',') {
                return at(end) == ']' ? end : NONE;
            }
            at = space(end + 1);
        }
    }

    private int value(int at, int depth) {
        return switch (at(at)) {
            case '"' -> string(at + 1);
            case '{' -> depth > maxDepth ? NONE : object(at, depth);
            case '[' -> depth > maxDepth ? NONE : array(at, depth);
            case 't' -> word(at, "true");
            case 'f' -> word(at, "false");
            case 'n' -> word(at, "null");
            default -> number(at);
        };
    }

    private int object(int start, int depth) {
        int at = space(start + 1);
        if (at(at) == '}') {
            return at + 1;
        }
        while (at(at) == '"') {
            at = string(at + 1);
            if (at == NONE) {
                return NONE;
            }
            at = space(at);
            if (at(at) != ':') {
                return NONE;
            }
            at = value(space(at + 1), depth + 1);
            if (at == NONE) {
                return NONE;
            }
            at = space(at);
            if (at(at) != ',') {
                return at(at) == '}' ? at + 1 : NONE;
            }
            at = space(at + 1);
        }
        return NONE;
    }

    private int array(int start, int depth) {
        int at = space(start + 1);
        if (at(at) == ']') {
            return at + 1;
        }
        while (true) {
            at = value(at, depth + 1);
            if (at == NONE) {
                return NONE;
            }
            at = space(at);
            if (at(at) != ',') {
                return at(at) == ']' ? at + 1 : NONE;
            }
            at = space(at + 1);
        }
    }

    /** A string, whose first quote has been taken. */
    private int string(int at) {
        int next = at;
        while (true) {
            int c = at(next++);
            if (c == '"') {
                return next;
            }
            if (c == '\\') {
                next = escape(next);
                if (next == NONE) {
                    return NONE;
                }
            } else if (c < ' ') {
                return NONE;
            } else if (c > '~') {
                ascii = false;
            }
        }
    }

    private int escape(int at) {
        return switch (at(at)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) ? at + 5 : NONE;
            default -> NONE;
        };
    }

    private boolean isHex(int at) {
        return Character.digit(at(at), 16) >= 0;
    }

    private int number(int start) {
        int at = at(start) == '-' ? start + 1 : start;
        int whole = digits(at);
        if (whole == at || at(at) == '0' && whole > at + 1) {
            return NONE;
        }
        int end = whole;
        if (at(whole) == '.') {
            end = digits(whole + 1);
            if (end == whole + 1) {
                return NONE;
            }
        }
        boolean plain = end - start <= MAX_NUMBER_LENGTH && at(end) != 'e' && at(end) != 'E';
        return plain ? end : NONE;
    }

    private int digits(int at) {
        int end = at;
        while (at(end) >= '0' && at(end) <= '9') {
            end++;
        }
        return end;
    }

    private int word(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at(at + i) != word.charAt(i)) {
                return NONE;
            }
        }
        return at + word.length();
    }

    private int space(int at) {
        int next = at;
        while (at(next) == ' ' || at(next) == '\n' || at(next) == '\r' || at(next) == '\t') {
            next++;
        }
        return next;
    }

    /** The byte at a place, from 0 to 255; {@link #NONE} behind the end. */
    private int at(int place) {
        return place < frame.length ? frame[place] & 0xff : NONE;
    }
}
