package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.RawConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Answers to GETs whose connection breaks. Nothing of a poll is numbered, and an HTTP client may send its GET again without a
 * word to anybody (RFC 9110, section 9.2.2): so a session of which something is known to be lost ends, and its client knows.
 */
class LostAnswersTest {
    /** More than kernels keep for a connection. */
    private static final int MANY_BYTES = 24 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static EchoEngine start(int instances) {
        return EchoEngine.start(instances, new EngineOptions().setMaxQueuedBytes(2 * MANY_BYTES));
    }

    @AtOneAndFourInstances
    void aSessionEndsWhenTheAnswerToItsPollIsNotTakenWhole(int instances) {
        try (EchoEngine engine = start(instances);
                EngineClient client = engine.polling()) {
            RawConnection poll = startGetWithASmallWindow(engine, client);
            engine.send(client.sid(), Frame.text("x".repeat(MANY_BYTES)).uncompressed());
            assertThat(poll.isSilentFor(PATIENCE)).isFalse();
            poll.close();
            assertThatItEnds(engine, client);
        }
    }

    @AtOneAndFourInstances
    void whoAsksAgainMeanwhileIsToldThatTheSessionIsOver(int instances) {
        try (EchoEngine engine = start(instances);
                EngineClient client = engine.polling()) {
            RawConnection poll = startGetWithASmallWindow(engine, client);
            engine.send(client.sid(), Frame.text("x".repeat(MANY_BYTES)).uncompressed());
            assertThat(poll.isSilentFor(PATIENCE)).isFalse();
            try (RawConnection again = client.startGet()) {
                engine.awaitPendingGet(client.sid());
                poll.close();
                assertThat(again.answer().text()).isEqualTo("1");
            }
            assertThatItEnds(engine, client);
        }
    }

    @AtOneAndFourInstances
    void aSessionGoesOnWhenAnAnswerIsLostThatCarriedNothing(int instances) {
        try (EchoEngine engine = start(instances);
                EngineClient client = engine.polling()) {
            RawConnection poll = client.startGet();
            engine.awaitPendingGet(client.sid());
            // The GET is released for the upgrade.
            client.upgrade();
            poll.reset();
            client.send("4hello");
            assertThat(client.receive()).isEqualTo("4hello");
        }
    }

    /** The owner answers before it hears that the connection, which is on another loop, is gone. */
    @Test
    void aSessionEndsWhenItsAnswerCrossesWithTheEndOfTheConnection() throws Exception {
        try (EchoEngine engine = start(4);
                EngineClient client = engine.polling();
                RawConnection poll = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            List<Integer> others = others(engine);
            CountDownLatch sent = new CountDownLatch(1);
            CountDownLatch gone = new CountDownLatch(1);
            CompletableFuture<Boolean> busy = CompletableFuture.supplyAsync(() -> engine.on(client.sid(), link -> {
                // Answered when this turn ends.
                link.send(List.of(Frame.text("lost")));
                sent.countDown();
                return isOver(gone);
            }));
            assertThat(isOver(sent)).isTrue();
            poll.reset();
            // In its second turn from now each of them has seen what was on its wires.
            others.forEach(i -> engine.instances().on(i, EngineServer::sessionCount));
            others.forEach(i -> engine.instances().on(i, EngineServer::sessionCount));
            gone.countDown();
            assertThat(busy.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThatItEnds(engine, client);
        }
    }

    /** All instances but the one that owns the only session. */
    private static List<Integer> others(EchoEngine engine) {
        return IntStream.range(0, engine.instances().count())
                .filter(i -> engine.instances().on(i, EngineServer::sessionCount) == 0)
                .boxed()
                .toList();
    }

    private static boolean isOver(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static RawConnection startGetWithASmallWindow(EchoEngine engine, EngineClient client) {
        RawConnection poll = RawConnection.open(engine.port(), 4_096);
        poll.send(RawConnection.head("GET", client.target("polling")));
        engine.awaitPendingGet(client.sid());
        return poll;
    }

    private static void assertThatItEnds(EchoEngine engine, EngineClient client) {
        engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
        engine.awaitNothingIsLeft();
        assertThat(client.get().status()).isEqualTo(400);
    }
}
