package io.samvad.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All measurements of a comparison, and what they look like in Markdown: medians over the rounds, with their spread. */
final class ComparisonTable {
    /** Stands for the rate of a load that goes as fast as the server does. */
    static final double SATURATED = 0;

    private static final String OURS = "samvad";
    private static final String THEIRS = "node";

    private final Options options;
    private final Map<String, Map<Double, List<Measurement>>> seen = new HashMap<>();

    ComparisonTable(Options options) {
        this.options = options;
    }

    void add(String server, double rate, Measurement measurement) {
        seen.computeIfAbsent(server, first -> new HashMap<>())
                .computeIfAbsent(rate, first -> new ArrayList<>())
                .add(measurement);
    }

    private long faults(String server) {
        return seen.getOrDefault(server, Map.of()).values().stream()
                .flatMap(List::stream)
                .mapToLong(Measurement::faults)
                .sum();
    }

    boolean isFaulty() {
        return faults(OURS) + faults(THEIRS) > 0;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        if (isFaulty()) {
            text.append("**Faulty run: messages were lost, repeated or out of order. The figures mean nothing.**\n\n");
        }
        environment(text);
        text.append("\n| | Samvad | Node | ratio |\n| --- | ---: | ---: | ---: |\n");
        rows(text, SATURATED, "saturated");
        for (double rate : options.rates()) {
            rows(text, rate, "at %.0f messages/s".formatted(rate));
        }
        text.append(
                "| messages lost, repeated or out of order | %d | %d | |\n".formatted(faults(OURS), faults(THEIRS)));
        return text.toString();
    }

    private void environment(StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%,d clients, %d senders with %d messages each under way when saturated, %d bytes; %d rounds of %.0f s, by turns.%n%n",
                options.clients(),
                options.senders(),
                options.inFlight(),
                options.bytes(),
                options.rounds(),
                options.seconds()));
        text.append("- Samvad: `SAMVAD_LOG_LEVEL=warn ")
                .append(String.join(" ", ServerProcess.samvadCommand(options)))
                .append("`, commit ")
                .append(ServerProcess.firstLine("git", "describe", "--always", "--dirty"))
                .append("\n- Node: `NODE_ENV=production ")
                .append(String.join(" ", ServerProcess.nodeCommand(options)))
                .append("`, socket.io ")
                .append(ServerProcess.firstLine(
                        "node", "-p", "require('./target/npm/node_modules/socket.io/package.json').version"))
                .append("\n- ")
                .append(Machine.line())
                .append("\n- CPU used by anything else while measuring: at most %.0f %% of a core\n"
                        .formatted(noise()));
    }

    private double noise() {
        return seen.values().stream()
                .flatMap(loads -> loads.values().stream())
                .flatMap(List::stream)
                .mapToDouble(Measurement::othersPercent)
                .max()
                .orElse(0);
    }

    private void rows(StringBuilder text, double rate, String load) {
        row(text, rate, load + ": deliveries/s", "%,.0f", Measurement::deliveriesPerSecond);
        row(text, rate, load + ": server CPU per delivery, µs", "%.3f", Measurement::microsPerDelivery);
        row(text, rate, "– in programs", "%.3f", Measurement::userMicrosPerDelivery);
        row(text, rate, "– in the kernel", "%.3f", Measurement::systemMicrosPerDelivery);
        row(text, rate, load + ": p50, ms", "%.2f", measured -> measured.p50() / 1e6);
        row(text, rate, load + ": p99, ms", "%.2f", measured -> measured.p99() / 1e6);
        row(text, rate, load + ": server's share of its core, %", "%.0f", Measurement::serverPercent);
        row(text, rate, load + ": load generator's share of its core, %", "%.0f", Measurement::generatorPercent);
    }

    private void row(StringBuilder text, double rate, String name, String format, ToDoubleFunction<Measurement> value) {
        double[] ours = sorted(OURS, rate, value);
        double[] theirs = sorted(THEIRS, rate, value);
        text.append("| %s | %s | %s | %s |\n"
                .formatted(name, cell(ours, format), cell(theirs, format), ratio(median(ours), median(theirs))));
    }

    private double[] sorted(String server, double rate, ToDoubleFunction<Measurement> value) {
        return seen.getOrDefault(server, Map.of()).getOrDefault(rate, List.of()).stream()
                .mapToDouble(value)
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The median, and in parentheses by how much of it the rounds differ. */
    private static String cell(double[] sorted, String format) {
        if (sorted.length == 0) {
            return "–";
        }
        double spread = (sorted[sorted.length - 1] - sorted[0]) / median(sorted) * 100;
        return String.format(Locale.ROOT, format + " (±%.0f %%)", median(sorted), spread / 2);
    }

    private static String ratio(double ours, double theirs) {
        if (Double.isNaN(ours / theirs)) {
            return "";
        }
        return String.format(Locale.ROOT, ours / theirs < 0.1 ? "%.3f" : "%.2f", ours / theirs);
    }
}
