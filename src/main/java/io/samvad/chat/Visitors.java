package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.samvad.socketio.Socket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** All who are on this instance, and the one place where they come, enter rooms, leave them, and go. */
final class Visitors {
    private static final String PERSON = "person";
    private static final long SOON = 1_000;

    private final Vertx vertx;
    private final HistoryStore store;
    private final ChatOptions options;
    private final Deliveries deliveries;
    private final ToIntFunction<String> elsewhere;
    private final boolean recovers;
    private final Map<String, List<Visitor>> people = new HashMap<>();
    private final List<Visits> hooks = new ArrayList<>();

    /**
     * Nobody is here yet.
     *
     * @param elsewhere how many sockets a person has on other instances, as far as that is known
     * @param recovers whether sockets may be recovered, and then must know who they were
     */
    Visitors(
            Vertx vertx,
            HistoryStore store,
            ChatOptions options,
            Deliveries deliveries,
            ToIntFunction<String> elsewhere,
            boolean recovers) {
        this.vertx = vertx;
        this.recovers = recovers;
        this.store = store;
        this.options = options;
        this.deliveries = deliveries;
        this.elsewhere = elsewhere;
    }

    /** From now on hears of whoever comes and goes. */
    void add(Visits hook) {
        hooks.add(hook);
    }

    /** Lets a socket in or refuses it, before anything else. */
    Future<Void> admit(Socket socket) {
        String person = Identity.of(socket);
        if (person != null && of(person).size() + elsewhere.applyAsInt(person) >= options.getMaxSocketsPerPerson()) {
            Refusal refusal = new Refusal("too_many", "you are here too often already", SOON);
            return Future.failedFuture(Identity.refused(refusal));
        }
        return Future.succeededFuture();
    }

    /** A socket has connected. */
    Visitor make(Socket socket) {
        // A recovered socket may not have been asked by admit, and is who it was.
        String person = socket.recovered() ? socket.data().getString(PERSON) : Identity.of(socket);
        Visitor visitor = new Visitor(socket, person, options, recovers);
        if (person != null) {
            people.merge(person, List.of(visitor), Visitors::both);
            if (recovers) {
                socket.data().put(PERSON, person);
            }
            socket.join(Names.tabs(person));
        }
        return visitor;
    }

    /** The visitors of a person on this instance, as they are now: a list that does not change. */
    List<Visitor> of(String person) {
        return people.getOrDefault(person, List.of());
    }

    private static List<Visitor> both(List<Visitor> some, List<Visitor> others) {
        List<Visitor> both = new ArrayList<>(some);
        both.addAll(others);
        return List.copyOf(both);
    }

    /** How many people are on this instance. */
    int size() {
        return people.size();
    }

    /** It is known who this is; the rooms come next. */
    void arrived(Visitor visitor, Nick nick) {
        visitor.nick(nick);
        hooks.forEach(hook -> hook.arrived(visitor));
    }

    /**
     * Lets a visitor into a room.
     *
     * @param last the last entry that the visitor has, so that what follows is sent; null to send what comes from now on
     */
    void enter(Visitor visitor, String room, Position last) {
        if (visitor.isIn(room) || !visitor.socket().isConnected()) {
            return;
        }
        Delivery delivery = deliveries.enter(room);
        Position delivered = delivery.delivered();
        boolean isThere = delivered != null && (last == null || last.equals(delivered));
        CatchUp way = isThere ? null : new CatchUp(vertx, store, delivery, options, room, visitor, last);
        visitor.enter(room, way);
        visitor.socket().join(way == null ? room : Names.way(room));
        hooks.forEach(hook -> hook.entered(visitor, room));
        if (way != null) {
            way.run();
        }
    }

    /** Takes a visitor out of a room. */
    void leave(Visitor visitor, String room) {
        if (!visitor.isIn(room)) {
            return;
        }
        visitor.leave(room);
        visitor.socket().leave(room);
        visitor.socket().leave(Names.way(room));
        deliveries.leave(room);
        hooks.forEach(hook -> hook.left(visitor, room));
    }

    /** A visitor's person has another nickname; whether that is newer than what was known. */
    boolean rename(Visitor visitor, Nick nick) {
        if (!nick.isNewerThan(visitor.nick())) {
            return false;
        }
        visitor.nick(nick);
        hooks.forEach(hook -> hook.renamed(visitor));
        return true;
    }

    /** A visitor's message is committed. */
    void said(Visitor visitor, String room) {
        hooks.forEach(hook -> hook.said(visitor, room));
    }

    /**
     * A visitor's socket is about to go, and may be recovered: its session keeps its places in the logs. It leaves the rooms, so
     * that the session is told nothing of what is behind those places: other instances are elsewhere in a log, so the socket must
     * be brought from there to where the next one is, as everybody is who comes into a room.
     */
    void goes(Visitor visitor) {
        if (!visitor.isWelcome()) {
            // It is in no room, and its session keeps the places that it came with, if any.
            return;
        }
        JsonObject places = new JsonObject();
        for (String room : visitor.rooms()) {
            Position place = visitor.isOnTheWay(room) ? visitor.last(room) : deliveries.delivered(room);
            if (place != null) {
                places.put(room, Wire.place(place));
            }
            visitor.socket().leave(room);
            visitor.socket().join(Names.way(room));
        }
        visitor.keep(places);
    }

    /** A visitor's socket has gone. */
    void gone(Visitor visitor) {
        hooks.forEach(hook -> hook.gone(visitor));
        visitor.rooms().forEach(deliveries::leave);
        people.computeIfPresent(visitor.person() == null ? "" : visitor.person(), (person, visitors) -> {
            List<Visitor> left =
                    visitors.stream().filter(other -> other != visitor).toList();
            return left.isEmpty() ? null : left;
        });
    }
}
