package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The chat end to end: our server and the official Node server run side by side and are measured by turns, so that what the
 * machine does besides hits both. Prints a Markdown table; progress goes to standard error.
 *
 * <p>Exit codes: 1 when a message was lost, repeated or out of order, 2 when the comparison could not be made.
 */
public final class ChatComparison {
    /** Seconds of a load before its window: the first of a connection's messages find cold caches and small buffers. */
    private static final double SETTLE_SECONDS = 2;

    private final Options options;
    private final WireMessage message;

    private ChatComparison(Options options) {
        this.options = options;
        this.message = new WireMessage("chat message", options.bytes());
    }

    /** @param arguments see {@link Options} */
    public static void main(String[] arguments) throws IOException {
        try {
            boolean faulty = new ChatComparison(Options.parse(List.of(arguments))).run();
            System.exit(faulty ? 1 : 0);
        } catch (IllegalArgumentException | IOException impossible) {
            System.err.println(impossible.getMessage());
            System.exit(2);
        }
    }

    private boolean run() throws IOException {
        Files.createDirectories(Path.of("target/bench"));
        ComparisonTable table = new ComparisonTable(options);
        List<ServerProcess> servers = new ArrayList<>();
        try {
            if (options.includes("samvad")) {
                servers.add(ServerProcess.samvad(options));
            }
            if (options.includes("node")) {
                servers.add(ServerProcess.node(options));
            }
            for (ServerProcess server : servers) {
                warmUp(server);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (ServerProcess server : servers) {
                    measure(server, round, table);
                }
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
        System.out.print(table.markdown());
        return table.isFaulty();
    }

    private LoadGenerator connect(ServerProcess server) throws IOException {
        return new LoadGenerator(server.address(), server.handle(), message, options.clients(), options.senders());
    }

    private void warmUp(ServerProcess server) throws IOException {
        try (LoadGenerator load = connect(server)) {
            progress(server, "warm-up", load.saturated(options.inFlight(), 0, options.warmUp()));
        }
    }

    private void measure(ServerProcess server, int round, ComparisonTable table) throws IOException {
        try (LoadGenerator load = connect(server)) {
            Measurement saturated = load.saturated(options.inFlight(), SETTLE_SECONDS, options.seconds());
            table.add(server.name(), ComparisonTable.SATURATED, saturated);
            progress(server, "round " + round + " saturated", saturated);
            for (double rate : options.rates()) {
                Measurement paced = load.atRate(rate, SETTLE_SECONDS, options.seconds());
                table.add(server.name(), rate, paced);
                progress(server, "round %d at %.0f/s".formatted(round, rate), paced);
            }
        }
    }

    private static void progress(ServerProcess server, String what, Measurement seen) {
        System.err.printf(
                "%-6s %-18s %,12.0f deliveries/s  %7.3f us CPU  p50 %8.2f ms  p99 %8.2f ms  "
                        + "server %3.0f %%  generator %3.0f %%  others %3.0f %%  faults %d%n",
                server.name(),
                what,
                seen.deliveriesPerSecond(),
                seen.microsPerDelivery(),
                seen.p50() / 1e6,
                seen.p99() / 1e6,
                seen.serverPercent(),
                seen.generatorPercent(),
                seen.othersPercent(),
                seen.faults());
    }
}
