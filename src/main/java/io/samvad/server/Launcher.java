package io.samvad.server;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program: {@code java -jar samvad.jar [--conf FILE] [--cluster] [--help | --version]}.
 *
 * <p>Standard output carries one line, when the server listens; the log goes to standard error. Exit codes: 1 if the
 * server cannot start, 2 if the command line makes no sense, and what the JVM makes of a signal (143 for SIGTERM).
 */
public final class Launcher {

    private static final Path DEFAULT_FILE = Path.of("conf", "config.json");

    /** Of the five seconds that stopping may take, half a second is left for the JVM itself. */
    private static final int STOP_MILLIS = 4_500;

    private static final Application.Factory APPLICATION = Conversation::new;

    private Launcher() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) {
        Logging.prepare();
        try {
            run(CommandLine.parse(List.of(arguments)));
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            System.exit(failure.exitCode());
        } catch (RuntimeException bug) {
            LoggerFactory.getLogger(Launcher.class).error("The server could not start", bug);
            System.exit(StartFailure.FAILED);
        }
    }

    private static void run(CommandLine command) {
        switch (command.action()) {
            case SHOW_HELP -> System.out.println(CommandLine.HELP);
            case SHOW_VERSION -> System.out.println("samvad " + Version.current());
            case SERVE -> {
                ServerConfig config = ServerConfig.read(fileToRead(command.file()), System.getenv());
                serve(command.cluster() ? config.clustered() : config);
            }
        }
    }

    /** A file that was named must be there; the usual one may be missing. */
    private static Path fileToRead(Path named) {
        return named != null ? named : Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
    }

    private static void serve(ServerConfig config) {
        Logging.setLevel(config.log().level());
        Server server = Server.start(config, APPLICATION);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println("Samvad %s listens on %s (%s, %s%s, started in %d ms)"
                .formatted(
                        Version.current(),
                        server.address(),
                        server.transport(),
                        config.instances() == 1 ? "1 instance" : config.instances() + " instances",
                        cluster(server.members()),
                        millis));
    }

    private static String cluster(List<String> members) {
        return members.isEmpty() ? "" : ", cluster of %d: %s".formatted(members.size(), String.join(" ", members));
    }

    private static void stop(Server server) {
        Logger log = LoggerFactory.getLogger(Launcher.class);
        long begin = System.nanoTime();
        boolean inTime = server.stop(STOP_MILLIS, TimeUnit.MILLISECONDS);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (inTime) {
            log.info("Stopped in {} ms, all sessions closed", millis);
        } else {
            log.warn("Stopped after {} ms with work still in flight", millis);
        }
    }
}
