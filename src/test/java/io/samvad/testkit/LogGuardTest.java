package io.samvad.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogGuardTest {

    @Test
    void blockedEventLoopsAreSeen() throws Exception {
        VertxOptions impatient = new VertxOptions()
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(MILLISECONDS)
                .setMaxEventLoopExecuteTime(50)
                .setMaxEventLoopExecuteTimeUnit(MILLISECONDS);
        Vertx vertx = Vertx.vertx(impatient);
        CountDownLatch seen = new CountDownLatch(1);
        try (LogGuard.Expectation blocked = LogGuard.expect("has been blocked for")) {
            vertx.runOnContext(nothing -> waitFor(seen));
            await().until(blocked::isMet);
        } finally {
            seen.countDown();
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void leakedBuffersAreSeen() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        try (LogGuard.Expectation leaked = LogGuard.expect("dropped on purpose")) {
            ByteBufAllocator.DEFAULT.directBuffer(16).touch("dropped on purpose");
            await().until(() -> {
                System.gc();
                ByteBufAllocator.DEFAULT.buffer(1).release();
                return leaked.isMet();
            });
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
