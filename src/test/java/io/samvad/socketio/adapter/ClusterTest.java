package io.samvad.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.DecoderLimits;
import io.samvad.socketio.protocol.JsonPacketCodec;
import io.samvad.socketio.protocol.Packet;
import io.samvad.testkit.Instances;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loops that share a conversation, without a network: who knows whom, and what becomes of questions. */
class ClusterTest {
    private static final long LONG = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        Instances.await(vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(3)));
        await().until(() -> loops.stream()
                .allMatch(loop -> loop.<Integer>on(() -> loop.cluster.peers().size()) == 2));
    }

    @AfterEach
    void stop() {
        Instances.await(vertx.close());
    }

    private final class Loop extends VerticleBase {
        private Cluster cluster;
        private Adapter adapter;
        private final Listening socket = new Listening("socket");

        @Override
        public Future<?> start() {
            cluster = new Cluster(vertx, "test");
            adapter = cluster.adapter("/", (event, args, answer) -> {}, null, JsonPacketCodec.create());
            adapter.add(socket);
            loops.add(this);
            return Future.succeededFuture();
        }

        private <T> T on(Callable<T> call) {
            Promise<T> promise = Promise.promise();
            context.runOnContext(here -> {
                try {
                    promise.complete(call.call());
                } catch (Exception failure) {
                    promise.fail(failure);
                }
            });
            return Instances.await(promise.future());
        }

        /** Asks everybody; the future is that of the answers. */
        private Future<List<Args>> ask(long timeout) {
            return on(() -> List.of(adapter.ask("ask", Args.of(), Target.EVERYBODY, timeout)))
                    .get(0);
        }

        private int owed() {
            return on(socket.owed::size);
        }

        private void answer(Args args) {
            on(() -> {
                socket.answer(args);
                return null;
            });
        }
    }

    private void awaitQuestion() {
        loops.forEach(loop -> await().until(() -> loop.owed() == 1));
    }

    @Test
    void whatIsSaidToAllReachesEachLoopOnceAndInOrder() {
        loops.get(0).on(() -> {
            for (int i = 0; i < 100; i++) {
                loops.get(0).adapter.broadcast(new Packet.Event("/", "say" + i, Args.of()), Target.EVERYBODY);
            }
            loops.get(0).adapter.disconnect(Target.EVERYBODY, true);
            return null;
        });
        for (Loop loop : loops) {
            await().until(() -> loop.<Integer>on(loop.socket.heard::size) == 101);
            assertThat(loop.<String>on(() -> loop.socket.heard.get(99))).isEqualTo("say99");
            assertThat(loop.<String>on(() -> loop.socket.heard.get(100))).isEqualTo("disconnect true");
        }
    }

    @Test
    void aLoopThatLeavesIsForgottenAndNotWaitedFor() {
        Future<List<Args>> asked = loops.get(0).ask(LONG);
        awaitQuestion();
        loops.get(0).answer(Args.of("here"));
        loops.get(1).answer(Args.of("there"));
        Instances.await(loops.get(2).on(() -> loops.get(2).cluster.close()));
        assertThat(Instances.await(asked)).containsExactlyInAnyOrder(Args.of("here"), Args.of("there"));
        assertThat(loops.get(0).<Integer>on(() -> loops.get(0).cluster.peers().size()))
                .isEqualTo(1);
        assertThat(loops.get(2).owed()).isEqualTo(1);
    }

    @Test
    void aQuestionOfALoopThatClosesFailsAtOnce() {
        Future<List<Args>> asked = loops.get(0).ask(LONG);
        awaitQuestion();
        loops.get(1).answer(Args.of("there"));
        await().until(() -> loops.get(1).owed() == 0);
        Instances.await(loops.get(0).on(() -> loops.get(0).cluster.close()));
        assertThat(asked.cause()).isInstanceOf(AckTimeoutException.class);
    }

    @Test
    void silenceIsForgottenOnAllLoops() {
        Future<List<Args>> asked = loops.get(1).ask(50);
        await().until(asked::isComplete);
        assertThat(asked.cause()).isInstanceOf(AckTimeoutException.class);
        loops.forEach(loop -> await().until(() -> loop.owed() == 0));
    }

    @Test
    void questionsOfDifferentLoopsHaveDifferentIds() {
        for (Loop loop : loops) {
            loop.ask(LONG);
        }
        loops.forEach(loop -> await().until(() -> loop.owed() == 3));
        assertThat(loops.get(0)
                        .<List<Long>>on(
                                () -> List.copyOf(loops.get(0).socket.owed.keySet())))
                .allMatch(id -> id >= 1L << 30 && id <= Integer.MAX_VALUE);
    }

    @Test
    void aPacketIsEncodedOnceForEachKindOfClient() {
        Outgoing outgoing = new Outgoing(new Packet.Event("/", "say", Args.of(1)));
        JsonPacketCodec codec = JsonPacketCodec.create();
        assertThat(outgoing.frames(codec)).isSameAs(outgoing.frames(codec));
        JsonPacketCodec another = new JsonPacketCodec(DecoderLimits.defaults());
        assertThat(outgoing.frames(another)).isNotSameAs(outgoing.frames(codec)).isSameAs(outgoing.frames(another));
    }
}
