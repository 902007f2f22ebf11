package io.samvad.engineio.transport;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits for slow peers in the whole process: the one number that loops share, because memory is what they share
 * anyway. Only loops with slow peers touch it, once for each of them and turn.
 */
final class QueuedBytes implements Shareable {
    private static final String MAP = "io.samvad.engineio";
    private static final String KEY = "queued bytes";

    private final AtomicLong sum = new AtomicLong();

    private QueuedBytes() {}

    /** That of all servers on a Vert.x. */
    static QueuedBytes of(Vertx vertx) {
        return vertx.sharedData().<String, QueuedBytes>getLocalMap(MAP).computeIfAbsent(KEY, none -> new QueuedBytes());
    }

    /** More, or less, and what it is then. */
    long add(long bytes) {
        return sum.addAndGet(bytes);
    }
}
