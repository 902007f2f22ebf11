package io.samvad.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, on a free port of the loopback device. */
final class ServerProcess implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 30_000;
    private static final int STOP_SECONDS = 10;

    private final Peer.Launch launch;
    private final InetSocketAddress address;
    private final Path log;
    private final Process process;

    /** Starts it and waits until it listens. The port is in {@code PORT}, and wherever the command has {@code {port}}. */
    ServerProcess(Peer.Launch launch) throws IOException {
        this.launch = launch;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        String port = Integer.toString(address.getPort());
        log = Path.of("target", "bench", "logs", launch.name() + "-" + port + ".log");
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(launch.command().stream()
                .map(word -> word.replace("{port}", port))
                .toList());
        builder.environment().putAll(launch.environment());
        builder.environment().put("PORT", port);
        builder.environment().put("SAMVAD_HTTP_PORT", port);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        process = builder.start();
        try {
            awaitListening();
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /** Whether {@code taskset} is there to keep a process on a core. */
    static boolean canPin() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    }

    /** Below those that the system gives to clients: thousands of the load generator's may be in use or not given back yet. */
    private static int freePort() throws IOException {
        for (int port = FIRST_PORT; port < LAST_PORT; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                // The next one, then.
            }
        }
        throw new IOException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (ended() || System.nanoTime() > end) {
                throw new IOException(name() + " does not listen: see " + log);
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
        return launch.name();
    }

    boolean isJvm() {
        return launch.jvm();
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
