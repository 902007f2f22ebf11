package io.samvad.admin;

import io.samvad.socketio.Namespace;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether somebody looks, here or through another instance, and what is done meanwhile. An instance with a watcher asks all
 * others for their figures every two seconds; being asked is how they know that they are watched. When nobody has asked for a
 * while, all listening ends.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int PERIOD_MS = 2_000;
    /** Three rounds, in case one is lost. */
    private static final int LEASE_MS = 3 * PERIOD_MS + 500;

    private static final String FIGURES = "samvad:admin:figures";
    private static final String SOCKETS = "samvad:admin:sockets";
    private static final long NO_TIMER = -1;

    private final SocketIo io;
    private final Namespace admin;
    /** Null in production mode. */
    private final Reports reports;

    private final AdminOptions options;
    private final Traffic traffic;
    private final Figures figures = new Figures();
    private final String instance = UUID.randomUUID().toString();
    private String host = "localhost";
    private long timer = NO_TIMER;
    private long askedAt;
    private boolean asking;
    private boolean closed;

    Watch(SocketIo io, Namespace admin, AdminOptions options) {
        this.io = io;
        this.admin = admin;
        this.options = options;
        this.reports = options.getMode() == AdminOptions.Mode.DEVELOPMENT ? new Reports(io, admin) : null;
        this.traffic = new Traffic(conn -> {
            if (reports != null) {
                reports.upgraded(conn);
            }
        });
        // The name service may take its time.
        io.vertx()
                .executeBlocking(() -> InetAddress.getLocalHost().getHostName())
                .onSuccess(name -> host = name);
        admin.onServerSide(FIGURES, (args, ack) -> {
            askedAt = now();
            start();
            ack.send(ownFigures());
        });
        admin.onServerSide(SOCKETS, (args, ack) -> {
            start();
            ack.send(reports == null ? new JsonArray() : reports.sockets());
        });
    }

    /** Somebody looks through this instance. */
    void came(Socket watcher) {
        start();
        // The figures first: whoever is asked for them begins to report, and then no socket slips through between the
        // list
        // and the reports.
        ask();
        if (reports != null) {
            JsonArray all = reports.sockets();
            admin.serverSideEmitWithAck(SOCKETS).onComplete(answers -> {
                if (answers.succeeded()) {
                    answers.result().forEach(answer -> answer.array(0).stream()
                            .limit(Reports.MAX_LISTED - all.size())
                            .forEach(all::add));
                } else {
                    LOG.warn(
                            "the sockets of other instances are not shown: {}",
                            answers.cause().getMessage());
                }
                watcher.emit("all_sockets", all);
            });
        }
    }

    /** Whether anything is collected. */
    boolean isOn() {
        return timer != NO_TIMER;
    }

    int tapCount() {
        return reports == null ? 0 : reports.tapCount();
    }

    private void start() {
        if (!isOn() && !closed) {
            timer = io.vertx().setPeriodic(PERIOD_MS, tick -> tick());
            io.observe(traffic);
            if (reports != null) {
                reports.start();
            }
        }
    }

    private void stop() {
        if (isOn()) {
            io.vertx().cancelTimer(timer);
            timer = NO_TIMER;
            io.unobserve(traffic);
            if (reports != null) {
                reports.stop();
            }
        }
    }

    /** For good. */
    void close() {
        closed = true;
        stop();
    }

    private void tick() {
        if (isWatchedHere()) {
            ask();
        } else if (now() - askedAt > LEASE_MS) {
            stop();
            return;
        }
        if (reports != null) {
            reports.tick();
        }
    }

    private boolean isWatchedHere() {
        return !admin.sockets().isEmpty();
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        Future<List<Args>> others = admin.serverSideEmitWithAck(FIGURES);
        others.onComplete(answers -> {
            asking = false;
            List<JsonObject> all = new ArrayList<>();
            all.add(ownFigures());
            if (answers.succeeded()) {
                answers.result().forEach(answer -> all.add(Figures.from(answer)));
            }
            if (!closed) {
                figures.events(all, System.currentTimeMillis())
                        .forEach(event -> admin.local().emit("server_stats", event));
            }
        });
    }

    private JsonObject ownFigures() {
        long pid = ProcessHandle.current().pid();
        JsonObject server = new JsonObject()
                .put("serverId", options.getServerId() == null ? host + "#" + pid : options.getServerId())
                .put("hostname", host)
                .put("pid", pid)
                .put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        return Figures.of(io, instance, server, traffic);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
