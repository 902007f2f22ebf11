package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.transport.Transport;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user meets it: a process with arguments, an environment, two streams and an exit code. */
@Timeout(60)
class LauncherTest {

    private static final Pattern LISTENS = Pattern.compile(
            "Samvad \\S+ listens on http://127\\.0\\.0\\.1:(\\d+) \\((epoll|io_uring|kqueue|nio), 2 instances, started in \\d+ ms\\)");

    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void makeWebroot() throws IOException {
        Files.createDirectories(folder.resolve("webroot"));
        Files.writeString(folder.resolve("webroot/index.html"), "start page");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void helpAndVersionAnswer() throws Exception {
        launch(Map.of(), "--help");
        assertThat(exitCode()).isZero();
        assertThat(stdout()).contains("--conf FILE").contains("SAMVAD_HTTP_PORT");
        launch(Map.of(), "--version");
        assertThat(exitCode()).isZero();
        assertThat(stdout()).matches("samvad \\S+\\R");
    }

    @Test
    void anUnknownOptionIsOneLineAndExitCode2() throws Exception {
        launch(Map.of(), "--port", "3000");
        assertThat(exitCode()).isEqualTo(2);
        assertThat(stderr()).isEqualTo("samvad: unknown option --port; --help shows what there is\n");
        launch(Map.of(), "--conf");
        assertThat(exitCode()).isEqualTo(2);
        assertThat(stderr())
                .startsWith("samvad: --conf needs the name of a file")
                .hasLineCount(1);
    }

    @Test
    void startsServesAndEndsOnSigterm() throws Exception {
        launch(Map.of("SAMVAD_HTTP_HOST", "127.0.0.1", "SAMVAD_HTTP_PORT", "0", "SAMVAD_INSTANCES", "2"));
        String line = firstLine();
        Matcher listens = LISTENS.matcher(line);
        assertThat(listens.matches()).as(line).isTrue();
        int port = Integer.parseInt(listens.group(1));
        assertThat(RawHttp.get(port, "/").text()).isEqualTo("start page");
        try (Socket idle = new Socket("127.0.0.1", port)) {
            idle.getOutputStream().write("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.UTF_8));
            long begin = System.nanoTime();
            process.toHandle().destroy();
            assertThat(exitCode()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(stderr())
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO +Server Transport (epoll|io_uring|kqueue|nio), \\S+")
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO +Launcher Stopped in \\d+ ms")
                .hasLineCount(2);
        assertThat(stdout()).isEmpty();
    }

    @Test
    void readsTheUsualFileIfItIsThere() throws Exception {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                folder.resolve("conf/config.json"),
                "{\"instances\": 2, \"log\": {\"level\": \"off\"}, \"http\": {\"host\": \"127.0.0.1\", \"port\": 0}}");
        launch(Map.of());
        assertThat(firstLine()).matches(LISTENS);
        process.toHandle().destroy();
        assertThat(exitCode()).isEqualTo(143);
        assertThat(stderr()).isEmpty();
    }

    @Test
    void readsTheFileThatIsNamedInsteadOfTheUsualOne() throws Exception {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/config.json"), "not read");
        Files.writeString(
                folder.resolve("other.json"), "{\"instances\": 2, \"http\": {\"host\": \"127.0.0.1\", \"port\": 0}}");
        launch(Map.of(), "--conf", "other.json");
        assertThat(firstLine()).matches(LISTENS);
    }

    @Test
    void problemsOfTheConfigurationAreListedWithExitCode1() throws Exception {
        Files.writeString(folder.resolve("other.json"), "{\"http\": {\"port\": 70000, \"prot\": 1}}");
        launch(Map.of("SAMVAD_INSTANCES", "many"), "--conf=other.json");
        assertThat(exitCode()).isEqualTo(1);
        assertThat(stderr())
                .isEqualTo(
                        """
                        other.json has 3 problems:
                          http.port: value is 70000, expected an integer from 0 to 65535
                          http.prot: unknown key, did you mean http.port?
                          SAMVAD_INSTANCES (instances): value is "many", expected an integer from 0 to 1024
                        """);
        assertThat(stdout()).isEmpty();
    }

    @Test
    void aFileThatIsNamedAndMissingIsOneLineAndExitCode1() throws Exception {
        launch(Map.of(), "--conf", "missing.json");
        assertThat(exitCode()).isEqualTo(1);
        assertThat(stderr()).isEqualTo("Cannot read missing.json: there is no such file\n");
    }

    @Test
    void aMissingWebrootIsOneLineAndExitCode1() throws Exception {
        launch(Map.of("SAMVAD_HTTP_WEBROOT", "nowhere"));
        assertThat(exitCode()).isEqualTo(1);
        assertThat(stderr()).isEqualTo("Cannot serve the webroot nowhere: there is no such folder (http.webroot)\n");
    }

    @Test
    void aPortInUseIsOneLineAndExitCode1() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            launch(Map.of("SAMVAD_HTTP_PORT", String.valueOf(other.getLocalPort())));
            assertThat(exitCode()).isEqualTo(1);
            assertThat(stderr())
                    .isEqualTo("Cannot listen on port %d: it is in use by another program (http.port)\n"
                            .formatted(other.getLocalPort()));
            assertThat(stdout()).isEmpty();
        }
    }

    @Test
    void aNativeTransportOfAnotherPlatformIsOneLineAndExitCode1() throws Exception {
        String foreign = Transport.KQUEUE != null && Transport.KQUEUE.available() ? "epoll" : "kqueue";
        launch(Map.of("SAMVAD_HTTP_TRANSPORT", foreign));
        assertThat(exitCode()).isEqualTo(1);
        assertThat(stderr())
                .startsWith("The transport " + foreign + " (http.transport) is not available: ")
                .hasLineCount(1);
    }

    /** The libraries are really not there: nothing is asked of the machine that this runs on. */
    @Test
    void whereIoUringIsNotAvailableItIsRefusedOrPassedOverAndTheLogSaysSo() throws Exception {
        String without = classPathWithout("netty-transport-native-io_uring");
        launch(without, Map.of("SAMVAD_HTTP_TRANSPORT", "io_uring"));
        assertThat(exitCode()).isEqualTo(1);
        assertThat(stderr())
                .startsWith("The transport io_uring (http.transport) is not available: ")
                .hasLineCount(1);
        launch(without, Map.of("SAMVAD_HTTP_HOST", "127.0.0.1", "SAMVAD_HTTP_PORT", "0", "SAMVAD_INSTANCES", "2"));
        assertThat(firstLine()).matches(LISTENS).doesNotContain("io_uring");
        assertThat(stderr())
                .containsPattern("INFO +Server Transport (epoll|kqueue|nio), since not available: io_uring, \\S.*");
    }

    @Test
    void withoutAnyNativeLibraryPlainJavaMovesTheBytes() throws Exception {
        launch(
                classPathWithout("netty-transport-native-(io_uring|epoll|kqueue)"),
                Map.of("SAMVAD_HTTP_HOST", "127.0.0.1", "SAMVAD_HTTP_PORT", "0", "SAMVAD_INSTANCES", "2"));
        assertThat(firstLine()).matches(LISTENS).contains("(nio, ");
        assertThat(stderr()).containsPattern("Transport nio, since not available: io_uring, .*; epoll, .*; kqueue, ");
    }

    private static String classPathWithout(String library) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Pattern.compile(library).matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void anUnreadableFileIsOneLineAndExitCode1() throws Exception {
        // A folder: unlike a file without permission, nobody can read it, not even root.
        Files.createDirectory(folder.resolve("folder.json"));
        launch(Map.of(), "--conf", "folder.json");
        assertThat(exitCode()).isEqualTo(1);
        assertThat(stderr()).isEqualTo("Cannot read folder.json: it is a folder\n");
    }

    private void launch(Map<String, String> environment, String... arguments) throws IOException {
        launch(System.getProperty("java.class.path"), environment, arguments);
    }

    private void launch(String classPath, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Launcher.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SAMVAD_"));
        builder.environment().putAll(environment);
        builder.redirectError(errors());
        process = builder.start();
    }

    private File errors() {
        return folder.resolve("stderr.txt").toFile();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the process ends").isTrue();
        return process.exitValue();
    }

    private String firstLine() throws IOException {
        BufferedReader reader = process.inputReader();
        String line = reader.readLine();
        assertThat(line).as("stderr: %s", stderr()).isNotNull();
        return line;
    }

    private String stdout() throws IOException {
        StringBuilder rest = new StringBuilder();
        BufferedReader reader = process.inputReader();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            rest.append((char) c);
        }
        return rest.toString();
    }

    private String stderr() throws IOException {
        return Files.readString(errors().toPath());
    }
}
