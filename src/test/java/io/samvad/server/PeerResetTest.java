package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that dies resets its connections, often right behind its last word: that is noticed at once, over each transport. */
class PeerResetTest {
    /** Far below the time after which a silent peer is given up. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int PEERS = 50;
    private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";

    @TempDir
    Path webroot;

    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    static List<String> transports() {
        return Stream.of(Transport.IO_URING, Transport.EPOLL, Transport.KQUEUE, Transport.NIO)
                .filter(transport -> transport != null && transport.available())
                .map(Transport::name)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whoResetsBehindItsLastWordIsMissedAtOnce(String transport) {
        String config = "{\"http\": {\"transport\": \"%s\"}}".formatted(transport);
        try (TestServer server = TestServer.start(webroot, config, (vertx, read) -> new Listening(vertx))) {
            for (int i = 0; i < PEERS; i++) {
                RawWebSocket peer = RawWebSocket.open(RawConnection.open(server.port()), TARGET);
                assertThat(peer.readText()).startsWith("0{");
                assertThat(peer.send("40").readText()).startsWith("40{");
                peer.send("42[\"last word\"]").reset();
            }
            await().atMost(AT_ONCE).until(() -> gone.get() == PEERS);
            assertThat(heard).hasValueLessThanOrEqualTo(PEERS);
        }
    }

    /** Counts what it hears and who goes. */
    private final class Listening implements Application {
        private final SocketIo io;

        private Listening(Vertx vertx) {
            io = SocketIo.create(vertx);
            io.onConnection(socket -> socket.on("last word", (args, ack) -> heard.incrementAndGet())
                    .onDisconnect(reason -> gone.incrementAndGet()));
        }

        @Override
        public boolean handles(HttpServerRequest request) {
            return io.handles(request);
        }

        @Override
        public void handle(HttpServerRequest request) {
            io.handle(request);
        }

        @Override
        public Future<Void> close() {
            return io.close();
        }
    }
}
