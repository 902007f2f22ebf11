package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.Crowd;
import io.samvad.testkit.Instances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

    /** The heap has settled when so many measurements in a row differ by less than so many bytes. */
    private static final int SETTLED = 3;

    private static final long NOISE = 20_000;

    @Test
    @Timeout(120)
    void anIdleWebSocketHoldsNoMoreHeapThanIsWrittenDown() throws IOException {
        long client = heapOfAClient();
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
            long before = settledHeap();
            try (Crowd connected = Crowd.connect(server.port(), CLIENTS)) {
                long held = (settledHeap() - before) / CLIENTS - client;
                assertThat(server.sum(SocketIo::connectionCount)).isEqualTo(connected.size());
                return held;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The clients are in this heap, too. Where nobody accepts them, nothing else is. */
    private static long heapOfAClient() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 3 * CLIENTS, InetAddress.getLoopbackAddress())) {
            Crowd.open(nobody.getLocalPort(), CLIENTS).close();
            long before = settledHeap();
            try (Crowd opened = Crowd.open(nobody.getLocalPort(), CLIENTS)) {
                return (settledHeap() - before) / opened.size();
            }
        }
    }

    private static long settledHeap() {
        Deque<Long> measured = new ArrayDeque<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    System.gc();
                    Runtime runtime = Runtime.getRuntime();
                    measured.addFirst(runtime.totalMemory() - runtime.freeMemory());
                    return measured.size() >= SETTLED
                            && measured.stream()
                                    .limit(SETTLED)
                                    .allMatch(earlier -> Math.abs(earlier - measured.getFirst()) < NOISE);
                });
        return measured.getFirst();
    }
}
