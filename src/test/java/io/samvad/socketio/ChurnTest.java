package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.Instances;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients come and go, politely and not: nothing of them stays behind. */
class ChurnTest {
    private static final int WARM_UP = 2_000;
    private static final int CLIENTS = 20_000;
    private static final int AT_ONCE = 24;
    /** Half of what it would be if 100 bytes of each client stayed. */
    private static final long HEAP_MARGIN = 100L * CLIENTS / 2;

    /** The heap has settled when so many measurements in a row differ by less than so many bytes. */
    private static final int SETTLED = 4;

    private static final long NOISE = 50_000;

    /** Longer than the test: what waits for so long and is gone afterwards was taken away. */
    private static final long FOR_EVER = 3_600_000;

    private final AtomicInteger arrived = new AtomicInteger();

    @Test
    @Timeout(180)
    void twentyThousandClientsLeaveNothingBehind() throws Exception {
        try (Instances<SocketIo> server = Instances.socketIo(2, new SocketIoOptions(), this::setUp)) {
            int timersBefore = timers(server);
            churn(server, WARM_UP);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertNothingIsLeft(server, timersBefore));
            long heapBefore = settledHeap();

            churn(server, CLIENTS);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertNothingIsLeft(server, timersBefore));
            assertThat(arrived).hasValueGreaterThan((WARM_UP + CLIENTS) / 2);
            assertThat(settledHeap() - heapBefore).isLessThan(HEAP_MARGIN);
        }
    }

    /** Everything that an application can leave hanging on a socket. */
    private void setUp(SocketIo io) {
        io.use(socket -> io.vertx().executeBlocking(() -> null, false).mapEmpty());
        io.of("/other").onConnection(socket -> socket.join("others"));
        io.onConnection(socket -> {
            int n = arrived.incrementAndGet();
            socket.join("own-" + socket.id(), "shared-" + n % 50);
            socket.data().put("n", n);
            socket.use((event, args) ->
                    io.vertx().executeBlocking(() -> null, false).mapEmpty());
            socket.on("say", (args, ack) -> ack.send(args.toList().toArray()))
                    .once("never", args -> {})
                    .onAny((event, args) -> {})
                    .onError(failure -> {})
                    .onDisconnecting(reason -> socket.rooms())
                    .onDisconnect(reason -> socket.data().clear());
            socket.emitWithAck("unanswered");
            socket.timeout(FOR_EVER).emitWithAck("unanswered");
            io.to("own-" + socket.id()).timeout(FOR_EVER).emitWithAck("unanswered", new byte[] {1});
        });
    }

    // ---------------------------------------------------------------- clients

    private static void churn(Instances<SocketIo> server, int clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < AT_ONCE; worker++) {
                workers.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < clients; n = next.getAndIncrement()) {
                        comeAndGo(server.port(), n);
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void comeAndGo(int port, int n) {
        switch (n % 10) {
            case 0 -> leavePolitely(WireClient.connected(port));
            case 1 -> halfAMessage(WireClient.connected(port));
            case 2 -> twoNamespaces(WireClient.connected(port));
            case 3 -> poll(port);
            case 4 -> upgrade(port);
            case 5 -> WireClient.open(port, Wire.WEBSOCKET).close();
            case 6 -> WireClient.open(port, Wire.WEBSOCKET).send("0").close();
            case 7 -> broken(WireClient.connected(port));
            default -> WireClient.connected(port).engine().webSocket().reset();
        }
    }

    private static void leavePolitely(WireClient client) {
        client.send("21[\"say\",\"bye\"]").send("1").close();
    }

    private static void halfAMessage(WireClient client) {
        client.send("51-[\"say\",{\"_placeholder\":true,\"num\":0}]").close();
    }

    private static void twoNamespaces(WireClient client) {
        client.send("0/other,")
                .send("0/unknown,")
                .send("1/other,")
                .send("0/other,")
                .close();
    }

    private static void broken(WireClient client) {
        client.send("2{}").awaitClose();
        client.close();
    }

    private static void poll(int port) {
        WireClient client = WireClient.open(port, Wire.POLLING);
        client.engine().post("40\u001e421[\"say\",1]");
        client.engine().get();
        client.close();
    }

    private static void upgrade(int port) {
        WireClient client = WireClient.open(port, Wire.POLLING);
        client.engine().upgrade();
        client.connect("").close();
    }

    // ---------------------------------------------------------------- what is left

    private static void assertNothingIsLeft(Instances<SocketIo> server, int timersBefore) {
        Map<String, Integer> left = Map.of(
                "sessions", server.sum(io -> io.engine().sessionCount()),
                "deadlines", server.sum(io -> (Integer) call(io.engine(), "deadlineCount")),
                "connections", server.sum(SocketIo::connectionCount),
                "sockets",
                        server.sum(io ->
                                io.sockets().size() + io.of("/other").sockets().size()),
                "rooms",
                        server.sum(io -> io.of("/").rooms().size()
                                + io.of("/other").rooms().size()),
                "broadcasts",
                        server.sum(io -> ((Map<?, ?>) field(field(field(io, "cluster"), "acks"), "pending")).size()),
                "timers", timers(server) - timersBefore);
        assertThat(left).allSatisfy((what, count) -> assertThat(count).as(what).isZero());
    }

    /** Vert.x's own list of timers that have not gone off. */
    private static int timers(Instances<SocketIo> server) {
        return ((Map<?, ?>) field(server.vertx(), "timeouts")).size();
    }

    private static Object field(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError("the inside has changed: " + name, renamed);
        }
    }

    private static Object call(Object owner, String name) {
        try {
            Method method = owner.getClass().getDeclaredMethod(name);
            method.setAccessible(true);
            return method.invoke(owner);
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError("the inside has changed: " + name, renamed);
        }
    }

    /** Bytes in use when they no longer become less: closed connections wait some seconds for the peer's last word. */
    private static long settledHeap() {
        Deque<Long> measured = new ArrayDeque<>(List.of(Long.MAX_VALUE));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(700))
                .until(() -> {
                    measured.addFirst(usedHeap());
                    return measured.size() > SETTLED
                            && measured.stream()
                                    .limit(SETTLED)
                                    .allMatch(earlier -> Math.abs(earlier - measured.getFirst()) < NOISE);
                });
        return measured.getFirst();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
