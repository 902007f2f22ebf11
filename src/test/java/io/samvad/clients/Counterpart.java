package io.samvad.clients;

import io.samvad.engineio.EngineOptions;
import io.samvad.link.CloseReason;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.socketio.Ack;
import io.samvad.socketio.ConnectError;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the official clients talk to: a server that does what an event asks for, and tells watchers who left and why. It
 * pings often, so that every conversation holds some heartbeats.
 */
final class Counterpart {
    private static final String WATCHERS = "watchers";
    private static final int ANSWER_MILLIS = 5_000;

    private final SocketIo io;
    /** By the headers of the request that opened them, which the sockets over them share. */
    private final Map<String, Link> links = new HashMap<>();

    private Counterpart(SocketIo io) {
        this.io = io;
    }

    /** Starts so many instances of it, for clients of all ages. */
    static Instances<SocketIo> start(int count) {
        return start(count, "json");
    }

    /** Starts so many instances of it, with a parser. */
    static Instances<SocketIo> start(int count, String parser) {
        EngineOptions engine =
                new EngineOptions().setPingInterval(200).setPingTimeout(10_000).setAllowEio3(true);
        SocketIoOptions options = new SocketIoOptions().setEngine(engine).setParser(parser);
        return Instances.socketIo(count, options, Counterpart::install);
    }

    /** Starts one that knows a single transport. */
    static Instances<SocketIo> startWithOnly(String transport) {
        EngineOptions engine = new EngineOptions().setTransports(List.of(transport));
        return Instances.socketIo(1, new SocketIoOptions().setEngine(engine), Counterpart::install);
    }

    private static void install(SocketIo io) {
        Counterpart counterpart = new Counterpart(io);
        io.engine().onConnection(counterpart::accept);
        io.onConnection(counterpart::welcome);
        io.of("/custom").onConnection(socket -> {
            socket.emit("welcome", socket.handshake().auth());
            socket.on("echo", args -> socket.emit("echo", socket.namespace().name(), args.get(0)));
        });
        io.of("/guarded").use(Counterpart::check).onConnection(socket -> socket.emit("welcome", "guarded"));
    }

    /** Remembers the links, to cut them as a failing network would: without a word of Socket.IO. */
    private LinkReceiver accept(Link link) {
        links.put(link.id(), link);
        return io.accept(link);
    }

    private static Future<Void> check(Socket socket) {
        if ("secret".equals(socket.handshake().auth().getString("token"))) {
            return Future.succeededFuture();
        }
        JsonObject data = new JsonObject().put("code", 7).put("hints", new JsonArray().add("token"));
        return Future.failedFuture(new ConnectError("not welcome", data));
    }

    private void welcome(Socket socket) {
        socket.onDisconnect(reason -> io.to(WATCHERS).emit("gone", socket.id(), reason.text()));
        socket.on("echo", args -> socket.emit("echo", values(args)));
        socket.on("acknowledge", (args, ack) -> ack.send(values(args)));
        socket.on("ignore", args -> {});
        socket.on("transport", (args, ack) -> ack.send(socket.transport()));
        socket.on("whisper", args -> socket.asVolatile().emit("whisper", values(args)));
        socket.on("count", args -> count(socket, args.integer(0)));
        socket.on("ask me", args -> ask(socket, args.longValue(0)));
        onRooms(socket);
        onEnds(socket);
        onMiddleware(socket);
    }

    private void onRooms(Socket socket) {
        socket.on("watch", (args, ack) -> socket.join(WATCHERS).onSuccess(joined -> ack.send()));
        socket.on("join", (args, ack) -> socket.join(args.string(0)).onSuccess(joined -> ack.send(rooms(socket))));
        socket.on("leave", (args, ack) -> socket.leave(args.string(0)).onSuccess(left -> ack.send(rooms(socket))));
        socket.on("tell others in", args -> socket.to(args.string(0)).emit("told", args.get(1)));
        socket.on("tell all in", args -> io.to(args.string(0)).emit("told", args.get(1)));
        socket.on("tell all", args -> io.emit("told", args.get(0)));
        socket.on("ask all in", this::askAll);
    }

    private void onEnds(Socket socket) {
        socket.on("dismiss me", args -> socket.disconnect());
        socket.on("hang up", args -> socket.disconnect(true));
        socket.on("cut", args -> links.get(socket.conn().id()).close(CloseReason.FORCED_CLOSE));
    }

    private static void onMiddleware(Socket socket) {
        socket.use((event, args) -> event.equals("forbidden") ? Future.failedFuture("no " + event) : passed());
        socket.onError(cause -> socket.emit("refused", cause.getMessage()));
        socket.on("forbidden", args -> socket.emit("refused", "but was heard"));
    }

    private static Future<Void> passed() {
        return Future.succeededFuture();
    }

    private static void count(Socket socket, int numbers) {
        for (int number = 0; number < numbers; number++) {
            socket.emit("number", number);
        }
    }

    private static void ask(Socket socket, long timeout) {
        socket.timeout(timeout)
                .emitWithAck("question", "why", Buffer.buffer("?"))
                .onComplete(answer -> {
                    if (answer.succeeded()) {
                        socket.emit("answer", values(answer.result()));
                    } else {
                        socket.emit("answer", answer.cause().getClass().getSimpleName());
                    }
                });
    }

    private void askAll(Args args, Ack ack) {
        io.to(args.string(0))
                .timeout(ANSWER_MILLIS)
                .emitWithAck("question", "who")
                .onSuccess(answers ->
                        ack.send(answers.stream().map(answer -> answer.get(0)).toList()))
                .onFailure(late -> ack.send(late.getMessage()));
    }

    private static List<String> rooms(Socket socket) {
        return List.copyOf(socket.rooms());
    }

    private static Object[] values(Args args) {
        return args.toList().toArray();
    }
}
