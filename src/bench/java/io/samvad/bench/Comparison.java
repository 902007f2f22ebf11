package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Servers end to end: scenario by scenario and round by round, each server in turn, so that what the machine does besides
 * hits all. Prints a Markdown table; progress goes to standard error.
 *
 * <p>Exit codes: 1 when a message was lost, repeated or out of order or a scenario failed, 2 when nothing could be measured.
 */
public final class Comparison {
    /** After clients have gone, the server is given so long to forget them. */
    private static final int FORGET_MILLIS = 500;

    /**
     * Crowds come before the first that counts until so many in a row cost the server the same, but no more than the last
     * figure says: a compiler on the same core needs 50,000 handshakes and more.
     */
    private static final int CROWDS_ALIKE = 3;

    private static final double ALIKE = 1.1;
    private static final int COLD_CROWDS = 20;

    private static final double HOLD_SECONDS = 1;
    private static final int FIRST_CONNECTIONS = 1_000;

    private final Options options;
    private final List<Peer> peers;
    private final List<Scenario> scenarios;
    private final Results results;
    private final Kept kept;
    private final Map<Peer.Launch, ServerProcess> running = new HashMap<>();
    private final Set<List<Object>> warm = new HashSet<>();

    private Comparison(Options options) {
        this.options = options;
        peers = Peer.all(options);
        scenarios = Scenario.all(options);
        results = new Results(peers.stream().map(Peer::name).toList());
        kept = new Kept(
                options.text("keep"), ServerProcess.firstLine("git", "rev-parse", "HEAD") + " " + options.measured());
    }

    /** @param arguments see docs/performance.md */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            System.exit(new Comparison(new Options(List.of(arguments))).run() ? 1 : 0);
        } catch (IllegalArgumentException | IOException impossible) {
            System.err.println(impossible.getMessage());
            System.exit(2);
        }
    }

    private boolean run() throws IOException, InterruptedException {
        boolean failed = false;
        kept.readInto(results);
        scenarios.removeIf(kept::has);
        try {
            for (int i = 0; i < scenarios.size(); i++) {
                failed |= !measure(scenarios.get(i));
                stopAllBut(scenarios.subList(i + 1, scenarios.size()));
            }
        } finally {
            running.values().forEach(ServerProcess::close);
        }
        report();
        return failed || results.isFaulty();
    }

    private boolean measure(Scenario scenario) throws IOException, InterruptedException {
        long faults = results.faults();
        boolean measured = true;
        for (int round = 1; round <= options.number("rounds"); round++) {
            for (Peer peer : peers) {
                measured &= measure(scenario, peer, round);
            }
        }
        if (measured && results.faults() == faults) {
            kept.add(scenario, results);
        }
        return measured;
    }

    /** Those that no later scenario needs go: an idle server still takes a little of its core. */
    private void stopAllBut(List<Scenario> later) {
        running.entrySet().removeIf(server -> {
            boolean needed = later.stream().anyMatch(scenario -> peers.stream()
                    .anyMatch(peer -> server.getKey().equals(peer.launch(scenario, options))));
            if (!needed) {
                server.getValue().close();
            }
            return !needed;
        });
    }

    private boolean measure(Scenario scenario, Peer peer, int round) throws InterruptedException {
        Peer.Launch launch = peer.launch(scenario, options);
        if (launch == null) {
            return true;
        }
        try {
            Plan plan = scenario.planFor(peer.path());
            switch (scenario.measure()) {
                case MESSAGES -> messages(scenario, plan, server(launch), round);
                case HANDSHAKES -> handshakes(scenario, plan, server(launch), round);
                case MEMORY -> memory(scenario, plan, launch, round);
            }
            return true;
        } catch (IOException broken) {
            System.err.printf("%-15s %s: %s%n", peer.name(), scenario.title(), broken.getMessage());
            results.addFaults(peer.name(), 1);
            return false;
        }
    }

    private ServerProcess server(Peer.Launch launch) throws IOException {
        ServerProcess server = running.get(launch);
        if (server == null) {
            server = new ServerProcess(launch);
            running.put(launch, server);
        }
        return server;
    }

    private boolean isCold(ServerProcess server, Object... load) {
        return warm.add(List.of(server, List.of(load)));
    }

    private void messages(Scenario scenario, Plan plan, ServerProcess server, int round) throws IOException {
        if (isCold(server, plan.transport(), plan.kind())) {
            Plan busy = plan.rate() > 0 ? plan.saturated(options.number("in-flight")) : plan;
            try (LoadGenerator load = new LoadGenerator(server, busy)) {
                load.connect();
                progress(server, scenario, "warm-up", load.run(0, options.real("warm-up")));
            }
        }
        try (LoadGenerator load = new LoadGenerator(server, plan)) {
            load.connect();
            Measurement seen = load.run(options.real("settle"), options.real("seconds"));
            results.note(server.name(), seen);
            results.add(scenario, server.name(), Metric.ofMessages(scenario, seen));
            progress(server, scenario, "round " + round, seen);
        }
    }

    private void handshakes(Scenario scenario, Plan plan, ServerProcess server, int round)
            throws IOException, InterruptedException {
        if (isCold(server, plan.clients())) {
            Deque<Double> last = new ArrayDeque<>();
            for (int i = 0; i < COLD_CROWDS && !isSteady(last); i++) {
                last.add(crowd(scenario, plan, server, "warm-up").micros());
            }
        }
        Measurement seen = crowd(scenario, plan, server, "round " + round);
        results.note(server.name(), seen);
        results.add(scenario, server.name(), Metric.ofHandshakes(seen));
    }

    private static boolean isSteady(Deque<Double> costs) {
        if (costs.size() > CROWDS_ALIKE) {
            costs.remove();
        }
        return costs.size() == CROWDS_ALIKE && Collections.max(costs) < ALIKE * Collections.min(costs);
    }

    private static Measurement crowd(Scenario scenario, Plan plan, ServerProcess server, String what)
            throws IOException, InterruptedException {
        Measurement seen;
        try (LoadGenerator load = new LoadGenerator(server, plan)) {
            seen = load.connect();
            progress(server, scenario, what, seen);
        }
        Thread.sleep(FORGET_MILLIS);
        return seen;
    }

    /** A process of its own: one that was busy has memory left over, which would hide what connections need. */
    private void memory(Scenario scenario, Plan plan, Peer.Launch launch, int round)
            throws IOException, InterruptedException {
        try (ServerProcess server = new ServerProcess(launch)) {
            try (LoadGenerator first = new LoadGenerator(server, plan.withClients(FIRST_CONNECTIONS, 1, 1))) {
                first.connect();
            }
            Thread.sleep(FORGET_MILLIS);
            Memory before = Memory.of(server);
            try (LoadGenerator load = new LoadGenerator(server, plan)) {
                load.connect();
                load.hold(HOLD_SECONDS);
                Map<Metric, Double> values = Metric.ofMemory(before, Memory.of(server), plan.clients());
                results.add(scenario, server.name(), values);
                System.err.printf(
                        Locale.ROOT,
                        "%-15s %-38s %-8s %,.0f bytes, heap %,.0f%n",
                        server.name(),
                        scenario.title(),
                        "round " + round,
                        values.get(Metric.RESIDENT),
                        values.get(Metric.HEAP));
            }
        }
    }

    private void report() throws IOException {
        StringBuilder text = new StringBuilder();
        if (results.isFaulty()) {
            text.append("**Faulty run: messages were lost, repeated or out of order, or a scenario failed.**\n\n");
        }
        text.append(String.format(
                Locale.ROOT,
                "%d rounds of %s s, the servers by turns; %s clients, %s bytes where nothing else is said.%n%n",
                options.number("rounds"),
                options.text("seconds"),
                options.text("clients"),
                options.text("bytes")));
        for (Peer peer : peers) {
            text.append("- ")
                    .append(peer.name())
                    .append(": ")
                    .append(command(peer))
                    .append('\n');
        }
        text.append("- ").append(Machine.line()).append('\n');
        text.append("- commit ").append(ServerProcess.firstLine("git", "describe", "--always", "--dirty"));
        text.append("; CPU used by anything else while measuring: at most %.0f %% of a core%n%n"
                .formatted(results.noise()));
        text.append(results.markdown());
        if (!options.text("plot").isEmpty()) {
            Path plot = Path.of(options.text("plot"));
            Files.writeString(plot, new Plot(results).svg());
            // As seen from the page in docs/ that the table is for.
            String link = plot.startsWith("docs")
                    ? plot.subpath(1, plot.getNameCount()).toString()
                    : plot.toString();
            text.append("\n![Our server and its peers](").append(link).append(")\n");
        }
        System.out.print(text);
    }

    private String command(Peer peer) {
        if (peer.family() == Peer.Family.PROGRAM) {
            return "another program";
        }
        return Scenario.all(options).stream()
                .map(scenario -> peer.launch(scenario, options))
                .filter(launch -> launch != null)
                .findFirst()
                .map(launch -> "`" + String.join(" ", launch.command()) + "`" + Machine.version(peer.family()))
                .orElse("not measured");
    }

    private static void progress(ServerProcess server, Scenario scenario, String what, Measurement seen) {
        System.err.printf(
                Locale.ROOT,
                "%-15s %-38s %-8s %,12.0f/s  %8.3f us CPU  p50 %8.2f ms  p99 %8.2f ms  "
                        + "server %3.0f %%  generator %3.0f %% (%.3f us)  others %3.0f %%  faults %d%n",
                server.name(),
                scenario.title(),
                what,
                seen.perSecond(),
                seen.micros(),
                seen.p50() / 1e6,
                seen.p99() / 1e6,
                seen.serverPercent(),
                seen.generatorPercent(),
                seen.generator() * 1e6 / seen.deliveries(),
                seen.othersPercent(),
                seen.faults());
    }
}
