package io.samvad.server;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import java.util.concurrent.TimeUnit;

/**
 * What the load generator asks of a Socket.IO server beyond the chat: rooms and acknowledgements. It is the server with its
 * configuration, and another application.
 */
public final class RoomsServer implements Application {
    private static final int STOP_SECONDS = 4;

    private final SocketIo io;

    private RoomsServer(Vertx vertx, ServerConfig config) {
        io = SocketIo.create(vertx, new SocketIoOptions(config.socketio().options()));
        io.onConnection(socket -> {
            socket.on("room", (args, ack) -> io.to(args.string(0)).emit("room", args.get(1)));
            socket.on("echo", (args, ack) -> ack.send(args.get(0)));
            socket.on("join", (args, ack) -> {
                for (Object room : (JsonArray) args.get(0)) {
                    socket.join((String) room);
                }
                ack.send();
            });
        });
    }

    /** Runs until a signal ends it; all options come from the environment. */
    public static void main(String[] arguments) {
        Logging.prepare();
        ServerConfig config = ServerConfig.read(null, System.getenv());
        Logging.setLevel(config.log().level());
        Server server = Server.start(config, RoomsServer::new);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(STOP_SECONDS, TimeUnit.SECONDS)));
    }

    @Override
    public Future<Void> ready() {
        return io.ready();
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
