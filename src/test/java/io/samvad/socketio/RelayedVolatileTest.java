package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.engineio.EngineOptions;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that reads slowly, whose WebSocket lives elsewhere than its session: what is volatile it loses first. */
class RelayedVolatileTest {
    private static final int LIMIT = 20_000_000;
    private static final int MORE_THAN_THE_KERNEL_TAKES = 100;
    private static final String LARGE = "x".repeat(100_000);

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<DisconnectReason> reasons = new ConcurrentLinkedQueue<>();

    private void setUp(SocketIo io) {
        io.onConnection(socket -> {
            sockets.add(socket);
            socket.onDisconnect(reasons::add);
        });
    }

    private <R> R on(Function<Socket, R> call) {
        Socket socket = sockets.element();
        return Instances.await(socket.namespace().io().call(() -> Future.succeededFuture(call.apply(socket))));
    }

    private void emit(String event, boolean isVolatile, Object argument) {
        on(socket -> {
            SocketEmitter emitter = new SocketEmitter(socket);
            (isVolatile ? emitter.asVolatile() : emitter).emit(event, argument);
            return null;
        });
    }

    @ParameterizedTest(name = "on another node: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsVolatileIsDroppedWhileOtherThingsWaitAndAllIsOverAtTheLimit(boolean onAnotherNode) {
        SocketIoOptions options = new SocketIoOptions().setEngine(new EngineOptions().setMaxQueuedBytes(LIMIT));
        // Loops take connections by turns: what comes next to a handshake is on the other one.
        List<Vertx> vertx = onAnotherNode ? ClusteredVertx.start(2, 1) : List.of(Instances.alone(2));
        Instances<SocketIo> owner = Instances.socketIo(vertx.get(0), onAnotherNode ? 1 : 2, options, this::setUp);
        Instances<SocketIo> other = onAnotherNode ? Instances.socketIo(vertx.get(1), 1, options, this::setUp) : owner;
        EngineClient client = EngineClient.polling(owner.port(), "/socket.io/");
        try (owner;
                other;
                RawConnection narrow = RawConnection.open(other.port(), 4_096)) {
            client.send("40");
            assertThat(client.receive()).startsWith("40{");
            RawWebSocket webSocket = upgrade(client, narrow);

            emit("tick", true, "at once");
            assertThat(webSocket.readText()).isEqualTo("42[\"tick\",\"at once\"]");
            for (int i = 0; i < MORE_THAN_THE_KERNEL_TAKES; i++) {
                emit("say", false, LARGE + i);
            }
            emit("tick", true, "behind");
            for (int i = 0; i < MORE_THAN_THE_KERNEL_TAKES; i++) {
                assertThat(webSocket.readText()).isEqualTo("42[\"say\",\"" + LARGE + i + "\"]");
            }
            await().until(() -> on(socket -> socket.conn().isWritable()));
            emit("tick", true, "at once again");
            assertThat(webSocket.readText()).isEqualTo("42[\"tick\",\"at once again\"]");

            for (int sent = 0; reasons.isEmpty(); sent += LARGE.length()) {
                assertThat(sent).as("characters sent to who does not read").isLessThan(5 * LIMIT);
                emit("say", false, LARGE);
            }
            assertThat(reasons).containsExactly(DisconnectReason.SLOW_CONSUMER);
        }
    }

    private RawWebSocket upgrade(EngineClient client, RawConnection connection) {
        RawWebSocket webSocket = RawWebSocket.open(connection, client.target("websocket"));
        webSocket.send("2probe");
        assertThat(webSocket.readText()).isEqualTo("3probe");
        webSocket.send("5");
        await().until(() -> on(socket -> socket.conn().transport().equals("websocket")));
        return webSocket;
    }
}
