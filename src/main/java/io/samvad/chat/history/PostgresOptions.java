package io.samvad.chat.history;

import io.vertx.pgclient.PgConnectOptions;
import java.time.Clock;
import java.time.Duration;

/** Options of a {@link PostgresHistory}. */
public final class PostgresOptions {
    private String uri = "postgresql://localhost/samvad";
    private int connections = 8;
    private int maxPending = 10_000;
    private Duration timeout = Duration.ofSeconds(10);
    private Clock clock = Clock.systemUTC();

    /** See {@link #setUri}. */
    public String getUri() {
        return uri;
    }

    /**
     * Where the database is: {@code postgresql://user:password@host:port/database}, as for {@code psql}.
     *
     * @throws IllegalArgumentException when that is no such address
     */
    public PostgresOptions setUri(String uri) {
        PgConnectOptions.fromUri(uri);
        this.uri = uri;
        return this;
    }

    /** See {@link #setConnections}. */
    public int getConnections() {
        return connections;
    }

    /** Connections of this process, at most; 8 by default. */
    public PostgresOptions setConnections(int connections) {
        this.connections = connections;
        return this;
    }

    /** See {@link #setMaxPending}. */
    public int getMaxPending() {
        return maxPending;
    }

    /** How many messages may wait to be stored, and how many of all else for an answer; more are refused as busy. 10,000 by default. */
    public PostgresOptions setMaxPending(int maxPending) {
        this.maxPending = maxPending;
        return this;
    }

    /** See {@link #setTimeout}. */
    public Duration getTimeout() {
        return timeout;
    }

    /** How long the database may take to accept a connection or to do a statement; 10 s by default. */
    public PostgresOptions setTimeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** See {@link #setClock}. */
    public Clock getClock() {
        return clock;
    }

    /** What tells the time of entries. */
    public PostgresOptions setClock(Clock clock) {
        this.clock = clock;
        return this;
    }
}
