package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Broadcasts of this loop whose answers are still coming, and the ids of packets that ask sockets of this loop. These lie above
 * those that sockets count for themselves, and within 31 bits: more is too wide for clients of typed languages, the official
 * one for Java among them. So there is no room for ids that hold on all loops, and each loop gives its own sockets its own.
 */
final class BroadcastAcks {
    private static final long FIRST = 1L << 30;
    private static final long COUNTER_MASK = FIRST - 1;

    private final Vertx vertx;
    private final Cluster cluster;
    private final Map<Long, Pending> pending = new HashMap<>();
    private long counter;

    BroadcastAcks(Vertx vertx, Cluster cluster) {
        this.vertx = vertx;
        this.cluster = cluster;
    }

    long nextId() {
        return FIRST | counter++ & COUNTER_MASK;
    }

    /** @param loops the loops that have to say how many they asked */
    Pending begin(long id, long timeout, Set<String> loops) {
        Pending begun = new Pending(id, loops);
        begun.timer = vertx.setTimer(timeout, late -> begun.late(timeout));
        pending.put(id, begun);
        return begun;
    }

    void asked(String loop, ClusterMessage.Asked asked) {
        Pending waiting = pending.get(asked.id());
        if (waiting != null && waiting.unheard.remove(loop)) {
            waiting.owe(loop, asked.sockets());
            waiting.check();
        }
    }

    void answered(String loop, ClusterMessage.Answer answer) {
        Pending waiting = pending.get(answer.id());
        if (waiting != null) {
            if (waiting.counted.contains(loop)) {
                waiting.owe(loop, -1);
            }
            waiting.take(answer.args());
        }
    }

    /** A loop has gone: what it owes will not come. */
    void gone(String loop) {
        for (Pending waiting : new ArrayList<>(pending.values())) {
            waiting.counted.remove(loop);
            waiting.unheard.remove(loop);
            waiting.owed.remove(loop);
            waiting.check();
        }
    }

    void close() {
        new ArrayList<>(pending.values()).forEach(waiting -> waiting.late(0));
    }

    /** One broadcast and what is still owed to it. */
    final class Pending {
        private final long id;
        private final Promise<List<Args>> promise = Promise.promise();
        private final List<Args> answers = new ArrayList<>();
        /** The loops that answers are awaited of; those that have just come or are thought gone may answer, too. */
        private final Set<String> counted;

        private final Set<String> unheard;
        /** Answers owed by each other loop; negative while answers overtake the count. */
        private final Map<String, Integer> owed = new HashMap<>();

        private int owedHere;
        private boolean askedHere;
        private long timer;

        private Pending(long id, Set<String> loops) {
            this.id = id;
            this.counted = new HashSet<>(loops);
            this.unheard = new HashSet<>(loops);
        }

        Future<List<Args>> future() {
            return promise.future();
        }

        /** So many sockets of this loop were asked. */
        void here(int sockets) {
            owedHere += sockets;
            askedHere = true;
            check();
        }

        /** A socket of this loop has answered, or has gone. */
        void answer(Args args) {
            owedHere--;
            take(args);
        }

        private void owe(String loop, int more) {
            owed.merge(loop, more, Integer::sum);
            owed.remove(loop, 0);
        }

        private void take(Args args) {
            if (args != null) {
                answers.add(args);
            }
            check();
        }

        private void check() {
            if (askedHere && owedHere == 0 && unheard.isEmpty() && owed.isEmpty() && end()) {
                promise.complete(List.copyOf(answers));
            }
        }

        private void late(long timeout) {
            if (end()) {
                promise.fail(new AckTimeoutException(
                        "not all of those asked have acknowledged within " + timeout + " ms", answers));
            }
        }

        private boolean end() {
            vertx.cancelTimer(timer);
            return pending.remove(id) != null;
        }
    }
}
