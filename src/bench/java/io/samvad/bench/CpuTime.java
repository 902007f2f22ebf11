package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time of processes, from {@code /proc} (proc(5)). Its unit there is the tick, on Linux 10 ms for all that programs see.
 *
 * @param user seconds in programs
 * @param system seconds in the kernel
 */
record CpuTime(double user, double system) {
    private static final double TICKS_PER_SECOND = 100;
    /** Fields of a stat file are counted from the state, which follows the name in parentheses. */
    private static final int USER_FIELD = 11;

    double total() {
        return user + system;
    }

    CpuTime minus(CpuTime earlier) {
        return new CpuTime(user - earlier.user, system - earlier.system);
    }

    /** Of this process alone: the servers descend from it. */
    static CpuTime own() {
        return ofOne(ProcessHandle.current());
    }

    /** Of a process and all that descend from it. */
    static CpuTime of(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(CpuTime::ofOne)
                .reduce(new CpuTime(0, 0), (a, b) -> new CpuTime(a.user + b.user, a.system + b.system));
    }

    private static CpuTime ofOne(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new CpuTime(
                    Long.parseLong(fields[USER_FIELD]) / TICKS_PER_SECOND,
                    Long.parseLong(fields[USER_FIELD + 1]) / TICKS_PER_SECOND);
        } catch (IOException noProc) {
            double all = process.info()
                    .totalCpuDuration()
                    .map(used -> used.toNanos() / 1e9)
                    .orElse(0.0);
            return new CpuTime(all, 0);
        }
    }

    /** Seconds that all cores together were busy; 0 where there is no {@code /proc}. */
    static double ofMachine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +");
            double busy = 0;
            for (int i : new int[] {1, 2, 3, 6, 7, 8}) { // user, nice, system, irq, softirq, steal
                busy += Long.parseLong(fields[i]);
            }
            return busy / TICKS_PER_SECOND;
        } catch (IOException noProc) {
            return 0;
        }
    }
}
