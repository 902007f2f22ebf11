package io.samvad.server;

import io.vertx.core.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What moves the bytes: the platform's own mechanism where its native library is there, else plain Java.
 *
 * @param transport that was chosen
 * @param reason why it was this one, for the log
 */
record NativeTransport(Transport transport, String reason) {

    /** One by its name; null where the library of Netty is not in the program. */
    record Candidate(String name, Transport transport) {

        private boolean available() {
            return transport != null && transport.available();
        }

        /** Why it is not available, in words for a user. */
        private String obstacle() {
            return transport == null ? "the program has no native library for it" : innermost(transport);
        }
    }

    /**
     * With io_uring Netty (4.2.18) does not notice a reset that comes together with data: the one word of the kernel that the peer is
     * gone comes while a read is under way, the read gives the data and not the error behind them, and a poll that stays does not
     * report again what was there when it last did. A poll that is asked for anew behind each read does.
     */
    private static final String POLL_STAYS = "io.netty.iouring.pollAddMultishotEnabled";

    static {
        // Before Netty's classes are there, and not against somebody who has said otherwise.
        if (System.getProperty(POLL_STAYS) == null) {
            System.setProperty(POLL_STAYS, "false");
        }
    }

    /** In the order in which {@code auto} tries them: what won in docs/performance.md comes first. */
    private static final List<Candidate> KNOWN = List.of(
            new Candidate("io_uring", Transport.IO_URING),
            new Candidate("epoll", Transport.EPOLL),
            new Candidate("kqueue", Transport.KQUEUE));

    private static final String NIO = "nio";

    /**
     * The transport of a name.
     *
     * @param name {@code auto}, {@code epoll}, {@code io_uring}, {@code kqueue} or {@code nio}
     * @throws StartFailure if a native one is named that does not work here
     */
    static NativeTransport of(String name) {
        return choose(name, KNOWN);
    }

    static NativeTransport choose(String name, List<Candidate> known) {
        if (name.equals(NIO)) {
            return new NativeTransport(Transport.NIO, "as http.transport says");
        }
        for (Candidate candidate : known) {
            if (candidate.name().equals(name)) {
                return required(candidate);
            }
        }
        return first(known);
    }

    private static NativeTransport required(Candidate named) {
        if (named.available()) {
            return new NativeTransport(named.transport(), "as http.transport says");
        }
        throw new StartFailure(
                "The transport %s (http.transport) is not available: %s".formatted(named.name(), named.obstacle()));
    }

    private static NativeTransport first(List<Candidate> known) {
        List<String> passed = new ArrayList<>();
        for (Candidate candidate : known) {
            if (candidate.available()) {
                String reason =
                        passed.isEmpty() ? "the first choice" : "since not available: " + String.join("; ", passed);
                return new NativeTransport(candidate.transport(), reason);
            }
            passed.add(candidate.name() + ", " + candidate.obstacle());
        }
        return new NativeTransport(Transport.NIO, "since not available: " + String.join("; ", passed));
    }

    /** The innermost cause has the words that help ("no such library in ..."). */
    private static String innermost(Transport transport) {
        Throwable innermost = transport.unavailabilityCause();
        while (innermost != null && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String platform = System.getProperty("os.name").toLowerCase(Locale.ROOT) + " " + System.getProperty("os.arch");
        String words = innermost == null ? "unknown cause" : String.valueOf(innermost.getMessage());
        return words.lines().findFirst().orElse("") + " (on " + platform + ")";
    }
}
