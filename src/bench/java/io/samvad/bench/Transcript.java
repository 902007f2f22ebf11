package io.samvad.bench;

import java.nio.ByteBuffer;

/**
 * What the clients of a broadcast received, byte for byte, as the first of them received it. That one's messages are checked
 * one by one and written down here; each of the others then has only to be compared with what is written, a whole read at a
 * time. The same bytes from the same place on are the same messages, each once and in the same order: nothing is left
 * unchecked, and it costs a tenth.
 *
 * <p>A server may have good reasons to tell one client another order (several event loops) or to say other things in between.
 * A client that hears something else is checked message by message from there on, see {@link WebSocketClient}.
 *
 * <p>Both the bytes and the messages are rings; places are counted from the beginning of the load.
 */
final class Transcript {
    private static final int BYTES = 1 << 25;
    private static final int MESSAGES = 1 << 15;

    /** There is one at a time. */
    private static final ByteBuffer RING = ByteBuffer.allocateDirect(BYTES);

    private final long[] ends = new long[MESSAGES];
    private final long[] departures = new long[MESSAGES];
    private final int[] streams = new int[MESSAGES];
    private final int[] next;
    private long end;
    private long messages;

    /** @param due the numbers that are due next, by stream */
    Transcript(int[] due) {
        next = due;
    }

    /** Where a client is in the transcript. */
    static final class Place {
        /** Bytes that were the same so far, and whole messages among them. */
        private long at;

        private long message;
    }

    /** Where the next client will begin. */
    Place end() {
        Place place = new Place();
        place.at = end;
        place.message = messages;
        return place;
    }

    boolean isAtEnd(Place place) {
        return place.at == end;
    }

    /** Whether what comes next was forgotten, because others are so far ahead. */
    boolean isBehind(Place place) {
        return end - place.at > BYTES || messages - place.message > MESSAGES;
    }

    /**
     * Moves on as far as the buffer, from its position, has the bytes of the transcript.
     *
     * @param in its position moves, too
     */
    void follow(Place place, ByteBuffer in) {
        int limit = in.limit();
        while (in.position() < limit && place.at < end) {
            int from = (int) (place.at & BYTES - 1);
            int length = (int) Math.min(Math.min(limit - in.position(), end - place.at), BYTES - from);
            RING.clear().position(from).limit(from + length);
            in.limit(in.position() + length);
            int different = in.mismatch(RING);
            int same = different < 0 ? length : different;
            in.position(in.position() + same);
            place.at += same;
            if (different >= 0) {
                break;
            }
        }
        in.limit(limit);
    }

    /**
     * Counts the messages that are complete since the last time.
     *
     * @param own stream whose messages are wanted, or -1
     * @return how many of those there were
     */
    int complete(Place place, long now, int own, Latencies latencies) {
        long message = place.message;
        int ours = 0;
        while (message < messages && ends[(int) message & MESSAGES - 1] <= place.at) {
            long departure = departures[(int) message & MESSAGES - 1];
            int count = 0;
            // Those that left together took the same time.
            do {
                int slot = (int) message & MESSAGES - 1;
                if (ends[slot] > place.at || departures[slot] != departure) {
                    break;
                }
                if (streams[slot] == own) {
                    ours++;
                }
                count++;
                message++;
            } while (message < messages);
            latencies.record(now - departure, count);
        }
        place.message = message;
        return ours;
    }

    /** Begin of the message that the client is in. */
    private long begin(Place place) {
        return place.message == 0 ? 0 : ends[(int) (place.message - 1) & MESSAGES - 1];
    }

    /**
     * Takes back what a client has of an unfinished message.
     *
     * @param into takes these bytes
     * @return how many
     */
    int takeBack(Place place, byte[] into) {
        int length = (int) (place.at - begin(place));
        for (int i = 0; i < length; i++) {
            into[i] = RING.get((int) (place.at - length + i & BYTES - 1));
        }
        place.at -= length;
        return length;
    }

    /** The number that is due next, from one who is at the end. */
    int due(int stream) {
        return next[stream];
    }

    /** Writes down a message that one at the end has received and checked. */
    void append(Place place, byte[] from, int at, int length, int stream, long departure) {
        for (int done = 0; done < length; ) {
            int to = (int) (end & BYTES - 1);
            int part = Math.min(length - done, BYTES - to);
            RING.clear().position(to);
            RING.put(from, at + done, part);
            done += part;
            end += part;
        }
        int slot = (int) messages & MESSAGES - 1;
        ends[slot] = end;
        departures[slot] = departure;
        streams[slot] = stream;
        messages++;
        next[stream]++;
        place.at = end;
    }

    /** What is due next for one who is not at the end. */
    int[] dueAt(Place place) {
        int[] due = next.clone();
        for (long message = place.message; message < messages; message++) {
            due[streams[(int) message & MESSAGES - 1]]--;
        }
        return due;
    }
}
