package io.samvad.engineio.transport;

import io.vertx.core.Vertx;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What waits for peers of one loop that do not read as fast as they are sent to. When all such bytes of the process together
 * are more than its limit, the peer that most waits for is cut off. Peers that read in time are not in here at all.
 *
 * <p>Bytes of a broadcast count for each peer that they wait for, although they are in memory once: the sum is an upper bound.
 */
public final class Backlog {
    private static final int PART_OF_HEAP = 4;

    private final QueuedBytes ofProcess;
    private final long limit;
    private final Map<SlowPeer, Integer> waiting = new IdentityHashMap<>();

    /** Somebody for whom bytes wait. */
    public interface SlowPeer {
        /** Drops what waits and ends the connection: {@link io.samvad.link.CloseReason#SLOW_CONSUMER}. */
        void cutOff();
    }

    /** @param limit of the process, in bytes; 0 for a quarter of the largest heap that the JVM may have */
    public Backlog(Vertx vertx, long limit) {
        this.ofProcess = QueuedBytes.of(vertx);
        this.limit = limit == 0 ? Runtime.getRuntime().maxMemory() / PART_OF_HEAP : limit;
    }

    /**
     * So much waits for a peer now. May cut off any peer, this one included.
     *
     * @param bytes all of them, not only those that are new
     */
    public void waits(SlowPeer peer, int bytes) {
        Integer before = waiting.put(peer, bytes);
        if (ofProcess.add(before == null ? bytes : bytes - before) > limit) {
            relieve();
        }
    }

    /** Nothing waits for a peer any more. */
    public void settled(SlowPeer peer) {
        Integer before = waiting.remove(peer);
        if (before != null) {
            ofProcess.add(-before);
        }
    }

    /** How many peers something waits for. */
    public int size() {
        return waiting.size();
    }

    /** One is enough: for the one that most waits for, no less waits than has just been added. */
    private void relieve() {
        Map.Entry<SlowPeer, Integer> largest = null;
        for (Map.Entry<SlowPeer, Integer> each : waiting.entrySet()) {
            if (largest == null || each.getValue() > largest.getValue()) {
                largest = Map.entry(each.getKey(), each.getValue());
            }
        }
        settled(largest.getKey());
        largest.getKey().cutOff();
    }
}
