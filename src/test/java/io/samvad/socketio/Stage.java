package io.samvad.socketio;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Instances of a server, and both ends of each connection in the hands of the test. */
final class Stage implements AutoCloseable {
    private static final int WAIT_SECONDS = 10;

    private final Instances<SocketIo> server;
    private final Map<String, CompletableFuture<Socket>> arrivals = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Guest> guests = new ArrayList<>();

    Stage(int instances, Consumer<SocketIo> setUp) {
        this(instances, new SocketIoOptions(), setUp);
    }

    Stage(int instances, SocketIoOptions options, Consumer<SocketIo> setUp) {
        server = Instances.socketIo(instances, options, io -> {
            io.exceptionHandler(failures::add);
            setUp.accept(io);
            io.onConnection(socket -> arrival(socket.id()).complete(socket));
        });
    }

    private CompletableFuture<Socket> arrival(String id) {
        return arrivals.computeIfAbsent(id, expected -> new CompletableFuture<>());
    }

    /** A client in the main namespace, and its socket. */
    record Guest(WireClient client, Socket socket) {
        /** Calls something on the event loop of the socket, and gives its result. */
        <R> R on(Function<Socket, R> call) {
            return Instances.await(socket.namespace().io().call(() -> Future.succeededFuture(call.apply(socket))));
        }

        void run(Consumer<Socket> call) {
            on(there -> {
                call.accept(there);
                return null;
            });
        }

        String id() {
            return client.id();
        }

        SocketIo instance() {
            return socket.namespace().io();
        }
    }

    Guest arrive() {
        return arrive(Wire.WEBSOCKET);
    }

    Guest arrive(Wire wire) {
        return arrive(WireClient.connected(server.port(), wire));
    }

    Guest arrive(WireClient client) {
        try {
            Guest guest = new Guest(client, arrival(client.id()).get(WAIT_SECONDS, TimeUnit.SECONDS));
            guests.add(guest);
            return guest;
        } catch (Exception failure) {
            throw new AssertionError("the socket has not come", failure);
        }
    }

    /** One guest on each instance, in the order of the instances. */
    List<Guest> arriveEverywhere() {
        Guest[] there = new Guest[server.count()];
        for (int missing = there.length; missing > 0; ) {
            Guest guest = arrive();
            int place = instanceOf(guest);
            if (there[place] == null) {
                there[place] = guest;
                missing--;
            } else {
                guests.remove(guest);
                guest.client().close();
                leaves(guest);
            }
        }
        return List.of(there);
    }

    private int instanceOf(Guest guest) {
        for (int i = 0; i < server.count(); i++) {
            if (server.<SocketIo>on(i, io -> io) == guest.instance()) {
                return i;
            }
        }
        throw new AssertionError("on none of the instances");
    }

    private static void leaves(Guest guest) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        guest.run(socket -> {
            if (socket.isConnected()) {
                socket.onDisconnect(reason -> gone.complete(null));
            } else {
                gone.complete(null);
            }
        });
        gone.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    Instances<SocketIo> server() {
        return server;
    }

    /** What handlers have thrown. */
    Queue<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() {
        guests.forEach(guest -> guest.client().close());
        server.close();
    }
}
