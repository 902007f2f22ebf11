package io.samvad.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** How much of the heap of this JVM is in use. */
public final class Heap {
    /** It has settled when so many measurements in a row differ by less than so many bytes. */
    private static final int SETTLED = 3;

    private static final long NOISE = 20_000;

    private Heap() {}

    /** Bytes of all that can be reached, once that does not change any more. */
    public static long settled() {
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

    /**
     * Bytes for each of so many clients of a {@link Crowd}, which are in this heap, too: where nobody accepts them, nothing else
     * is. What tests before have left behind may go meanwhile, so it is the median of three.
     */
    public static long ofAClient(int clients) throws IOException {
        long[] measured = new long[3];
        for (int i = 0; i < measured.length; i++) {
            try (ServerSocket nobody = new ServerSocket(0, 3 * clients, InetAddress.getLoopbackAddress())) {
                Crowd.open(nobody.getLocalPort(), clients).close();
                long before = settled();
                try (Crowd opened = Crowd.open(nobody.getLocalPort(), clients)) {
                    measured[i] = (settled() - before) / opened.size();
                }
            }
        }
        Arrays.sort(measured);
        return measured[1];
    }
}
