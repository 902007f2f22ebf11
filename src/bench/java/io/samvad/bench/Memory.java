package io.samvad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server's processes hold.
 *
 * @param resident bytes of physical memory ({@code VmRSS} in proc(5))
 * @param heap bytes of live objects, after a full collection, in a JVM; NaN in others
 */
record Memory(double resident, double heap) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("(?:heap|generation)\\s+total \\d+K, used (\\d+)K");

    /** Collects garbage where that can be asked for, and looks. */
    static Memory of(ServerProcess server) throws IOException {
        double heap = server.isJvm() ? liveHeap(server.handle().pid()) : Double.NaN;
        double resident = 0;
        for (ProcessHandle process : Stream.concat(
                        Stream.of(server.handle()), server.handle().descendants())
                .toList()) {
            Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            resident += found.find() ? Double.parseDouble(found.group(1)) * 1024 : 0;
        }
        return new Memory(resident, heap);
    }

    private static double liveHeap(long pid) throws IOException {
        // A histogram of live objects is taken after a full collection.
        ask(pid, "GC.class_histogram");
        double used = 0;
        for (String line : ask(pid, "GC.heap_info")) {
            Matcher found = USED.matcher(line);
            used += found.find() ? Double.parseDouble(found.group(1)) * 1024 : 0;
        }
        return used;
    }

    private static List<String> ask(long pid, String command) throws IOException {
        Process asked = new ProcessBuilder("jcmd", Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return asked.inputReader().lines().toList();
    }
}
