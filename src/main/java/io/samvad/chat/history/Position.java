package io.samvad.chat.history;

/**
 * A place in the log of a room.
 *
 * @param epoch which log this is: a room that begins anew, as in another database, has another epoch. Empty for readers
 *     that know no epochs: theirs is taken to be the one of the room.
 * @param seq number of the entry, from 1 without gaps; 0 is the place before the first
 */
public record Position(String epoch, long seq) {
    /** @throws IllegalArgumentException when {@code seq} is negative */
    public Position {
        if (epoch == null || seq < 0) {
            throw new IllegalArgumentException("no position: " + epoch + ", " + seq);
        }
    }

    /** A place in whatever log the room has now. */
    public static Position of(long seq) {
        return new Position("", seq);
    }

    /** Another place in the same log. */
    public Position at(long other) {
        return new Position(epoch, other);
    }
}
