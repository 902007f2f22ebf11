package io.samvad.conformance;

import io.samvad.engineio.CorsOptions;
import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.Namespace;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import java.util.List;

/**
 * The server that the official test suite of the Socket.IO protocol talks to: two namespaces that send everything back.
 *
 * <p>Our own tests of the protocol use the same {@linkplain #options() options} and {@linkplain #setUp listeners}.
 */
public final class SocketSuiteServer {
    static final int PING_INTERVAL = 300;
    static final int PING_TIMEOUT = 200;
    static final int CONNECT_TIMEOUT = 1_000;

    private SocketSuiteServer() {}

    /**
     * Runs until it is stopped.
     *
     * @param arguments port (3000) and number of instances (1)
     */
    public static void main(String[] arguments) {
        SuiteServer.run(arguments, vertx -> {
            SocketIo io = SocketIo.create(vertx, options());
            setUp(io);
            return io;
        });
    }

    /** What the suite expects: quick heartbeat, pages of any origin, an impatient connect timeout. */
    public static SocketIoOptions options() {
        EngineOptions engine = new EngineOptions()
                .setPingInterval(PING_INTERVAL)
                .setPingTimeout(PING_TIMEOUT)
                .setMaxPayload(1_000_000)
                .setCors(new CorsOptions().setOrigins(List.of("*")));
        return new SocketIoOptions().setEngine(engine).setConnectTimeout(CONNECT_TIMEOUT);
    }

    /** The listeners the suite expects, in both namespaces. */
    public static void setUp(SocketIo io) {
        echo(io.of("/"));
        echo(io.of("/custom"));
    }

    private static void echo(Namespace namespace) {
        namespace.onConnection(socket -> {
            socket.emit("auth", socket.handshake().auth());
            socket.on(
                    "message", args -> socket.emit("message-back", args.toList().toArray()));
            socket.on("message-with-ack", (args, ack) -> ack.send(args.toList().toArray()));
        });
    }
}
