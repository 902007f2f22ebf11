package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.TcpProxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection breaks off, or falls silent, while CONNECT is on its way. */
class LostConnectTest {
    private final Queue<String> connected = new ConcurrentLinkedQueue<>();
    private Instances<SocketIo> server;

    @BeforeEach
    void start() {
        SocketIoOptions options = new SocketIoOptions().setConnectTimeout(300);
        server = Instances.socketIo(2, options, io -> io.onConnection(socket -> connected.add(socket.id())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void awaitConnections(int count) {
        await().until(() -> server.sum(SocketIo::connectionCount) == count);
        await().until(() -> server.sum(io -> io.engine().sessionCount()) == count);
    }

    private void assertNobodyCameAndOthersCan(WireClient.Wire wire) {
        awaitConnections(0);
        assertThat(connected).isEmpty();
        try (WireClient next = WireClient.connected(server.port(), wire)) {
            assertThat(connected).containsExactly(next.id());
        }
    }

    @Test
    void aPostThatBreaksOffInItsBodyLeavesNothing() {
        EngineClient client = EngineClient.polling(server.port(), "/socket.io/");
        awaitConnections(1);
        RawConnection.open(server.port())
                .send(RawConnection.head(
                                "POST", client.target("polling"), "Content-Type: text/plain", "Content-Length: 2")
                        + "4")
                .reset();
        assertNobodyCameAndOthersCan(WireClient.Wire.POLLING);
    }

    @Test
    void aFrameThatBreaksOffLeavesNothing() {
        EngineClient client = EngineClient.webSocket(server.port(), "/socket.io/");
        awaitConnections(1);
        // The head of a masked text frame of two bytes (RFC 6455 section 5.2), and the first of them.
        client.webSocket().sendBytes(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4'});
        client.close();
        assertNobodyCameAndOthersCan(WireClient.Wire.WEBSOCKET);
    }

    @Test
    void aWireThatFallsSilentIsGivenUpAfterTheConnectTimeout() {
        try (TcpProxy wire = new TcpProxy(server.port())) {
            EngineClient client = EngineClient.webSocket(wire.port(), "/socket.io/");
            awaitConnections(1);
            wire.judgeRequests(bytes -> TcpProxy.Fate.IS_LOST);
            client.send("40");
            assertNobodyCameAndOthersCan(WireClient.Wire.WEBSOCKET);
            client.close();
        }
    }
}
