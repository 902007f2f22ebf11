package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.RemoteSocket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Instances;
import io.samvad.testkit.Program;
import io.samvad.testkit.RoundRobin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes of the program with {@code --cluster}, official clients that reach them through a load balancer without sticky
 * sessions, and a third node in this JVM that asks questions of all.
 */
class ClusterIT {
    private static final int CLIENTS = 6;

    @Test
    @Timeout(120)
    void aChatOnTwoNodesLivesThroughTheDeathOfOne() {
        List<Integer> ports = ClusteredVertx.freePorts(3);
        try (Program first = node(ports, 0);
                Program second = node(ports, 1);
                RoundRobin balancer = new RoundRobin(List.of(first.port(), second.port()));
                Instances<SocketIo> third = asking(ports)) {
            assertThat(second.stdout().get(0)).contains("cluster of 2: 127.0.0.1:");
            try (NodeScript script = NodeScript.start("cluster", balancer.url())) {
                script.awaitLine("talked");
                await().atMost(20, TimeUnit.SECONDS)
                        .until(() -> third.<List<RemoteSocket>>ask(0, SocketIo::fetchSockets)
                                        .size()
                                == CLIENTS);
                assertThat(third.<List<Args>>ask(0, ClusterIT::question)).hasSize(CLIENTS);
                first.kill();
                Future<List<Args>> asked = third.on(0, ClusterIT::question);
                await().atMost(15, TimeUnit.SECONDS).until(asked::isComplete);
                assertThat(asked.succeeded()).isTrue();
                assertThat(asked.result()).hasSizeBetween(1, CLIENTS);
                assertThat(script.passed())
                        .containsExactly(
                                "everybody hears everybody on both nodes",
                                "who loses a node comes back, and nobody else is disturbed");
            }
            await().atMost(20, TimeUnit.SECONDS).until(() -> third.<List<RemoteSocket>>ask(0, SocketIo::fetchSockets)
                    .isEmpty());
            second.terminate();
            assertThat(second.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void aClusterThatCannotBeJoinedIsOneClearLine() {
        Program program = Program.run("--cluster", "--conf=src/test/resources/clients/no-such-host.json");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.log())
                .containsExactly(
                        "Cannot join the cluster as 192.0.2.1: it is not an address of this machine (cluster.host)");
    }

    private static Future<List<Args>> question(SocketIo io) {
        return io.timeout(60_000).emitWithAck("question");
    }

    private static Program node(List<Integer> ports, int index) {
        return Program.serve(
                0,
                Map.of(
                        "SAMVAD_CLUSTER_PORT",
                        String.valueOf(ports.get(index)),
                        "SAMVAD_CLUSTER_MEMBERS",
                        String.join(",", ClusteredVertx.addresses(ports)),
                        "SAMVAD_INSTANCES",
                        "2",
                        // A polling client whose node has died is gone for its owner when its heartbeat is.
                        "SAMVAD_SOCKETIO_PING_INTERVAL",
                        "1000",
                        "SAMVAD_SOCKETIO_PING_TIMEOUT",
                        "4000"),
                "--cluster");
    }

    /** A node without clients of its own. */
    private static Instances<SocketIo> asking(List<Integer> ports) {
        Vertx vertx = ClusteredVertx.join(ports.get(2), ClusteredVertx.addresses(ports), 1);
        return Instances.socketIo(vertx, 1, new SocketIoOptions(), io -> {});
    }
}
