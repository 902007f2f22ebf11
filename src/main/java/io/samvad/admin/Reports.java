package io.samvad.admin;

import io.samvad.socketio.Conn;
import io.samvad.socketio.DisconnectReason;
import io.samvad.socketio.Namespace;
import io.samvad.socketio.RoomEvent;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The development mode: tells the admin namespace, on all instances, of each socket, room and event of this one. It listens
 * only between {@link #start} and {@link #stop}.
 */
final class Reports {
    /** Most characters of one event's arguments that are told. */
    private static final int MAX_EVENT = 2_000;
    /** Most events between two ticks that are told: more nobody can read, and the telling would cost more than the events. */
    private static final int MAX_EVENTS_PER_TICK = 1_000;
    /** Most sockets whose data is looked at each tick. */
    private static final int MAX_COMPARED = 5_000;
    /** Most sockets that a page is given at its beginning: with more the list would not fit a connection's queue. */
    static final int MAX_LISTED = 2_000;

    private final SocketIo io;
    private final Namespace admin;
    private final Map<Socket, SocketTap> taps = new HashMap<>();
    private final Map<Namespace, Handler<RoomEvent>> rooms = new HashMap<>();
    private boolean listening;
    private int events;

    Reports(SocketIo io, Namespace admin) {
        this.io = io;
        this.admin = admin;
        List.copyOf(io.knownNamespaces().values()).forEach(this::meet);
        io.onNewNamespace(this::meet);
    }

    private void meet(Namespace namespace) {
        namespace.prependConnection(this::came);
        if (listening) {
            listen(namespace);
        }
    }

    void start() {
        if (!listening) {
            listening = true;
            io.knownNamespaces().values().forEach(this::listen);
        }
    }

    private void listen(Namespace namespace) {
        Handler<RoomEvent> handler = event -> room(namespace, event);
        rooms.put(namespace, handler);
        namespace.onRoomEvent(handler);
        namespace.sockets().values().forEach(this::tap);
    }

    private void tap(Socket socket) {
        taps.computeIfAbsent(socket, tapped -> SocketTap.open(socket, socket.namespace() != admin, this));
    }

    void stop() {
        listening = false;
        rooms.forEach(Namespace::offRoomEvent);
        rooms.clear();
        taps.values().forEach(SocketTap::close);
        taps.clear();
    }

    /** How many sockets and namespaces are listened to. */
    int tapCount() {
        return taps.size() + rooms.size();
    }

    /** From time to time while listening: data has no events of its own, and namespaces may have gone. */
    void tick() {
        events = 0;
        rooms.keySet().removeIf(namespace -> io.knownNamespaces().get(namespace.name()) != namespace);
        if (taps.size() <= MAX_COMPARED) {
            for (SocketTap tap : new ArrayList<>(taps.values())) {
                JsonObject data = tap.changedData();
                if (data != null) {
                    admin.emit("socket_updated", identity(tap.socket()).put("data", data));
                }
            }
        }
    }

    /** The sockets of this instance, not all if there are very many. */
    JsonArray sockets() {
        JsonArray all = new JsonArray();
        for (Namespace namespace : io.knownNamespaces().values()) {
            namespace.sockets().values().stream()
                    .limit(MAX_LISTED - all.size())
                    .forEach(socket -> all.add(SocketDetails.of(socket)));
        }
        return all;
    }

    // ---------------------------------------------------------------- what is told

    private void came(Socket socket) {
        if (listening) {
            tap(socket);
            admin.emit("socket_connected", SocketDetails.of(socket), now());
        }
    }

    void gone(Socket socket, DisconnectReason reason) {
        taps.remove(socket);
        admin.emit("socket_disconnected", socket.namespace().name(), socket.id(), reason.text(), now());
    }

    void upgraded(Conn conn) {
        if (listening) {
            for (Socket socket : conn.sockets()) {
                admin.emit("socket_updated", identity(socket).put("transport", conn.transport()));
            }
        }
    }

    private void room(Namespace namespace, RoomEvent event) {
        switch (event.type()) {
            case JOIN -> admin.emit("room_joined", namespace.name(), event.room(), event.id(), now());
            case LEAVE -> admin.emit("room_left", namespace.name(), event.room(), event.id(), now());
            case CREATE, DELETE -> {}
        }
    }

    /** @param report {@code event_received} or {@code event_sent} */
    void event(String report, Socket socket, String name, Args args) {
        if (++events <= MAX_EVENTS_PER_TICK) {
            List<Object> values = new ArrayList<>(args.size() + 1);
            values.add(name);
            values.addAll(args.toList());
            admin.emit(report, socket.namespace().name(), socket.id(), Excerpt.of(values, MAX_EVENT), now());
        }
    }

    private static JsonObject identity(Socket socket) {
        return new JsonObject()
                .put("id", socket.id())
                .put("nsp", socket.namespace().name());
    }

    /** In milliseconds, as the dates of JavaScript are. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
