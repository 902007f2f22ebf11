package io.samvad.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code target/samvad.jar} as a user starts it, from the top of the tree with its {@code conf} and {@code webroot}, but on
 * 127.0.0.1 alone, on a free port, and with a chat that remembers nothing.
 */
public final class Program implements AutoCloseable {
    private static final int WAIT_SECONDS = 180;
    private static final String HOME = System.getProperty("java.home");
    private static final Pattern LISTENS = Pattern.compile("Samvad \\S+ listens on http://127\\.0\\.0\\.1:(\\d+) .*");

    private final Process process;
    private final List<String> stdout;
    private final List<String> stderr;
    private int port;

    private Program(Process process) {
        this.process = process;
        this.stdout = collect(process.inputReader());
        this.stderr = collect(process.errorReader());
    }

    /** Starts it and waits for its one line. */
    public static Program serve() {
        return serve(0, Map.of());
    }

    /**
     * Starts it and waits for its one line.
     *
     * @param port where it listens, 0 for a free one
     * @param environment further settings, such as {@code SAMVAD_INSTANCES}
     * @param arguments of the command line
     */
    public static Program serve(int port, Map<String, String> environment, String... arguments) {
        return listening(launch(jar(), port, environment, arguments));
    }

    /**
     * Starts it by the script and waits for its one line.
     *
     * @param script path of {@code samvad}
     * @param environment further settings, such as {@code JAVA_OPTS}
     * @param arguments of the command line
     */
    public static Program serveBy(Path script, Map<String, String> environment, String... arguments) {
        return listening(launch(List.of(script.toString()), 0, environment, arguments));
    }

    private static Program listening(Program program) {
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> !program.stdout.isEmpty() || !program.process.isAlive());
        assertThat(program.stdout)
                .as("start line; the log says %s", program.stderr)
                .hasSize(1);
        Matcher line = LISTENS.matcher(program.stdout.get(0));
        assertThat(line.matches()).as(program.stdout.get(0)).isTrue();
        program.port = Integer.parseInt(line.group(1));
        return program;
    }

    /** Runs it with arguments to its end. */
    public static Program run(String... arguments) {
        return ended(launch(jar(), 0, Map.of(), arguments));
    }

    /** Runs the script with arguments to its end. */
    public static Program runBy(Path script, String... arguments) {
        return runBy(script, Map.of(), arguments);
    }

    /** Runs the script with settings and arguments to its end. */
    public static Program runBy(Path script, Map<String, String> environment, String... arguments) {
        return ended(launch(List.of(script.toString()), 0, environment, arguments));
    }

    private static Program ended(Program program) {
        program.exitCode();
        return program;
    }

    private static List<String> jar() {
        return List.of(Path.of(HOME, "bin", "java").toString(), "-jar", "target/samvad.jar");
    }

    private static Program launch(
            List<String> program, int port, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SAMVAD_"));
        builder.environment().put("SAMVAD_HTTP_HOST", "127.0.0.1");
        builder.environment().put("SAMVAD_HTTP_PORT", String.valueOf(port));
        // Who wants a memory says where: nothing may be written beside the sources.
        builder.environment().put("SAMVAD_CHAT_HISTORY_STORE", "none");
        builder.environment().remove("JAVA_OPTS");
        builder.environment().put("JAVA_HOME", HOME);
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> collect(BufferedReader reader) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> reader.lines().forEach(lines::add), "output of the program");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where plain WebSocket clients connect. */
    public String plainUrl() {
        return "ws://127.0.0.1:" + port + "/chat";
    }

    /** The lines on standard output until now. */
    public List<String> stdout() {
        return stdout;
    }

    /** The lines of the log until now. */
    public List<String> log() {
        return stderr;
    }

    /** Waits for a line of the log and gives it. */
    public String awaitLog(Predicate<String> wanted) {
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> stderr.stream().anyMatch(wanted));
        return stderr.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Asks it to end, with SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it without asking, with SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Stops it without its notice, as a machine that has no processor or memory for it. */
    public void freeze() {
        Signals.freeze(List.of(process.toHandle()));
    }

    /** Lets it go on. */
    public void thaw() {
        Signals.thaw(List.of(process.toHandle()));
    }

    /** Nothing it writes to a file has room any more. */
    public void fillDisk() {
        Signals.limitFiles(process.toHandle(), "1");
    }

    /** There is room again. */
    public void clearDisk() {
        Signals.limitFiles(process.toHandle(), "unlimited");
    }

    /**
     * Lets it run for a while; it must not end in that time.
     *
     * @param millis how long
     */
    public void runOn(long millis) {
        try {
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                    .as("it runs on; its log says %s", stderr)
                    .isFalse();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for the end and gives its exit code. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS))
                    .as("the program ends; its log says %s", stderr)
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
