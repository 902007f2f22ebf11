package io.samvad.socketio.adapter;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests of this loop to all others whose results are still coming. A loop that goes away is not waited for. */
final class PeerRequests {
    private final Vertx vertx;
    private final Cluster cluster;
    private final Map<Long, Pending> pending = new HashMap<>();
    private long lastId;

    PeerRequests(Vertx vertx, Cluster cluster) {
        this.vertx = vertx;
        this.cluster = cluster;
    }

    /**
     * Asks all other loops to do something.
     *
     * @param timeout milliseconds
     * @return their results in the order in which they came; fails with {@link AckTimeoutException}
     */
    Future<List<Object>> ask(ClusterMessage.Task task, long timeout) {
        if (cluster.peers().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        long id = ++lastId;
        Pending begun = new Pending(id, cluster.peers());
        begun.timer = vertx.setTimer(timeout, late -> begun.fail(timeout));
        pending.put(id, begun);
        cluster.tellAll(new ClusterMessage.Request(id, task));
        return begun.promise.future();
    }

    void done(String loop, ClusterMessage.Response response) {
        Pending waiting = pending.get(response.id());
        if (waiting != null && waiting.missing.remove(loop)) {
            if (response.result() != null) {
                waiting.results.add(response.result());
            }
            waiting.check();
        }
    }

    void gone(String loop) {
        for (Pending waiting : new ArrayList<>(pending.values())) {
            waiting.missing.remove(loop);
            waiting.check();
        }
    }

    void close() {
        new ArrayList<>(pending.values()).forEach(waiting -> waiting.fail(0));
    }

    private final class Pending {
        private final long id;
        private final Set<String> missing;
        private final List<Object> results = new ArrayList<>();
        private final Promise<List<Object>> promise = Promise.promise();
        private long timer;

        private Pending(long id, Set<String> loops) {
            this.id = id;
            this.missing = new HashSet<>(loops);
        }

        private void check() {
            if (missing.isEmpty() && end()) {
                promise.complete(List.copyOf(results));
            }
        }

        private void fail(long timeout) {
            if (end()) {
                promise.fail(new AckTimeoutException(
                        missing.size() + " other instances did not answer within " + timeout + " ms", List.of()));
            }
        }

        private boolean end() {
            vertx.cancelTimer(timer);
            return pending.remove(id) != null;
        }
    }
}
