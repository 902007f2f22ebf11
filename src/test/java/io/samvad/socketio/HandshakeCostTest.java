package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.samvad.testkit.Crowd;
import io.samvad.testkit.Instances;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the loop allocates for a handshake, counted and not timed: what is new on that way shows here. */
class HandshakeCostTest {
    private static final int CLIENTS = 1_000;
    /** So many rounds until the compiler has seen which objects nobody keeps. */
    private static final int WARM_UP = 6;

    /** From the accepted connection to the answer to CONNECT: 15,200 bytes were measured. */
    private static final long MOST = 18_000;

    @Test
    void aHandshakeAllocatesNoMoreThanItDid() throws IOException {
        ResourceLeakDetector.Level paranoid = ResourceLeakDetector.getLevel();
        // It makes a record of each use of a buffer.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (Instances<SocketIo> server = Instances.socketIo(1, new SocketIoOptions(), io -> {})) {
            for (int i = 0; i < WARM_UP; i++) {
                Crowd.connect(server.port(), CLIENTS).close();
                await().until(() -> server.sum(SocketIo::connectionCount) == 0);
            }
            long before = allocated(server);
            try (Crowd connected = Crowd.connect(server.port(), CLIENTS)) {
                long each = (allocated(server) - before) / connected.size();
                assertThat(each).as("bytes for each handshake").isLessThan(MOST);
            }
        } finally {
            ResourceLeakDetector.setLevel(paranoid);
        }
    }

    /** By the thread of the one loop so far. */
    private static long allocated(Instances<SocketIo> server) {
        return server.on(
                0, io -> ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes());
    }
}
