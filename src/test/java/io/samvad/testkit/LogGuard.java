package io.samvad.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.slf4j.LoggerFactory;

/**
 * Fails the whole test run when an event loop was blocked or a Netty buffer leaked, whichever test it came from.
 *
 * <p>Both faults show only in the log: Vert.x's thread checker and Netty's leak detector write a line and go on. Nobody
 * reads the log of a green build, so this listener does. It is registered in {@code META-INF/services}, hears the run
 * of every test engine, and throws at the end of the session, when the last engine is done: a leak is often reported
 * long after the test that caused it, so a check behind each test would miss it.
 *
 * <p>A test that provokes such a line on purpose says so with {@link #expect(String)}.
 */
public final class LogGuard implements LauncherSessionListener, TestExecutionListener {

    private static final List<String> WATCHED =
            List.of("io.vertx.core.impl.BlockedThreadChecker", "io.netty.util.ResourceLeakDetector");

    private static final List<Expectation> EXPECTED = new CopyOnWriteArrayList<>();

    private final Watch watch = new Watch();

    /**
     * Lets lines that contain {@code text} pass, from now until the expectation is closed.
     *
     * @param text part of the message of the log line
     * @return what tells whether such a line came; close it when the provocation is over
     */
    public static Expectation expect(String text) {
        Expectation expectation = new Expectation(text);
        EXPECTED.add(expectation);
        return expectation;
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        watch.setName("log guard");
        watch.start();
        for (String name : WATCHED) {
            // Told once, at the end, with the test's name; provoked lines would only frighten the reader.
            logger(name).setAdditive(false);
            logger(name).addAppender(watch);
        }
        session.getLauncher().registerTestExecutionListeners(this);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            watch.latestTest = test.getUniqueId();
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        flushLeakReports();
        if (!WATCHED.stream().allMatch(name -> logger(name).isAttached(watch))) {
            throw new AssertionError("A test reset the log configuration, so blocked threads and leaks went unseen");
        }
        if (!watch.seen.isEmpty()) {
            throw new AssertionError(
                    "The tests blocked an event loop or leaked a buffer:\n" + String.join("\n", watch.seen));
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /**
     * Netty reports a leak when the lost buffer has been collected and another one is allocated; without this, leaks of
     * the last tests would never be reported. The sentinel tells when the collector has queued what it cleared.
     */
    private static void flushLeakReports() {
        for (int round = 0; round < 2; round++) {
            ReferenceQueue<Object> cleared = new ReferenceQueue<>();
            WeakReference<Object> sentinel = new WeakReference<>(new Object(), cleared);
            System.gc();
            try {
                cleared.remove(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sentinel.clear();
            ByteBufAllocator.DEFAULT.buffer(1).release();
        }
    }

    /** A provocation that is going on, see {@link LogGuard#expect(String)}. */
    public static final class Expectation implements AutoCloseable {

        private final String text;
        private volatile boolean met;

        private Expectation(String text) {
            this.text = text;
        }

        /**
         * Tells whether the expected line was written.
         *
         * @return {@code true} from the first such line on
         */
        public boolean isMet() {
            return met;
        }

        @Override
        public void close() {
            EXPECTED.remove(this);
        }

        private boolean takes(String message) {
            if (!message.contains(text)) {
                return false;
            }
            met = true;
            return true;
        }
    }

    private static final class Watch extends AppenderBase<ILoggingEvent> {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private volatile String latestTest = "before the first test";

        @Override
        protected void append(ILoggingEvent event) {
            String message = event.getFormattedMessage();
            if (EXPECTED.stream().anyMatch(expectation -> expectation.takes(message))) {
                return;
            }
            String trace = event.getThrowableProxy() == null
                    ? ""
                    : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            seen.add(message + trace + "\n(the test that had started last: " + latestTest + ")");
        }
    }
}
