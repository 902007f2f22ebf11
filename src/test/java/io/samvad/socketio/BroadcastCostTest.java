package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ResourceLeakDetector;
import io.samvad.testkit.Crowd;
import io.samvad.testkit.Instances;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broadcast to a thousand sockets costs, counted and not timed. docs/performance.md has the figures. */
class BroadcastCostTest {
    private static final int CLIENTS = 1_000;
    /** {@code 42["say","x"]} in one text frame of RFC 6455. */
    private static final String FRAME = "\201\01542[\"say\",\"x\"]";

    private static final int WARM_UP = 300;
    private static final int TURNS = 200;

    private final Counting counting = new Counting();
    private Vertx vertx;
    private Context loop;
    private SocketIo io;
    private Crowd crowd;

    @BeforeEach
    void gather() throws IOException {
        vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true))
                .build();
        loop = vertx.getOrCreateContext();
        io = onLoop(() -> SocketIo.create(vertx));
        int port = Instances.await(onLoop(() -> vertx.createHttpServer()
                        .connectionHandler(connection -> ((ConnectionBase) connection)
                                .channelHandlerContext()
                                .pipeline()
                                .addFirst(counting))
                        .requestHandler(io)
                        .listen(0, "127.0.0.1")))
                .actualPort();
        crowd = Crowd.connect(port, CLIENTS);
    }

    @AfterEach
    void leave() throws IOException {
        crowd.close();
        Instances.await(vertx.close());
    }

    @Test
    void aBroadcastIsOneWriteForEachSocketAndTenInOneTurnAreNoMore() throws IOException {
        assertThat(costOf(1).writes).isEqualTo(CLIENTS);
        assertThat(costOf(10).writes).isEqualTo(CLIENTS);
    }

    /**
     * A hundred bytes for the whole turn would be a tenth of a byte for each socket; one object for each would be 16 or more.
     */
    @Test
    void aBroadcastAllocatesNothingForASocket() throws IOException {
        ResourceLeakDetector.Level paranoid = ResourceLeakDetector.getLevel();
        // It makes a record of each use of a buffer, which is what is counted here.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            for (int i = 0; i < WARM_UP; i++) {
                costOf(1);
            }
            long allocated = 0;
            for (int i = 0; i < TURNS; i++) {
                allocated += costOf(1).bytes;
            }
            assertThat((double) allocated / TURNS / CLIENTS)
                    .as("bytes for each delivery")
                    .isLessThan(8);
        } finally {
            ResourceLeakDetector.setLevel(paranoid);
        }
    }

    private record Cost(int writes, long bytes) {}

    /** So many broadcasts in one turn of the loop, to when everybody has read them. */
    private Cost costOf(int broadcasts) throws IOException {
        Cost before = soFar();
        onLoop(() -> {
            for (int i = 0; i < broadcasts; i++) {
                io.emit("say", "x");
            }
            return null;
        });
        crowd.expect(FRAME.repeat(broadcasts));
        Cost after = soFar();
        return new Cost(after.writes - before.writes, after.bytes - before.bytes);
    }

    private Cost soFar() {
        return onLoop(() -> new Cost(counting.flushes, allocatedByThisThread()));
    }

    private static long allocatedByThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private <R> R onLoop(Callable<R> call) {
        Promise<R> promise = Promise.promise();
        loop.runOnContext(here -> {
            try {
                promise.complete(call.call());
            } catch (Exception failure) {
                promise.fail(failure);
            }
        });
        return Instances.await(promise.future());
    }

    /** Stands between the pipelines and the network: a flush that has something to take there is a call of the kernel. */
    @Sharable
    private static final class Counting extends ChannelDuplexHandler {
        private int flushes;
        private boolean written;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            written = true;
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (written) {
                written = false;
                flushes++;
            }
            context.flush();
        }
    }
}
