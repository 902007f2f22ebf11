package io.samvad.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What can be set on the command line, each as {@code --name value}; docs/performance.md explains them. */
final class Options {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("only", ""),
            Map.entry("scenarios", ""),
            Map.entry("rounds", "3"),
            Map.entry("seconds", "3"),
            Map.entry("settle", "0.7"),
            Map.entry("warm-up", "4"),
            Map.entry("clients", "1000"),
            Map.entry("senders", "10"),
            Map.entry("in-flight", "10"),
            Map.entry("bytes", "64"),
            Map.entry("rates", "100"),
            Map.entry("handshakes", "10000"),
            Map.entry("idle", "10000"),
            Map.entry("instances", "4"),
            Map.entry("transport", "auto"),
            Map.entry("java-flags", "-Xmx2g -XX:+UseG1GC"),
            Map.entry("server-core", "0"),
            Map.entry("env", ""),
            Map.entry("peer", ""),
            Map.entry("folder", "docs/images"),
            Map.entry("plot", ""),
            Map.entry("keep", ""));

    /** Those that may be said more than once. */
    private static final List<String> MANY = List.of("env", "peer");

    private final Map<String, String> values = new TreeMap<>(DEFAULTS);
    private final Map<String, List<String>> lists = new TreeMap<>();

    /** @throws IllegalArgumentException names what is wrong */
    Options(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(arguments.get(i) + ": expected is a value for one of --"
                        + String.join(", --", values.keySet()));
            }
            if (MANY.contains(name)) {
                lists.computeIfAbsent(name, first -> new ArrayList<>()).add(arguments.get(i + 1));
            }
            values.put(name, arguments.get(i + 1));
        }
    }

    /** All that decides what is measured, in one line. */
    String measured() {
        Map<String, String> deciding = new TreeMap<>(values);
        deciding.keySet().removeAll(List.of("folder", "plot", "keep", "scenarios"));
        return deciding + " " + new TreeMap<>(lists);
    }

    int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    double real(String name) {
        return Double.parseDouble(values.get(name));
    }

    String text(String name) {
        return values.get(name);
    }

    /** Values with commas in between. */
    List<String> list(String name) {
        return Stream.of(values.get(name).split(","))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Words with spaces in between. */
    List<String> words(String name) {
        return split(values.get(name));
    }

    static List<String> split(String text) {
        return Stream.of(text.split(" +")).filter(word -> !word.isEmpty()).toList();
    }

    /** All values of an option that was said more than once. */
    List<String> all(String name) {
        return lists.getOrDefault(name, List.of());
    }

    /** Whether a list names something, or is empty and means all. */
    boolean includes(String list, String value) {
        return values.get(list).isEmpty() || list(list).contains(value);
    }
}
