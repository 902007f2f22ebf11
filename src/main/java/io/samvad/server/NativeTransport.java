package io.samvad.server;

import io.vertx.core.transport.Transport;
import java.util.Locale;
import java.util.stream.Stream;

/** Chooses what moves the bytes: the platform's own mechanism where its native library is there, else plain Java. */
final class NativeTransport {

    private NativeTransport() {}

    /**
     * The transport of a name.
     *
     * @param name {@code auto}, {@code epoll}, {@code kqueue} or {@code nio}
     * @throws StartFailure if a native one is named that does not work here
     */
    static Transport of(String name) {
        return switch (name) {
            case "epoll" -> required(name, Transport.EPOLL);
            case "kqueue" -> required(name, Transport.KQUEUE);
            case "nio" -> Transport.NIO;
            default -> Stream.of(Transport.EPOLL, Transport.KQUEUE)
                    .filter(candidate -> candidate != null && candidate.available())
                    .findFirst()
                    .orElse(Transport.NIO);
        };
    }

    private static Transport required(String name, Transport transport) {
        if (transport != null && transport.available()) {
            return transport;
        }
        throw new StartFailure("The transport %s (http.transport) is not available: %s"
                .formatted(name, transport == null ? missing() : reason(transport.unavailabilityCause())));
    }

    private static String missing() {
        return "the program has no native library for it";
    }

    /** The innermost cause has the words that help ("no such library in ..."). */
    private static String reason(Throwable cause) {
        Throwable innermost = cause;
        while (innermost != null && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String platform = System.getProperty("os.name").toLowerCase(Locale.ROOT) + " " + System.getProperty("os.arch");
        String words = innermost == null ? "unknown cause" : String.valueOf(innermost.getMessage());
        return words.lines().findFirst().orElse("") + " (on " + platform + ")";
    }
}
