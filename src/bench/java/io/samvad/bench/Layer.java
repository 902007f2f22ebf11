package io.samvad.bench;

import java.util.List;

/** Whose code a frame of a profile is, as its name shows. */
enum Layer {
    KERNEL("kernel", "#94a3b8"),
    NETTY("io.netty", "#93c5fd"),
    VERTX("io.vertx", "#c4b5fd"),
    SAMVAD("io.samvad", "#fb923c"),
    JAVA("other Java", "#86efac"),
    NATIVE("JVM, libraries", "#e2e8f0");

    /** Behind the name of a function of the kernel, as other tools of that kind write it. */
    static final String KERNEL_MARK = "_[k]";

    private final String title;
    private final String color;

    Layer(String title, String color) {
        this.title = title;
        this.color = color;
    }

    String title() {
        return title;
    }

    String color() {
        return color;
    }

    /** Java's names have packages, with a dot; those of C and C++ do not. */
    static Layer of(String frame) {
        if (frame.endsWith(KERNEL_MARK)) {
            return KERNEL;
        }
        for (Layer layer : List.of(NETTY, VERTX, SAMVAD)) {
            if (frame.startsWith(layer.title + ".")) {
                return layer;
            }
        }
        return frame.startsWith("netty_") ? NETTY : isJava(frame) ? JAVA : NATIVE;
    }

    private static boolean isJava(String frame) {
        return frame.matches("[\\w$]+(\\.[\\w$<>]+)+");
    }

    /** The name without what is said by its layer: of a Java method the class and its own. */
    static String brief(String frame) {
        if (of(frame) == KERNEL) {
            return frame.replace(KERNEL_MARK, "");
        }
        int method = frame.lastIndexOf('.');
        return frame.substring(frame.lastIndexOf('.', method - 1) + 1);
    }
}
