package io.samvad.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What can be done to a running process from outside. */
final class Signals {
    private static final int WAIT_SECONDS = 10;

    private Signals() {}

    /** The process and all that it has started. */
    static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** They do nothing any more, and do not notice. */
    static void freeze(List<ProcessHandle> processes) {
        processes.forEach(process -> run("kill", "-STOP", String.valueOf(process.pid())));
    }

    /** They go on where they were. */
    static void thaw(List<ProcessHandle> processes) {
        processes.forEach(process -> run("kill", "-CONT", String.valueOf(process.pid())));
    }

    /** None of its files may grow beyond that; what is written behind fails, as on a full disk. */
    static void limitFiles(ProcessHandle process, String bytes) {
        // With a colon it is the soft limit alone, which can be raised again.
        run("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + bytes + ":");
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(() -> String.join(" ", command) + ": "
                            + process.inputReader().lines().toList())
                    .isZero();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
