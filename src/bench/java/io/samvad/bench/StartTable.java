package io.samvad.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How long the program takes from its command to the first connection that it accepts, and to the answer to its first request:
 * each way to start it in turn, with the configuration as it comes, a chat that remembers in a file included.
 */
public final class StartTable {
    private static final long POLL_NANOS = 1_000_000;
    private static final long PATIENCE_SECONDS = 30;
    private static final Path FOLDER = Path.of("target/bench/start");

    /** The ways, by what the table calls them. */
    private static final Map<String, List<String>> WAYS = new LinkedHashMap<>();

    static {
        String archive = "target/samvad.jsa";
        WAYS.put("`java -jar target/samvad.jar`", List.of("java", "-jar", "target/samvad.jar"));
        WAYS.put("`java -XX:+UseSerialGC -jar …`", List.of("java", "-XX:+UseSerialGC", "-jar", "target/samvad.jar"));
        if (Files.exists(Path.of(archive))) {
            WAYS.put("`bin/samvad`, with the archive of classes", List.of("bin/samvad"));
        }
    }

    private record Start(double accepted, double answered, double processor) {}

    private StartTable() {}

    /** Takes how often each way is measured, 7 by default; the first time of each is not counted. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length == 0 ? 7 : Integer.parseInt(arguments[0]);
        clear();
        Map<String, List<Start>> seen = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, List<String>> way : WAYS.entrySet()) {
                Start start = start(way.getValue());
                if (round > 0) {
                    seen.computeIfAbsent(way.getKey(), first -> new ArrayList<>())
                            .add(start);
                }
            }
        }
        System.out.printf("Medians of %d starts by turns, ± half of the distance between the extremes.%n%n", rounds);
        System.out.println("- " + Machine.line() + "\n");
        System.out.println("| | first connection accepted, ms | first request answered, ms | CPU until then, ms |");
        System.out.println("| --- | ---: | ---: | ---: |");
        seen.forEach((way, starts) -> System.out.printf(
                "| %s | %s | %s | %s |%n",
                way,
                cell(starts.stream().map(Start::accepted).toList()),
                cell(starts.stream().map(Start::answered).toList()),
                cell(starts.stream().map(Start::processor).toList())));
    }

    private static String cell(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        double half = (sorted.get(sorted.size() - 1) - sorted.get(0)) / 2;
        return String.format(Locale.ROOT, "%,.0f ±%.0f", sorted.get(sorted.size() / 2), half);
    }

    private static Start start(List<String> command) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SAMVAD_HTTP_HOST", "127.0.0.1");
        builder.environment().put("SAMVAD_HTTP_PORT", Integer.toString(port));
        builder.environment()
                .put("SAMVAD_CHAT_HISTORY_FILE", FOLDER.resolve("samvad.db").toString());
        builder.redirectOutput(new File("target/bench/start.log"));
        long begin = System.nanoTime();
        Process process = builder.start();
        try (Socket socket = connect(process, port)) {
            double accepted = (System.nanoTime() - begin) / 1e6;
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            if (socket.getInputStream().read() < 0) {
                throw new IOException("no answer: see target/bench/start.log");
            }
            double answered = (System.nanoTime() - begin) / 1e6;
            CpuTime cpu = CpuTime.of(process.toHandle());
            return new Start(accepted, answered, (cpu.user() + cpu.system()) * 1_000);
        } finally {
            process.destroy();
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Socket connect(Process process, int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (process.isAlive() && System.nanoTime() < end) {
            Socket socket = new Socket();
            try {
                socket.connect(address, 1_000);
                return socket;
            } catch (IOException notYet) {
                socket.close();
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        throw new IOException("it does not listen: see target/bench/start.log");
    }

    private static void clear() throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> left = Files.walk(FOLDER)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.createDirectories(FOLDER);
    }
}
