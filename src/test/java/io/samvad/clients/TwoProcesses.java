package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.RoundRobin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Two processes that are one server: nodes of a cluster on 127.0.0.1 with two instances of {@link AdapterCounterpart} each,
 * behind a load balancer that sends each connection to the next of them.
 */
final class TwoProcesses implements AutoCloseable {
    /** What a node says when it is there, followed by its port. */
    static final String LISTENS = "listens on ";

    private static final int START_SECONDS = 45;

    private final List<Node> nodes;
    private final RoundRobin balancer;

    private TwoProcesses(List<Node> nodes) {
        this.nodes = nodes;
        balancer = new RoundRobin(nodes.stream().map(Node::port).toList());
    }

    /** Starts one after the other, as a second founder of the cluster would be a cluster of its own. */
    static TwoProcesses start() {
        List<Integer> ports = ClusteredVertx.freePorts(2);
        Node first = new Node(ports.get(0), ports.get(1));
        first.port();
        return new TwoProcesses(List.of(first, new Node(ports.get(1), ports.get(0))));
    }

    /** Where the load balancer listens. */
    String url() {
        return balancer.url();
    }

    @Override
    public void close() {
        balancer.close();
        nodes.forEach(node -> node.process.destroyForcibly());
    }

    private static final class Node {
        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        private Node(int own, int other) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    AdapterCounterpart.class.getName(),
                    String.valueOf(own),
                    String.valueOf(other));
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            Thread reading = new Thread(() -> process.inputReader().lines().forEach(lines::add), "output of a node");
            reading.setDaemon(true);
            reading.start();
        }

        private int port() {
            await().atMost(START_SECONDS, TimeUnit.SECONDS)
                    .until(() -> lines.stream().anyMatch(line -> line.startsWith(LISTENS)) || !process.isAlive());
            assertThat(process.isAlive()).as("the node runs; it said %s", lines).isTrue();
            return lines.stream()
                    .filter(line -> line.startsWith(LISTENS))
                    .mapToInt(line -> Integer.parseInt(line.substring(LISTENS.length())))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
