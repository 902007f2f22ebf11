package io.samvad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what a process asks of the kernel, by Linux's {@code perf stat}. */
final class Calls {
    private static final String SYSCALL = "syscalls:sys_enter_";
    private static final Map<String, String> EVENTS = events();

    private final Process counting;

    private static Map<String, String> events() {
        Map<String, String> events = new LinkedHashMap<>();
        events.put("raw_syscalls:sys_enter", "system calls");
        for (String call : List.of(
                "io_uring_enter",
                "epoll_wait",
                "read",
                "write",
                "writev",
                "sendto",
                "recvfrom",
                "futex",
                "accept4",
                "close")) {
            events.put(SYSCALL + call, "– `" + call + "`");
        }
        events.put("context-switches", "context switches");
        return events;
    }

    /** Counts for some time, beside whatever the caller does. */
    Calls(ProcessHandle server, double seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of("perf", "stat", "-x", ",", "-p", Long.toString(server.pid())));
        EVENTS.keySet().forEach(event -> command.addAll(List.of("-e", event)));
        command.addAll(List.of("--", "sleep", String.format(Locale.ROOT, "%.3f", seconds)));
        counting = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Waits for the end; by the name of what was counted, without what was not seen. */
    Map<String, Long> end() {
        Map<String, Long> counts = new LinkedHashMap<>();
        // Count, unit, event; words in place of the count when the kernel has no such event.
        counting.inputReader().lines().map(line -> line.split(",")).forEach(fields -> {
            String title = fields.length > 2 ? EVENTS.get(fields[2]) : null;
            if (title != null && fields[0].matches("[1-9][0-9]*")) {
                counts.put(title, Long.parseLong(fields[0]));
            }
        });
        return counts;
    }
}
