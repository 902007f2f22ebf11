package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.Instances;
import io.samvad.testkit.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    private static final int RECORDED = 2_700;

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
            close(connect(server.port()));
            await().until(() -> server.sum(SocketIo::connectionCount) == 0);
            long before = settledHeap();
            List<SocketChannel> clients = connect(server.port());
            long held = (settledHeap() - before) / CLIENTS - client;
            assertThat(server.sum(SocketIo::connectionCount)).isEqualTo(CLIENTS);
            close(clients);
            return held;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The clients are in this heap, too. Where nobody accepts them, nothing else is. */
    private static long heapOfAClient() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 3 * CLIENTS, InetAddress.getLoopbackAddress())) {
            close(open(nobody.getLocalPort()));
            long before = settledHeap();
            List<SocketChannel> clients = open(nobody.getLocalPort());
            long held = (settledHeap() - before) / CLIENTS;
            close(clients);
            return held;
        }
    }

    private static List<SocketChannel> open(int port) throws IOException {
        List<SocketChannel> clients = new ArrayList<>(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
        return clients;
    }

    /** Up to the answer to CONNECT. */
    private static List<SocketChannel> connect(int port) throws IOException {
        List<SocketChannel> clients = open(port);
        byte[] request =
                RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket").getBytes(StandardCharsets.ISO_8859_1);
        byte[] connect = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        for (SocketChannel client : clients) {
            client.write(ByteBuffer.wrap(request));
            readUntil(client, buffer, "maxPayload");
            client.write(ByteBuffer.wrap(connect));
            readUntil(client, buffer, "40{\"sid\"");
        }
        return clients;
    }

    private static void readUntil(SocketChannel client, ByteBuffer buffer, String expected) throws IOException {
        buffer.clear();
        String read = "";
        while (!read.contains(expected)) {
            if (client.read(buffer) < 0) {
                throw new AssertionError("the server has closed the connection behind: " + read);
            }
            read = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
        }
    }

    /** With a reset: nothing waits for a goodbye. */
    private static void close(List<SocketChannel> clients) throws IOException {
        for (SocketChannel client : clients) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
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
