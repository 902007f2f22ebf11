package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Linux's perf. Stacks are walked by frame pointers, and the JVM writes down the names of what it has compiled; a method that was
 * inlined counts for the one that it was inlined into.
 */
final class PerfSampler implements Sampler {
    private static final String HERTZ = "999";

    private ProcessHandle server;
    private Path file;
    private Process recording;

    static boolean isAvailable() {
        return !ServerProcess.firstLine("perf", "record", "-q", "-e", "cpu-clock", "-o", "-", "true")
                .equals("-");
    }

    @Override
    public String flags() {
        return "-XX:+PreserveFramePointer";
    }

    @Override
    public String how() {
        return "perf, cpu-clock at " + HERTZ + " Hz, with the kernel; what is inlined counts for its caller";
    }

    @Override
    public void start(ProcessHandle process, double seconds, Path output) throws IOException {
        server = process;
        file = output;
        String time = String.format(Locale.ROOT, "%.3f", seconds);
        String pid = Long.toString(server.pid());
        recording = command(
                        "perf",
                        "record",
                        "-q",
                        "-e",
                        "cpu-clock",
                        "-F",
                        HERTZ,
                        "-g",
                        "-o",
                        file.toString(),
                        "-p",
                        pid,
                        "--",
                        "sleep",
                        time)
                .start();
    }

    private static ProcessBuilder command(String... words) {
        return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    @Override
    public CallTree end() throws IOException {
        try {
            if (recording.waitFor() != 0) {
                throw new IOException("perf record failed");
            }
            ServerProcess.firstLine("jcmd", Long.toString(server.pid()), "Compiler.perfmap");
            Process script = command("perf", "script", "-i", file.toString(), "-F", "comm,tid,ip,sym,dso")
                    .start();
            CallTree samples = new CallTree("all");
            try (Stream<String> lines = script.inputReader().lines()) {
                read(lines, samples);
            }
            if (script.waitFor() != 0) {
                throw new IOException("perf script failed");
            }
            return samples;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** A sample is a line with the thread, a line for each frame from the innermost to the outermost, and an empty line. */
    private static void read(Stream<String> lines, CallTree samples) {
        List<String> stack = new ArrayList<>();
        for (String line : (Iterable<String>) lines::iterator) {
            if (line.isBlank()) {
                add(stack, samples);
                stack.clear();
            } else if (!Character.isWhitespace(line.charAt(0))) {
                stack.add(line.strip().replaceFirst(" +[0-9]+$", ""));
            } else {
                String frame = frame(line.strip());
                // What has no name says nothing, and a method that calls itself is drawn once.
                if (!frame.isEmpty() && !frame.equals(stack.get(stack.size() - 1))) {
                    stack.add(frame);
                }
            }
        }
        add(stack, samples);
    }

    /**
     * What the JVM does before it comes to the first method of a thread is the same for all threads, and left out; so is all that
     * its own threads do.
     */
    private static void add(List<String> stack, CallTree samples) {
        if (stack.isEmpty()) {
            return;
        }
        List<String> frames = new ArrayList<>(stack.subList(1, stack.size()));
        Collections.reverse(frames);
        while (!frames.isEmpty() && isOfTheJvm(frames.get(0))) {
            frames.remove(0);
        }
        frames.add(0, stack.get(0));
        samples.add(frames, 1);
    }

    private static boolean isOfTheJvm(String frame) {
        return Layer.of(frame) == Layer.NATIVE;
    }

    /** {@code address name (file)}; of Java {@code address type package.Class.method(types) (map)}. */
    private static String frame(String line) {
        int file = line.lastIndexOf(" (");
        String name = line.substring(line.indexOf(' ') + 1, file);
        if (name.equals("[unknown]") || name.equals("Interpreter")) {
            return "";
        }
        if (line.startsWith("[kernel", file + 2) || line.endsWith(".ko)")) {
            return name + Layer.KERNEL_MARK;
        }
        int parameters = name.indexOf('(');
        String bare = parameters < 0 ? name : name.substring(0, parameters);
        return bare.substring(bare.lastIndexOf(' ') + 1)
                .replaceAll("\\$\\$Lambda\\$?[0-9]*(/0x[0-9a-f]+)?", "\\$lambda")
                .replace(';', ':');
    }
}
