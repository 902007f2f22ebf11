package io.samvad.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file begins, when several want to begin it. */
class SqliteStartTest {
    private static final int FILES = 5;

    @TempDir
    Path folder;

    @Test
    void twoProcessesThatBeginOneFileAtOnceBothWork() throws IOException {
        List<Process> nodes = List.of(node("anna"), node("boris"));
        try {
            List<BufferedReader> outputs =
                    nodes.stream().map(Process::inputReader).toList();
            for (int i = 0; i < FILES; i++) {
                Path file = folder.resolve(i + "/samvad.db");
                // Both are told before either is asked; from the second file on all their classes are loaded.
                nodes.forEach(node -> tell(node, file));
                List<String> answers = new ArrayList<>();
                for (BufferedReader output : outputs) {
                    answers.add(answer(output));
                }
                assertThat(answers).as("file %d", i).containsExactlyInAnyOrder("1.", "2.");
            }
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }
    }

    private static Process node(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        name)
                .redirectErrorStream(true)
                .start();
    }

    private static void tell(Process node, Path file) {
        PrintStream input = new PrintStream(node.getOutputStream(), true);
        input.println(file);
    }

    /** The answer, or what was logged as wrong before it. */
    private static String answer(BufferedReader output) throws IOException {
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.endsWith(".") && !line.contains("ERROR") && !line.contains("WARN"));
        return line;
    }

    @Test
    void whoPreparesAFileForLongIsSaidAndWaitedFor() throws Exception {
        Path file = folder.resolve("samvad.db");
        Vertx vertx = Vertx.vertx();
        HistoryStore store =
                SqliteHistory.open(vertx, new SqliteOptions().setFile(file).setBusyTimeout(Duration.ofMillis(50)));
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("samvad.db.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            HistoryStoreContract.refused(StoreException.Code.UNAVAILABLE, store.check());
            assertThat(lock.isValid()).isTrue();
            assertThat(file).doesNotExist();
        }
        store.check().await(30, TimeUnit.SECONDS);
        assertThat(Files.size(file)).isPositive();
        store.close().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void whatReadsTooMuchWhileTheFileHangsIsTurnedAway() throws Exception {
        Vertx vertx = Vertx.vertx();
        SqliteOptions options = new SqliteOptions()
                .setFile(folder.resolve("samvad.db"))
                .setMaxPending(10)
                .setBusyTimeout(Duration.ofSeconds(30));
        HistoryStore store = SqliteHistory.open(vertx, options);
        List<Future<?>> reads = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("samvad.db.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            for (int i = 0; i < 1_000; i++) {
                reads.add(store.rooms("", 1));
            }
            // Ten wait, and each reader has one.
            long turnedAway = 1_000 - 10 - options.getReaders();
            await().until(() -> reads.stream().filter(Future::failed).count() >= turnedAway);
            assertThat(lock.isValid()).isTrue();
        }
        Future.join(reads).otherwiseEmpty().await();
        assertThat(reads.stream().filter(Future::succeeded)).hasSizeBetween(10, 10 + options.getReaders());
        reads.stream()
                .filter(Future::failed)
                .forEach(late -> HistoryStoreContract.refused(StoreException.Code.BUSY, late));
        store.close().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }
}
