package io.samvad.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A chat server in a process of its own, on a free port, pinned to one core where {@code taskset} is there to do it. */
final class ServerProcess implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;

    private final String name;
    private final InetSocketAddress address;
    private final Process process;

    private ServerProcess(String name, List<String> command, String portVariable, Map<String, String> environment)
            throws IOException {
        this.name = name;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put(portVariable, Integer.toString(address.getPort()));
        builder.redirectErrorStream(true).redirectOutput(new File("target/bench/" + name + ".log"));
        process = builder.start();
        try {
            awaitListening();
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /** Samvad as people run it, from {@code target/samvad.jar}. */
    static ServerProcess samvad(Options options) throws IOException {
        return new ServerProcess(
                "samvad",
                samvadCommand(options),
                "SAMVAD_HTTP_PORT",
                Map.of("SAMVAD_LOG_LEVEL", "warn", "SAMVAD_HTTP_TRANSPORT", options.transport()));
    }

    /** The official server, as its own guide starts it. */
    static ServerProcess node(Options options) throws IOException {
        Map<String, String> environment = Map.of(
                "NODE_PATH", Path.of("target/npm/node_modules").toAbsolutePath().toString(), "NODE_ENV", "production");
        return new ServerProcess("node", nodeCommand(options), "PORT", environment);
    }

    static List<String> samvadCommand(Options options) {
        List<String> command = pinned(options);
        command.add("java");
        command.addAll(options.javaFlags());
        command.addAll(List.of("-jar", "target/samvad.jar"));
        return command;
    }

    static List<String> nodeCommand(Options options) {
        List<String> command = pinned(options);
        command.addAll(List.of("node", "src/bench/js/chat.cjs"));
        return command;
    }

    private static List<String> pinned(Options options) {
        List<String> command = new ArrayList<>();
        if (canPin()) {
            command.addAll(List.of("taskset", "-c", options.serverCore()));
        }
        return command;
    }

    static boolean canPin() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (ended() || System.nanoTime() > end) {
                throw new IOException(name + " does not listen: see target/bench/" + name + ".log");
            }
        }
    }

    private boolean listens() {
        try (Socket probe = new Socket()) {
            probe.connect(address, 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Whether the process has ended; waits a moment for it. */
    private boolean ended() {
        try {
            return process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
        }
    }

    /** First line that a command prints, or a dash when it cannot be run. */
    static String firstLine(String... command) {
        try {
            Process ran = new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = ran.inputReader().lines().toList();
            return lines.isEmpty() || ran.waitFor() != 0 ? "-" : lines.get(0);
        } catch (IOException | UncheckedIOException absent) {
            return "-";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
