package io.samvad.engineio.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks messages (RFC 7692, section 7.2.2), each for itself, and no further than a limit. */
final class MessageInflater {
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int CHUNK = 8 * 1024;

    /** Each event loop has one: so a connection costs nothing for that its peer may compress. */
    private static final ThreadLocal<MessageInflater> INFLATERS = ThreadLocal.withInitial(MessageInflater::new);

    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[CHUNK];

    private MessageInflater() {}

    /**
     * Unpacks a message.
     *
     * @param packed the payload of all its frames
     * @param most how many bytes the message may have
     * @return the message, or null if it is longer
     * @throws DataFormatException if it cannot be unpacked, at least not without those before it
     */
    static byte[] inflate(ByteBuffer packed, int most) throws DataFormatException {
        return INFLATERS.get().message(packed, most);
    }

    private byte[] message(ByteBuffer packed, int most) throws DataFormatException {
        ByteArrayOutputStream message = new ByteArrayOutputStream((int) Math.min(most, 2L * packed.remaining()));
        try {
            inflater.setInput(packed);
            boolean fits = inflateTo(message, most);
            inflater.setInput(TAIL);
            return fits && inflateTo(message, most) ? message.toByteArray() : null;
        } finally {
            inflater.reset();
            // Or it would hold on to the message.
            inflater.setInput(TAIL);
        }
    }

    /** @return false as soon as the message is too long */
    private boolean inflateTo(ByteArrayOutputStream message, int most) throws DataFormatException {
        for (int length = inflater.inflate(chunk); length > 0; length = inflater.inflate(chunk)) {
            if (length > most - message.size()) {
                return false;
            }
            message.write(chunk, 0, length);
        }
        return true;
    }
}
