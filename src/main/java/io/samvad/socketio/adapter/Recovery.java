package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.PacketCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connection state recovery of one namespace on one loop: keeps the {@link RecoveryLog}, and takes sessions over from other
 * loops.
 *
 * <p>Two loops see the packets of a third in different places among those of others, so a session that moves takes along how
 * far its last owner has seen; its new owner waits until it has seen as much, and adds what it has seen beyond that.
 */
final class Recovery {
    private static final long NO_TIMER = -1;
    /** Milliseconds that other loops have to answer, and to catch up. */
    private static final long PATIENCE = 2_000;

    private final String namespace;
    private final Cluster cluster;
    private final RecoveryOptions options;
    private final RecoveryLog log;
    private final List<Waiting> waiting = new ArrayList<>();
    private long trimTimer = NO_TIMER;

    /** @param codec what most connections speak: the log counts its bytes, which are encoded in any case */
    Recovery(String namespace, Cluster cluster, RecoveryOptions options, PacketCodec codec) {
        this.namespace = namespace;
        this.cluster = cluster;
        this.options = options;
        this.log = new RecoveryLog(options, codec, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    private record Waiting(Recovered session, Promise<Recovered> promise) {}

    // ---------------------------------------------------------------- packets

    void log(Outgoing outgoing, Target target) {
        log.add(outgoing, target);
        scheduleTrim();
        if (!waiting.isEmpty()) {
            checkWaiting();
        }
    }

    private void scheduleTrim() {
        if (trimTimer == NO_TIMER && !log.isEmpty()) {
            trimTimer = cluster.vertx().setTimer(Math.max(1, options.maxDisconnectionDuration() / 2), due -> {
                trimTimer = NO_TIMER;
                log.trim();
                scheduleTrim();
            });
        }
    }

    // ---------------------------------------------------------------- sessions

    List<Outgoing> begin(Recipient socket, String pid, Recovered recovered) {
        List<Outgoing> missed = log.begin(socket, pid, recovered);
        scheduleTrim();
        return missed;
    }

    void joined(Recipient socket, String room) {
        log.joined(socket, room);
    }

    void left(Recipient socket, String room) {
        log.left(socket, room);
    }

    void end(Recipient socket, JsonObject data) {
        log.end(socket, data);
        scheduleTrim();
    }

    /** A session of this loop; its connection, if it seems to be alive, is superseded. */
    Recovered takeHere(String pid, String offset) {
        Recipient connected = log.connected(pid);
        if (connected != null) {
            connected.supersede();
        }
        return log.take(pid, offset);
    }

    Future<Recovered> take(String pid, String offset) {
        Recovered here = takeHere(pid, offset);
        if (here != null) {
            return Future.succeededFuture(here);
        }
        return cluster.requests()
                .ask(new ClusterMessage.Recover(namespace, pid, offset), PATIENCE)
                .otherwise(List.of())
                .compose(found -> found.isEmpty() ? Future.succeededFuture() : caughtUp((Recovered) found.get(0)));
    }

    /** Completes when this loop has seen what the last owner of the session had seen; with null if that takes too long. */
    private Future<Recovered> caughtUp(Recovered session) {
        if (log.hasSeen(session.seen())) {
            return Future.succeededFuture(session);
        }
        Waiting patient = new Waiting(session, Promise.promise());
        waiting.add(patient);
        long timer = cluster.vertx().setTimer(PATIENCE, late -> {
            if (waiting.remove(patient)) {
                patient.promise.complete(null);
            }
        });
        return patient.promise.future().onComplete(done -> cluster.vertx().cancelTimer(timer));
    }

    private void checkWaiting() {
        for (Waiting patient : List.copyOf(waiting)) {
            if (log.hasSeen(patient.session.seen()) && waiting.remove(patient)) {
                // Later: the packet that was just noted is about to be delivered to those who are here now.
                cluster.vertx().runOnContext(later -> patient.promise.complete(patient.session));
            }
        }
    }

    int sessionCount() {
        return log.sessionCount();
    }

    void close() {
        if (trimTimer != NO_TIMER) {
            cluster.vertx().cancelTimer(trimTimer);
            trimTimer = NO_TIMER;
        }
    }
}
