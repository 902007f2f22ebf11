package io.samvad.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks, with JMH's own options, and prints their times and allocations as a Markdown table. */
public final class CodecTable {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private CodecTable() {}

    /** @param arguments as of JMH: a regular expression of benchmarks, {@code -f 1 -wi 2 -i 3 -w 1 -r 1} for a short run */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        // The table alone belongs on standard output; JMH's account of its progress goes to the other.
        PrintStream table = System.out;
        System.setOut(System.err);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Dlogback.configurationFile=io/samvad/server/logback.xml")
                        .shouldFailOnError(true)
                        .build())
                .run();
        StringBuilder text = new StringBuilder();
        text.append(
                "Nanoseconds and bytes for each call, with the half width of the interval of 99.9 % confidence.\n\n");
        text.append("- ").append(Machine.line()).append("\n\n");
        text.append("| benchmark | of | ns | ± | bytes allocated |\n| --- | --- | ---: | ---: | ---: |\n");
        results.forEach(result -> text.append(row(result)));
        table.print(text);
    }

    private static String row(RunResult result) {
        BenchmarkParams measured = result.getParams();
        String[] name = measured.getBenchmark().split("\\.");
        String of = measured.getParamsKeys().stream()
                .map(measured::getParam)
                .map(value -> value.toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return "| %s.%s | %s | %s | %s | %s |\n"
                .formatted(
                        name[name.length - 2].replace("Benchmark", ""),
                        name[name.length - 1],
                        of,
                        number(time.getScore()),
                        number(time.getScoreError()),
                        allocated == null ? "-" : number(allocated.getScore()));
    }

    /** Whole from 10 on; JMH gives no number for the error of a run that was too short to have one. */
    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }
}
