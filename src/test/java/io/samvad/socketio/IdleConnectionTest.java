package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.Crowd;
import io.samvad.testkit.Heap;
import io.samvad.testkit.Instances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection costs that is open and says nothing. The figure stands in docs/performance.md. */
class IdleConnectionTest {
    private static final int CLIENTS = 1_000;

    /**
     * Bytes of heap, with the shortest request that a client can send and one listener; of a 64-bit JVM with compressed
     * references, over epoll.
     */
    private static final int RECORDED = 2_260;

    @Test
    @Timeout(120)
    void anIdleWebSocketHoldsNoMoreHeapThanIsWrittenDown() throws IOException {
        long client = Heap.ofAClient(CLIENTS);
        // What tests before have left behind may come or go meanwhile: one measurement of three may be off.
        long held = LongStream.range(0, 3)
                .map(round -> heapOfAConnection(client))
                .sorted()
                .skip(1)
                .findFirst()
                .getAsLong();
        assertThat(held).as("bytes for each connection").isCloseTo(RECORDED, withinPercentage(10));
    }

    private static long heapOfAConnection(long client) {
        try (Instances<SocketIo> server = Instances.socketIo(
                1, new SocketIoOptions(), io -> io.onConnection(socket -> socket.on("say", args -> {})))) {
            Crowd.connect(server.port(), CLIENTS).close();
            await().until(() -> server.sum(SocketIo::connectionCount) == 0);
            long before = Heap.settled();
            try (Crowd connected = Crowd.connect(server.port(), CLIENTS)) {
                long held = (Heap.settled() - before) / CLIENTS - client;
                assertThat(server.sum(SocketIo::connectionCount)).isEqualTo(connected.size());
                return held;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
