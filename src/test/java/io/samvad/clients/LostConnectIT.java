package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import io.samvad.testkit.TcpProxy;
import io.samvad.testkit.TcpProxy.Fate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first CONNECT of an official client is lost, with the connection or without a word: the server waits for as long as it says,
 * forgets the session, and the client comes in by the next one.
 */
class LostConnectIT {
    private static final int CONNECT_TIMEOUT = 500;
    private static final int PING = 1_000;

    private final AtomicInteger lost = new AtomicInteger();
    private Instances<SocketIo> server;
    private TcpProxy wire;

    @BeforeEach
    void start() {
        // A client that upgrades waits for the answer to its POST, and for that alone: it is its heartbeat that fails
        // then.
        EngineOptions engine = new EngineOptions().setPingInterval(PING).setPingTimeout(PING);
        SocketIoOptions options = new SocketIoOptions().setEngine(engine).setConnectTimeout(CONNECT_TIMEOUT);
        server = Instances.socketIo(
                2,
                options,
                io -> io.onConnection(socket -> {
                    socket.on("echo", (args, ack) -> {
                        socket.emit("echo", args.get(0));
                        ack.send(args.get(0));
                    });
                }));
        wire = new TcpProxy(server.port());
    }

    @AfterEach
    void stop() {
        wire.close();
        server.close();
    }

    /** In a POST, or in the first frame of a WebSocket, which is all that the client sends before it is let in. */
    private static Predicate<String> connectBy(String way) {
        return way.equals("websocket") ? piece -> !piece.startsWith("GET ") : piece -> piece.endsWith("40");
    }

    private void loseConnectOnce(String way, Fate fate) {
        Predicate<String> isConnect = connectBy(way);
        wire.judgeRequests(piece -> isConnect.test(piece) && lost.getAndIncrement() == 0 ? fate : Fate.ARRIVES);
    }

    private void assertNothingIsLeft() {
        assertThat(lost).as("times that CONNECT was sent").hasValueGreaterThan(1);
        await().until(() -> server.sum(SocketIo::connectionCount) == 0);
        await().until(() -> server.sum(io -> io.engine().sessionCount()) == 0);
        assertThat(server.sum(io -> io.sockets().size())).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "polling, IS_LOST", "polling, IS_LOST_AND_CUT",
        "websocket, IS_LOST", "websocket, IS_LOST_AND_CUT",
        "upgrade, IS_LOST", "upgrade, IS_LOST_AND_CUT"
    })
    void theJavaScriptClientComesInTheNextTime(String way, Fate fate) {
        loseConnectOnce(way, fate);
        assertThat(NodeScript.run("lost-connect", wire.url(), way)).containsExactly("it is let in, and talks");
        assertNothingIsLeft();
    }
}
