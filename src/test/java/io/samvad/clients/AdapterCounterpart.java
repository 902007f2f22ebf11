package io.samvad.clients;

import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.Ack;
import io.samvad.socketio.BroadcastOperator;
import io.samvad.socketio.Namespace;
import io.samvad.socketio.RemoteSocket;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Instances;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that uses its operators as its clients tell it to, so that what reaches whom can be seen from outside, wherever the
 * sockets are. A target travels as {@code {rooms, except, local, volatile, timeout}}, of which all may be missing.
 *
 * <p>Its {@link #main} is a node of a cluster: one process of several.
 */
final class AdapterCounterpart {
    /** What was stored, by the name of the store, and how often something came to be stored. All instances share it. */
    private static final Map<String, Store> STORES = new ConcurrentHashMap<>();

    private final SocketIo io;
    /** What servers call themselves. */
    private final String name = UUID.randomUUID().toString();

    private AdapterCounterpart(SocketIo io) {
        this.io = io;
    }

    /** Starts so many instances; recovery may be null, as in {@link SocketIoOptions#setConnectionStateRecovery}. */
    static Instances<SocketIo> start(int count, String parser, RecoveryOptions recovery) {
        return Instances.socketIo(count, options(parser, recovery), AdapterCounterpart::install);
    }

    private static SocketIoOptions options(String parser, RecoveryOptions recovery) {
        return new SocketIoOptions()
                .setEngine(new EngineOptions().setAllowEio3(true))
                .setParser(parser)
                .setCleanupEmptyChildNamespaces(true)
                .setConnectionStateRecovery(recovery);
    }

    /**
     * Joins a cluster with two instances, says where they listen, and ends when its input does: also when who started it is
     * killed.
     *
     * @param args the ports of all nodes, its own first
     */
    public static void main(String... args) throws IOException {
        List<Integer> ports = Stream.of(args).map(Integer::valueOf).toList();
        Vertx vertx = ClusteredVertx.join(ports.get(0), ClusteredVertx.addresses(ports), 2);
        SocketIoOptions options = options("json", RecoveryOptions.DEFAULT);
        Instances<SocketIo> servers = Instances.socketIo(vertx, 2, options, AdapterCounterpart::install);
        System.out.println(TwoProcesses.LISTENS + servers.port());
        while (System.in.read() >= 0) {
            // Nothing is to be said to it.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void install(SocketIo io) {
        AdapterCounterpart counterpart = new AdapterCounterpart(io);
        counterpart.serve(io.of("/"));
        counterpart.serve(io.of("/news"));
        io.of(Pattern.compile("/child-.+")).onConnection(counterpart::welcome);
    }

    private void serve(Namespace namespace) {
        namespace.onConnection(this::welcome);
        namespace.onServerSide("note", (args, ack) -> namespace.local().emit("noted", name, args.get(0)));
        namespace.onServerSide("who", (args, ack) -> ack.send(name, args.get(0)));
        namespace.onServerSide("who is silent", (args, ack) -> {});
    }

    private void welcome(Socket socket) {
        socket.on("where", (args, ack) -> ack.send(name));
        socket.on("transport", (args, ack) -> ack.send(socket.transport()));
        socket.on("join", (args, ack) -> socket.join(args.string(0)).onSuccess(joined -> ack.send()));
        socket.on("leave", (args, ack) -> socket.leave(args.string(0)).onSuccess(left -> ack.send()));
        socket.on("remember", (args, ack) -> {
            socket.data().put("memory", args.get(0));
            ack.send();
        });
        socket.on("state", (args, ack) -> ack.send(state(socket)));
        socket.on("cut", args -> socket.conn().close());
        onOperators(socket);
        onServers(socket);
        onStore(socket);
    }

    private static JsonObject state(Socket socket) {
        return new JsonObject()
                .put("recovered", socket.recovered())
                .put("rooms", new JsonArray(List.copyOf(socket.rooms())))
                .put("memory", socket.data().getValue("memory"));
    }

    private void onOperators(Socket socket) {
        socket.on("emit", (args, ack) -> {
            target(socket, args).emit(args.string(1), args.get(2));
            ack.send();
        });
        socket.on("emit to me", args -> socket.emit(args.string(0), args.get(1)));
        socket.on("ask", (args, ack) -> {
            long timeout = args.object(0).getLong("timeout", 5_000L);
            BroadcastOperator asked = target(socket, args).timeout(timeout);
            asked.emitWithAck(args.string(1), args.get(2)).onComplete((answers, late) -> answer(answers, late, ack));
        });
        socket.on("fetch", (args, ack) -> target(socket, args)
                .fetchSockets()
                .onSuccess(all ->
                        ack.send(all.stream().map(AdapterCounterpart::described).toList())));
        socket.on("remote", (args, ack) -> target(socket, args)
                .fetchSockets()
                .onSuccess(all -> remote(all.get(0), args.string(1), ack)));
        socket.on("sockets join", (args, ack) -> target(socket, args)
                .socketsJoin(args.string(1), args.string(2))
                .onSuccess(joined -> {
                    // At once: who was to join has joined.
                    socket.namespace().to(args.string(2)).emit("told", "joined");
                    ack.send();
                }));
        socket.on(
                "sockets leave",
                (args, ack) -> target(socket, args).socketsLeave(args.string(1)).onSuccess(left -> ack.send()));
        socket.on("disconnect sockets", (args, ack) -> target(socket, args)
                .disconnectSockets(args.bool(1))
                .onSuccess(left -> ack.send()));
    }

    private static void answer(List<Args> answers, Throwable late, Ack ack) {
        List<Args> came = late instanceof AckTimeoutException timeout ? timeout.answers() : answers;
        JsonObject told = new JsonObject().put("late", late != null);
        ack.send(told.put(
                "answers", new JsonArray(came.stream().map(one -> one.get(0)).toList())));
    }

    private static JsonObject described(RemoteSocket socket) {
        return new JsonObject()
                .put("id", socket.id())
                .put("rooms", new JsonArray(List.copyOf(socket.rooms())))
                .put("memory", socket.data().getValue("memory"))
                .put("address", socket.handshake().getString("address"));
    }

    private static void remote(RemoteSocket socket, String wish, Ack ack) {
        switch (wish) {
            case "emit" -> {
                socket.emit("told", "by remote");
                ack.send();
            }
            case "ask" -> socket.emitWithAck(5_000, "question", "why").onSuccess(answer -> ack.send(answer.get(0)));
            case "join" -> socket.join("remote room").onSuccess(joined -> ack.send());
            case "leave" -> socket.leave("remote room").onSuccess(left -> ack.send());
            default -> socket.disconnect(wish.equals("hang up")).onSuccess(left -> ack.send());
        }
    }

    /** What an event names as its target: of the server, or of the socket if it is to be without the sender. */
    private static BroadcastOperator target(Socket socket, Args args) {
        JsonObject target = args.object(0);
        BroadcastOperator operator = target.getBoolean("others", false)
                ? socket.broadcast()
                : socket.namespace().to();
        operator = operator.to(names(target, "rooms")).except(names(target, "except"));
        operator = target.getBoolean("local", false) ? operator.local() : operator;
        return target.getBoolean("volatile", false) ? operator.asVolatile() : operator;
    }

    private static String[] names(JsonObject target, String key) {
        return target.getJsonArray(key, new JsonArray()).stream().toArray(String[]::new);
    }

    private void onServers(Socket socket) {
        Namespace namespace = socket.namespace();
        socket.on("tell servers", (args, ack) -> {
            namespace.serverSideEmit("note", args.get(0));
            ack.send();
        });
        socket.on("ask servers", (args, ack) -> namespace
                .serverSideEmitWithAck(args.string(0), args.get(1))
                .onComplete((answers, late) -> answer(answers, late, ack)));
    }

    /**
     * What a client wants to be stored has a number of its own, by which it is stored once however often it comes. The answer
     * to each third is withheld the first time.
     */
    private static void onStore(Socket socket) {
        socket.on("store", (args, ack) -> {
            Store store = STORES.computeIfAbsent(args.string(0), first -> new Store());
            int number = args.integer(1);
            if (!store.add(number) || number % 3 != 0) {
                ack.send();
            }
        });
        socket.on("stored", (args, ack) -> {
            Store store = STORES.get(args.string(0));
            ack.send(List.copyOf(store.kept), store.deliveries.get());
        });
    }

    private static final class Store {
        private final Set<Integer> kept = Collections.synchronizedSet(new LinkedHashSet<>());
        private final AtomicInteger deliveries = new AtomicInteger();

        /** @return whether it was not there yet */
        private boolean add(int number) {
            deliveries.incrementAndGet();
            return kept.add(number);
        }
    }
}
