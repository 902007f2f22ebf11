package io.samvad.chat.history;

import java.time.Duration;

/**
 * What {@link HistoryStore#prune} leaves. It removes the oldest entries of a log only, and their numbers are never given
 * again.
 *
 * @param maxAge of an entry
 * @param maxEntries in the log of a room
 * @param offsets how long the ids of clients are remembered, whatever became of their messages: longer than anybody tries
 *     again
 */
public record Retention(Duration maxAge, long maxEntries, Duration offsets) {
    /** Keeps everything for ever, but the ids of clients for thirty days. */
    public static final Retention FOREVER = new Retention(Duration.ofDays(36_500), Long.MAX_VALUE, Duration.ofDays(30));

    /** @throws IllegalArgumentException when nothing would be left */
    public Retention {
        if (maxAge.isNegative() || maxAge.isZero() || maxEntries < 1 || offsets.isNegative() || offsets.isZero()) {
            throw new IllegalArgumentException("retention leaves nothing");
        }
    }
}
