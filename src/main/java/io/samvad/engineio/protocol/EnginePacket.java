package io.samvad.engineio.protocol;

import io.samvad.link.Frame;
import java.util.Locale;

/**
 * One Engine.IO packet (protocol v4, section "Packet encoding").
 *
 * @param type what it is for
 * @param data what follows the type, empty text if nothing; binary only for {@link Type#MESSAGE}
 */
public record EnginePacket(Type type, Frame data) {
    /** Packet types in the order of their digits on the wire, 0 to 6. */
    public enum Type {
        /** From the server, the first of a session: its id and its settings. */
        OPEN,
        /** The session ends. */
        CLOSE,
        /** From the server: is the client still there; from a client, with the text "probe": does the upgrade work. */
        PING,
        /** The answer to a ping, with the same text. */
        PONG,
        /** Carries what is said. */
        MESSAGE,
        /** From a client: it goes on with the transport on which this comes. */
        UPGRADE,
        /** Ends a poll that there is nothing to say to. */
        NOOP;

        private static final Type[] ALL = values();

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The word of the specification: {@code message}, {@code ping}. */
        public String text() {
            return text;
        }

        /** The digit on the wire, an ASCII character. */
        byte digit() {
            return (byte) ('0' + ordinal());
        }

        static Type ofDigit(byte digit) {
            int index = digit - '0';
            if (index < 0 || index >= ALL.length) {
                throw new EngineProtocolException("packet type 0x" + Integer.toHexString(digit & 0xff)
                        + " at position 0 is unknown, expected a digit from 0 to 6");
            }
            return ALL[index];
        }
    }

    private static final Frame NOTHING = Frame.text("");

    /** A packet without data. */
    public EnginePacket(Type type) {
        this(type, NOTHING);
    }

    /** A packet with text. */
    public EnginePacket(Type type, String text) {
        this(type, Frame.text(text));
    }
}
