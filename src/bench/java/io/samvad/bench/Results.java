package io.samvad.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All that was measured, and what it looks like in Markdown: medians over the rounds, with their spread and ratios. */
final class Results {
    private final Map<String, Map<Metric, Map<String, Metric.Series>>> scenarios = new LinkedHashMap<>();
    private final Set<String> servers = new LinkedHashSet<>();
    private final Map<String, Long> faults = new LinkedHashMap<>();
    private double noise;

    /** @param names of the servers, ours first: ratios refer to the first that was measured in the scenario */
    Results(Iterable<String> names) {
        names.forEach(servers::add);
    }

    void add(Scenario scenario, String server, Map<Metric, Double> values) {
        values.forEach(
                (metric, value) -> series(scenario.title(), metric, server).add(value));
    }

    /** Values of an earlier run. */
    void addKept(String scenario, Metric metric, String server, List<Double> values) {
        values.forEach(series(scenario, metric, server)::add);
    }

    private Metric.Series series(String scenario, Metric metric, String server) {
        return scenarios
                .computeIfAbsent(scenario, first -> new LinkedHashMap<>())
                .computeIfAbsent(metric, first -> new LinkedHashMap<>())
                .computeIfAbsent(server, first -> new Metric.Series());
    }

    /** What was measured in a scenario: by metric, then by server. */
    Map<Metric, Map<String, Metric.Series>> of(String scenario) {
        return scenarios.getOrDefault(scenario, Map.of());
    }

    /** Notes what shows whether a run was a good one. */
    void note(String server, Measurement seen) {
        noteNoise(seen.othersPercent());
        addFaults(server, seen.faults());
    }

    void noteNoise(double percent) {
        noise = Math.max(noise, percent);
    }

    void addFaults(String server, long count) {
        faults.merge(server, count, Long::sum);
    }

    long faults() {
        return faults.values().stream().mapToLong(count -> count).sum();
    }

    boolean isFaulty() {
        return faults.values().stream().anyMatch(count -> count > 0);
    }

    /** Percent of a core that anything else used while measuring. */
    double noise() {
        return noise;
    }

    Set<String> scenarios() {
        return scenarios.keySet();
    }

    /** Medians by server, in the order of the table; empty when it was not measured. */
    Map<String, Double> medians(String scenario, Metric metric) {
        Map<String, Double> medians = new LinkedHashMap<>();
        Map<String, Metric.Series> seen = of(scenario).getOrDefault(metric, Map.of());
        for (String server : servers) {
            if (seen.containsKey(server) && !Double.isNaN(seen.get(server).median())) {
                medians.put(server, seen.get(server).median());
            }
        }
        return medians;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("| |");
        servers.forEach(server -> text.append(' ').append(server).append(" |"));
        text.append("\n| --- |").append(" ---: |".repeat(servers.size())).append('\n');
        scenarios.forEach((scenario, metrics) -> {
            text.append("| **")
                    .append(scenario)
                    .append("** |")
                    .append(" |".repeat(servers.size()))
                    .append('\n');
            metrics.forEach((metric, values) -> row(text, metric, values));
        });
        text.append("| **messages lost, repeated or out of order** |");
        servers.forEach(server ->
                text.append(' ').append(faults.getOrDefault(server, 0L)).append(" |"));
        return text.append('\n').toString();
    }

    private void row(StringBuilder text, Metric metric, Map<String, Metric.Series> values) {
        text.append("| ").append(metric.title()).append(" |");
        Metric.Series first = null;
        for (String server : servers) {
            Metric.Series series = values.get(server);
            text.append(' ')
                    .append(series == null ? "" : cell(metric, series, first))
                    .append(" |");
            first = first == null ? series : first;
        }
        text.append('\n');
    }

    /** {@code 189,000 ±3 % (0.012)}: the ratio is to our server. */
    private static String cell(Metric metric, Metric.Series series, Metric.Series ours) {
        if (Double.isNaN(series.median())) {
            return "–";
        }
        String value =
                String.format(Locale.ROOT, metric.format() + " ±%.0f %%", series.median(), series.spread() * 100);
        if (ours == null || !metric.compared()) {
            return value;
        }
        double ratio = series.median() / ours.median();
        return value + String.format(Locale.ROOT, ratio < 0.1 ? " (%.3f)" : ratio < 10 ? " (%.2f)" : " (%.0f)", ratio);
    }
}
