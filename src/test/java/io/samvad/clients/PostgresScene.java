package io.samvad.clients;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.PostgresHistory;
import io.samvad.chat.history.PostgresOptions;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Postgres;
import io.samvad.testkit.Program;
import io.samvad.testkit.TcpProxy;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two nodes of a cluster over a database that dies, stands still, is slow and cuts its connections. */
final class PostgresScene extends Scene {
    private final Postgres postgres = Postgres.start();
    private final TcpProxy wire = new TcpProxy(postgres.port());
    private final List<Integer> ports = ClusteredVertx.freePorts(2);

    PostgresScene(Random random) {
        super(random);
        start(2);
        can("kill the database", () -> {
            postgres.kill();
            runOn(between(100, 2_000));
            postgres.resume();
        });
        can("freeze the database", () -> {
            postgres.freeze();
            runOn(between(500, 4_000));
            postgres.thaw();
        });
        can("cut the connections of the database", postgres::cutConnections);
        can("slow the database", () -> {
            wire.slow(between(50, 300));
            runOn(between(2_000, 5_000));
            wire.slow(0);
        });
    }

    @Override
    Program serve(int node) {
        return Program.serve(
                0,
                settings(Map.of(
                        "SAMVAD_CLUSTER_PORT", String.valueOf(ports.get(node)),
                        "SAMVAD_CLUSTER_MEMBERS", String.join(",", ClusteredVertx.addresses(ports)),
                        "SAMVAD_CHAT_HISTORY_STORE", "postgres",
                        "SAMVAD_CHAT_HISTORY_URI", postgres.uri(wire.port()),
                        // Few, so that some are told to reset.
                        "SAMVAD_CHAT_HISTORY_MAX_MISSED", "150")),
                "--cluster");
    }

    @Override
    HistoryStore store(Vertx vertx) {
        return PostgresHistory.open(vertx, new PostgresOptions().setUri(postgres.uri()));
    }

    @Override
    public void close() {
        super.close();
        wire.close();
        postgres.close();
    }
}
