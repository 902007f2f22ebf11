package io.samvad.socketio;

import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections whose client is not in a namespace, with the time until when it has to be: who stays outside would hold a
 * place for nothing. All have the same time, so they expire in the order in which they came, and one timer is enough.
 */
final class Unconnected {
    private final Vertx vertx;
    private final long timeoutMs;
    /** When each has to be gone from here, in nanoseconds; the oldest first. */
    private final Map<Connection, Long> deadlines = new LinkedHashMap<>();

    private long timer;

    Unconnected(Vertx vertx, long timeoutMs) {
        this.vertx = vertx;
        this.timeoutMs = timeoutMs;
    }

    void add(Connection connection) {
        long now = System.nanoTime();
        if (deadlines.isEmpty()) {
            timer = vertx.setTimer(timeoutMs, due -> expire());
        }
        deadlines.putIfAbsent(connection, now + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    void remove(Connection connection) {
        if (deadlines.remove(connection) != null && deadlines.isEmpty()) {
            vertx.cancelTimer(timer);
        }
    }

    private void expire() {
        long now = System.nanoTime();
        Iterator<Map.Entry<Connection, Long>> oldest = deadlines.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Connection, Long> next = oldest.next();
            long left = TimeUnit.NANOSECONDS.toMillis(next.getValue() - now);
            if (left > 0) {
                timer = vertx.setTimer(left, due -> expire());
                return;
            }
            oldest.remove();
            // Not at once: it may add and remove others.
            vertx.runOnContext(later -> next.getKey().connectTimedOut());
        }
    }
}
