package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A script under {@code src/test/resources/clients} that Node runs with the modules of the build. It prints a line for each
 * thing it has checked, {@code ok NAME}, so that a script that checks nothing is seen.
 */
final class NodeScript implements AutoCloseable {
    private static final String PASSED = "ok ";
    private static final int WAIT_SECONDS = 45;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> reading;

    private NodeScript(Process process) {
        this.process = process;
        this.reading = CompletableFuture.runAsync(
                () -> process.inputReader().lines().forEach(lines::add),
                task -> new Thread(task, "node output").start());
    }

    /** Starts a script, given by its name without an extension. */
    static NodeScript start(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", "src/test/resources/clients/" + name + ".cjs"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put(
                        "NODE_PATH",
                        Path.of("target", "npm", "node_modules")
                                .toAbsolutePath()
                                .toString());
        try {
            return new NodeScript(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs a script to its end and gives the names of what it has checked, in the order of checking. */
    static List<String> run(String name, String... arguments) {
        try (NodeScript script = start(name, arguments)) {
            return script.passed();
        }
    }

    /** Tells the script that nothing more comes on its input. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for a line. */
    void awaitLine(String line) {
        awaitLine(line, WAIT_SECONDS);
    }

    /** Waits for a line that may take so many seconds. */
    void awaitLine(String line, int seconds) {
        Awaitility.await().atMost(seconds, TimeUnit.SECONDS).until(() -> lines.contains(line) || reading.isDone());
        assertThat(lines).as("output of the script").contains(line);
    }

    /** Waits for the end and gives the names of what was checked. */
    List<String> passed() {
        try {
            boolean ended = process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                reading.get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(ended).as("the script ends; so far %s", lines).isTrue();
            assertThat(process.exitValue()).as("exit code, after %s", lines).isZero();
        } catch (Exception failure) {
            throw new AssertionError("the script printed " + lines, failure);
        }
        return lines.stream()
                .filter(line -> line.startsWith(PASSED))
                .map(line -> line.substring(PASSED.length()))
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
