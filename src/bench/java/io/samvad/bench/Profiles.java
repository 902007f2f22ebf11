package io.samvad.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Profiles beside each other, as a Markdown table. */
final class Profiles {
    private static final int LARGEST = 3;
    private static final String LOOPS = "vert.x-eventloo";

    /** The beginnings of the names that the JVM's threads have. */
    private static final Map<String, List<String>> BESIDE = Map.of(
            "the thread that accepts", List.of("vert.x-acceptor"),
            "the compiler", List.of("C1 ", "C2 "),
            "the collector", List.of("GC Thread", "VM Thread", "G1 "));

    /**
     * What was seen under one load.
     *
     * @param samples whose outermost frames are threads
     * @param counts by the name of what was counted
     * @param seconds how long was counted
     * @param perSecond deliveries or handshakes meanwhile
     */
    record Profile(CallTree samples, Map<String, Long> counts, double seconds, double perSecond) {

        /** Share of the process's samples that are those of threads, in percent. */
        double ofThreads(List<String> beginnings) {
            long theirs = samples.callees().stream()
                    .filter(thread -> beginnings.stream().anyMatch(thread.name()::startsWith))
                    .mapToLong(CallTree::total)
                    .sum();
            return 100.0 * theirs / samples.total();
        }

        /** How often each frame of the loops was the innermost. */
        Map<String, Long> ofLoops() {
            return samples.callees().stream()
                    .filter(thread -> thread.name().startsWith(LOOPS))
                    .flatMap(CallTree::walk)
                    .collect(Collectors.groupingBy(
                            CallTree::name, TreeMap::new, Collectors.summingLong(CallTree::self)));
        }

        double ofLoops(Layer layer) {
            Map<String, Long> frames = ofLoops();
            long all = frames.values().stream().mapToLong(count -> count).sum();
            long theirs = frames.entrySet().stream()
                    .filter(frame -> Layer.of(frame.getKey()) == layer)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return 100.0 * theirs / all;
        }

        String largest(Layer layer) {
            return ofLoops().entrySet().stream()
                    .filter(frame -> Layer.of(frame.getKey()) == layer)
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(LARGEST)
                    .map(frame -> "`" + Layer.brief(frame.getKey()) + "`")
                    .collect(Collectors.joining(", "));
        }
    }

    private final Map<Scenario, Profile> profiles = new LinkedHashMap<>();

    void add(Scenario scenario, Profile profile) {
        profiles.put(scenario, profile);
    }

    static String picture(Scenario scenario) {
        return "flame-" + scenario.name() + ".svg";
    }

    String markdown() {
        StringBuilder table = new StringBuilder("| |");
        profiles.keySet()
                .forEach(scenario -> table.append(' ').append(scenario.title()).append(" |"));
        table.append("\n| --- |").append(" ---: |".repeat(profiles.size())).append('\n');
        row(table, "deliveries/s, or handshakes/s", profile -> number(profile.perSecond()));
        row(table, "samples of the event loops", profile -> percent(profile.ofThreads(List.of(LOOPS))));
        new TreeMap<>(BESIDE)
                .forEach((title, threads) ->
                        row(table, "– of " + title, profile -> percent(profile.ofThreads(threads))));
        for (Layer layer : Layer.values()) {
            row(table, "of the loops: " + layer.title(), profile -> percent(profile.ofLoops(layer)));
        }
        row(table, "largest in the kernel", profile -> profile.largest(Layer.KERNEL));
        row(table, "largest of Netty", profile -> profile.largest(Layer.NETTY));
        row(table, "largest of ours", profile -> profile.largest(Layer.SAMVAD));
        for (String counted : counted()) {
            row(
                    table,
                    counted + " a second",
                    profile -> profile.counts().containsKey(counted)
                            ? number(profile.counts().get(counted) / profile.seconds())
                            : "0");
        }
        return table.toString();
    }

    private List<String> counted() {
        List<String> counted = new ArrayList<>();
        profiles.values().forEach(profile -> counted.addAll(profile.counts().keySet()));
        return counted.stream().distinct().sorted().toList();
    }

    private void row(StringBuilder table, String title, Function<Profile, String> value) {
        table.append("| ").append(title).append(" |");
        profiles.values()
                .forEach(profile ->
                        table.append(' ').append(value.apply(profile)).append(" |"));
        table.append('\n');
    }

    /** Links to the pictures in a folder. */
    String pictures(String folder) {
        return profiles.keySet().stream()
                .map(scenario -> "![%s](%s/%s)%n".formatted(scenario.title(), folder, picture(scenario)))
                .collect(Collectors.joining("\n"));
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.0f %%", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
