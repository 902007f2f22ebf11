package io.samvad.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The one class that knows the logging backend; everything else logs through SLF4J. */
final class Logging {

    private static final String LOGBACK_FILE = "logback.configurationFile";
    private static final String HAZELCAST_TYPE = "hazelcast.logging.type";
    private static final String VERTX_DELEGATE = "vertx.logger-delegate-factory-class-name";

    private Logging() {}

    /**
     * Names our logging configuration and makes Vert.x and Hazelcast log through SLF4J. Must come before the first logger is made. What
     * was set on the command line stays.
     */
    static void prepare() {
        setUnlessSet(LOGBACK_FILE, "io/samvad/server/logback.xml");
        setUnlessSet(HAZELCAST_TYPE, "slf4j");
        setUnlessSet(VERTX_DELEGATE, "io.vertx.core.logging.SLF4JLogDelegateFactory");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Sets the level of everything; another backend than Logback keeps its own. */
    static void setLevel(String level) {
        ILoggerFactory backend = LoggerFactory.getILoggerFactory();
        if (backend.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.valueOf(level));
        }
    }
}
