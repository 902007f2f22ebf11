package io.samvad.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One figure of a scenario.
 *
 * @param title in the table
 * @param format of a value, as of {@link String#format}
 * @param compared whether a ratio to our server says something
 */
record Metric(String title, String format, boolean compared) {
    static final Metric PER_SECOND = new Metric("deliveries/s", "%,.0f", true);
    static final Metric CPU = new Metric("server CPU per delivery, µs", "%.3f", true);
    static final Metric KERNEL = new Metric("– of it in the kernel", "%.3f", false);
    static final Metric P50 = new Metric("p50, ms", "%.2f", true);
    static final Metric P99 = new Metric("p99, ms", "%.2f", true);
    static final Metric SHARE = new Metric("server's share of its core, %", "%.0f", false);
    static final Metric GENERATOR = new Metric("load generator's share of its core, %", "%.0f", false);
    static final Metric BYTES = new Metric("bytes received per delivery", "%,.0f", false);
    static final Metric MESSAGES = new Metric("messages/s", "%,.0f", true);
    static final Metric HANDSHAKES = new Metric("handshakes/s", "%,.0f", true);
    static final Metric HANDSHAKE_CPU = new Metric("server CPU per handshake, µs", "%,.0f", true);
    static final Metric RESIDENT = new Metric("physical memory per connection, bytes", "%,.0f", true);
    static final Metric HEAP = new Metric("heap per connection, bytes", "%,.0f", true);

    static Map<Metric, Double> ofMessages(Scenario scenario, Measurement seen) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        if (scenario.name().equals("few")) {
            values.put(MESSAGES, seen.perSecond() / scenario.plan().clients());
        } else {
            values.put(PER_SECOND, seen.perSecond());
        }
        values.put(CPU, seen.micros());
        values.put(KERNEL, seen.server().system() * 1e6 / seen.deliveries());
        values.put(P50, seen.p50() / 1e6);
        values.put(P99, seen.p99() / 1e6);
        if (scenario.plan().deflate()) {
            values.put(BYTES, seen.bytes());
        }
        values.put(SHARE, seen.serverPercent());
        values.put(GENERATOR, seen.generatorPercent());
        return values;
    }

    static Map<Metric, Double> ofHandshakes(Measurement seen) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        values.put(HANDSHAKES, seen.perSecond());
        values.put(HANDSHAKE_CPU, seen.micros());
        values.put(SHARE, seen.serverPercent());
        values.put(GENERATOR, seen.generatorPercent());
        return values;
    }

    static Map<Metric, Double> ofMemory(Memory before, Memory after, int connections) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        values.put(RESIDENT, (after.resident() - before.resident()) / connections);
        values.put(HEAP, (after.heap() - before.heap()) / connections);
        return values;
    }

    /** The values of one figure over the rounds. */
    static final class Series {
        private final List<Double> values = new ArrayList<>();

        void add(double value) {
            values.add(value);
        }

        /** All values, with spaces in between. */
        String text() {
            return String.join(" ", values.stream().map(String::valueOf).toList());
        }

        double median() {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        /** Half of the distance between the lowest and the highest, as a share of the median. */
        double spread() {
            double lowest = values.stream().mapToDouble(value -> value).min().orElse(0);
            double highest = values.stream().mapToDouble(value -> value).max().orElse(0);
            return median() == 0 ? 0 : (highest - lowest) / 2 / Math.abs(median());
        }
    }
}
