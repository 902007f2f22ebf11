package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was measured, in a file, scenario by scenario: a run that is cut off goes on where it was. What was measured with other
 * options or of another commit does not count, nor a scenario in which something went wrong.
 */
final class Kept {
    private static final String TAB = "\t";

    /** Null when nothing is to be kept. */
    private final Path file;

    private final String about;
    private final Set<String> done = new HashSet<>();

    /**
     * @param file its path, or an empty text
     * @param about what all that it holds must have in common
     */
    Kept(String file, String about) {
        this.file = file.isEmpty() ? null : Path.of(file);
        this.about = about;
    }

    /** Takes over what the file has. */
    void readInto(Results results) throws IOException {
        if (file == null || !Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(about)) {
            Files.delete(file);
            return;
        }
        List<String[]> pending = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(TAB);
            if (!fields[0].equals("done")) {
                pending.add(fields);
                continue;
            }
            // A scenario counts when it is there as a whole: its last line says so.
            pending.forEach(value -> results.addKept(
                    value[1],
                    new Metric(value[2], value[3], Boolean.parseBoolean(value[4])),
                    value[5],
                    Stream.of(value[6].split(" ")).map(Double::valueOf).toList()));
            pending.clear();
            results.noteNoise(Double.parseDouble(fields[2]));
            done.add(fields[1]);
        }
    }

    boolean has(Scenario scenario) {
        return done.contains(scenario.title());
    }

    /** Adds a scenario. */
    void add(Scenario scenario, Results results) throws IOException {
        if (file == null) {
            return;
        }
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            lines.add(about);
        }
        results.of(scenario.title())
                .forEach((metric, servers) -> servers.forEach((server, series) -> lines.add(String.join(
                        TAB,
                        "value",
                        scenario.title(),
                        metric.title(),
                        metric.format(),
                        Boolean.toString(metric.compared()),
                        server,
                        series.text()))));
        lines.add(String.join(TAB, "done", scenario.title(), Double.toString(results.noise())));
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
