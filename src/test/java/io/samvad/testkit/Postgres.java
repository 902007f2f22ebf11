package io.samvad.testkit;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL server of our own, on 127.0.0.1 and a free port, with its data under {@code target/}. */
public final class Postgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private Postgres(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** Makes an empty one and starts it. */
    public static Postgres start() {
        try {
            Path parent = Files.createDirectories(Path.of("target/postgres"));
            Postgres postgres = new Postgres(Files.createTempDirectory(parent, "data"), freePort());
            postgres.resume();
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts it again, with the data and on the port that it had. */
    public void resume() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(Path.of("target/postgres").toFile())
                    .setPort(port)
                    // As a server has it that must not forget; the library that starts it would rather be fast.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setPGStartupWait(PATIENCE)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Starts it again with TLS, and with these lines in {@code pg_hba.conf} behind the one that lets the superuser in.
     *
     * @param certificate in PEM
     * @param key in PEM, without a password
     */
    public void askForPasswords(Path certificate, Path key, String... lines) {
        try {
            Files.copy(certificate, data.resolve("server.crt"));
            Path copy = Files.copy(key, data.resolve("server.key"));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            String first = "host all postgres all trust\n";
            Files.writeString(data.resolve("pg_hba.conf"), first + String.join("\n", lines) + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        execute("alter system set ssl = on");
        stop();
        resume();
    }

    /** Stops it; connections are cut. */
    public void stop() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends it without asking, with SIGKILL to all its processes: what is not on the disk is lost. */
    public void kill() {
        List<ProcessHandle> processes = processes();
        // The first of them last: it would notice that another has died, and begin to repair.
        Signals.freeze(processes);
        processes.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        stop();
    }

    /** Stops it without its notice; clients wait for answers. */
    public void freeze() {
        Signals.freeze(processes());
    }

    /** Lets it go on. */
    public void thaw() {
        Signals.thaw(processes());
    }

    private List<ProcessHandle> processes() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            return Signals.family(ProcessHandle.of(pid).orElseThrow());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends all connections, as a restart would. */
    public void cutConnections() {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and backend_type = 'client backend'");
    }

    /** Runs a statement as the superuser. */
    public void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Where clients find it. */
    public String uri() {
        return uri(port);
    }

    /** Where clients find it who reach it by another port. */
    public String uri(int by) {
        return "postgresql://postgres:postgres@127.0.0.1:" + by + "/postgres";
    }

    @Override
    public void close() {
        stop();
    }
}
