package io.samvad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.PlainClient;
import io.samvad.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/samvad} as a user runs it: a shell that chooses flags and becomes the JVM. */
class StartScriptIT {
    private static final Path SCRIPT = Path.of("bin", "samvad");
    private static final Path JAR = Path.of("target", "samvad.jar");
    private static final Path ARCHIVE = Path.of("target", "samvad.jsa");

    @TempDir
    Path folder;

    @Test
    void theServerTalksAndASignalReachesIt() {
        try (Program program = Program.serveBy(SCRIPT, Map.of());
                PlainClient plain = PlainClient.connect(program.plainUrl())) {
            plain.say("hello");
            plain.awaitHeard("hello");
            long begin = System.nanoTime();
            program.terminate();
            assertThat(program.exitCode()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            program.awaitLog(line -> line.contains("Stopped in "));
            assertThat(program.stdout()).as("one line on standard output").hasSize(1);
        }
    }

    @Test
    void helpTellsOfTheScriptAndOfTheServerAndArgumentsArePassedOn() {
        try (Program help = Program.runBy(SCRIPT, "--help");
                Program version = Program.runBy(SCRIPT, "--version");
                Program wrong = Program.runBy(SCRIPT, "--colour", "two words")) {
            assertThat(help.exitCode()).isZero();
            await().until(() -> help.stdout().stream().anyMatch(line -> line.contains("--conf FILE")));
            assertThat(help.stdout()).anyMatch(line -> line.contains("JAVA_OPTS"));
            await().until(() -> !version.stdout().isEmpty());
            assertThat(version.stdout()).singleElement().asString().startsWith("samvad ");
            assertThat(wrong.exitCode()).isEqualTo(2);
            wrong.awaitLog(line -> line.contains("unknown option --colour"));
        }
    }

    @Test
    void flagsOfTheUserWin() throws IOException {
        Path loaded = folder.resolve("gc.txt");
        String options = "-XX:+UseParallelGC -Xmx300m -Xlog:gc+init=info:file=" + loaded;
        try (Program program = Program.serveBy(SCRIPT, Map.of("JAVA_OPTS", options))) {
            assertThat(program.stdout()).hasSize(1);
            assertThat(Files.readString(loaded)).contains("Parallel Workers").contains("Heap Max Capacity: 300M");
        }
    }

    /** The build makes the archive where it can, and nothing but the time to start depends on it. */
    @Test
    void theArchiveOfClassesIsUsedWhereThereIsOne() throws IOException {
        Path loaded = folder.resolve("classes.txt");
        String options = "-Xlog:class+load=info:file=" + loaded;
        try (Program program = Program.serveBy(SCRIPT, Map.of("JAVA_OPTS", options))) {
            assertThat(program.stdout()).hasSize(1);
            List<String> launcher = Files.readAllLines(loaded).stream()
                    .filter(line -> line.contains("io.samvad.server.Launcher "))
                    .toList();
            assertThat(launcher)
                    .singleElement()
                    .asString()
                    .contains(Files.exists(ARCHIVE) ? "source: shared objects file (top)" : "source: jar:");
        }
    }

    @Test
    void anArchiveThatDoesNotFitIsPassedOverWithoutAWord() throws IOException {
        Path script = install();
        for (String damage : List.of("no archive at all", "one of another jar")) {
            Path archive = folder.resolve("samvad.jsa");
            if (damage.equals("one of another jar") && Files.exists(ARCHIVE)) {
                Files.copy(ARCHIVE, archive, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.writeString(archive, damage);
            }
            try (Program program = Program.serveBy(script, Map.of())) {
                assertThat(program.stdout()).as(damage).hasSize(1);
                assertThat(program.log()).allMatch(line -> line.contains(" INFO "));
            }
        }
    }

    @Test
    void aLinkToTheScriptFindsTheJarBesideTheScript() throws IOException {
        install();
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("samvad"));
        try (Program program = Program.serveBy(link, Map.of())) {
            assertThat(program.port()).isPositive();
        }
    }

    @Test
    void withoutAJarOrAJavaItSaysWhatToDo() throws IOException {
        Path script = Files.copy(SCRIPT, folder.resolve("samvad"), StandardCopyOption.COPY_ATTRIBUTES);
        try (Program program = Program.runBy(script)) {
            assertThat(program.exitCode()).isEqualTo(1);
            program.awaitLog(line -> line.matches("samvad: no samvad\\.jar in .*mvn .*"));
        }
        try (Program program = Program.runBy(script, Map.of("JAVA_HOME", folder.toString()))) {
            assertThat(program.exitCode()).isEqualTo(1);
            program.awaitLog(line -> line.matches("samvad: no .*/bin/java: install a JDK.*"));
        }
    }

    /** The script with the jar beside it, as somebody without the sources has both. */
    private Path install() throws IOException {
        Files.copy(JAR, folder.resolve("samvad.jar"));
        return Files.copy(SCRIPT, folder.resolve("samvad"), StandardCopyOption.COPY_ATTRIBUTES);
    }
}
