package io.samvad.testkit;

import io.vertx.core.transport.Transport;

/**
 * What moves the bytes of the servers under test: the platform's own mechanism, or what the system property {@code
 * samvad.test.transport} names, {@code epoll}, {@code io_uring}, {@code kqueue} or {@code nio}.
 */
public final class TestTransport {
    private static final String PROPERTY = "samvad.test.transport";

    static {
        // As the program does before it uses io_uring, so that it notices resets.
        System.setProperty("io.netty.iouring.pollAddMultishotEnabled", "false");
    }

    private TestTransport() {}

    /** That of all servers of this run. */
    public static Transport chosen() {
        String name = System.getProperty(PROPERTY, "");
        return switch (name) {
            case "" -> ofThePlatform();
            case "nio" -> Transport.NIO;
            case "epoll" -> available(name, Transport.EPOLL);
            case "io_uring" -> available(name, Transport.IO_URING);
            case "kqueue" -> available(name, Transport.KQUEUE);
            default -> throw new IllegalArgumentException(PROPERTY + ": there is no transport " + name);
        };
    }

    private static Transport ofThePlatform() {
        Transport ofThePlatform = Transport.nativeTransport();
        return ofThePlatform != null && ofThePlatform.available() ? ofThePlatform : Transport.NIO;
    }

    /** Who asks for a transport wants to see it tested, and not another in its place. */
    private static Transport available(String name, Transport transport) {
        if (transport == null || !transport.available()) {
            throw new IllegalStateException(PROPERTY + ": " + name + " is not available here");
        }
        return transport;
    }
}
