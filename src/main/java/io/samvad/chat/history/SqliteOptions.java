package io.samvad.chat.history;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Options of a {@link SqliteHistory}. */
public final class SqliteOptions {
    private Path file = Path.of("data", "samvad.db");
    private int maxPending = 10_000;
    private int readers = 2;
    private Duration busyTimeout = Duration.ofSeconds(2);
    private long maxBytes;
    private Clock clock = Clock.systemUTC();

    /** See {@link #setFile}. */
    public Path getFile() {
        return file;
    }

    /** The file, made with its folder when absent; "data/samvad.db" by default. */
    public SqliteOptions setFile(Path file) {
        this.file = file;
        return this;
    }

    /** See {@link #setMaxPending}. */
    public int getMaxPending() {
        return maxPending;
    }

    /** How many writes, and how many reads, may wait; more are refused as busy. 10,000 by default. */
    public SqliteOptions setMaxPending(int maxPending) {
        this.maxPending = maxPending;
        return this;
    }

    /** See {@link #setReaders}. */
    public int getReaders() {
        return readers;
    }

    /** Threads that read; 2 by default. One more writes. */
    public SqliteOptions setReaders(int readers) {
        this.readers = readers;
        return this;
    }

    /** See {@link #setBusyTimeout}. */
    public Duration getBusyTimeout() {
        return busyTimeout;
    }

    /** How long to wait for another process that locks the file; 2 s by default. */
    public SqliteOptions setBusyTimeout(Duration busyTimeout) {
        this.busyTimeout = busyTimeout;
        return this;
    }

    /** See {@link #setMaxBytes}. */
    public long getMaxBytes() {
        return maxBytes;
    }

    /** How large the file may grow; at that size it counts as a full disk. 0, the default: as large as the disk. */
    public SqliteOptions setMaxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
        return this;
    }

    /** See {@link #setClock}. */
    public Clock getClock() {
        return clock;
    }

    /** What tells the time of entries. */
    public SqliteOptions setClock(Clock clock) {
        this.clock = clock;
        return this;
    }
}
