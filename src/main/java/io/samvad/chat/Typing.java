package io.samvad.chat;

import io.samvad.socketio.SocketIo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who is typing in which room, on all instances. Whoever does not say so again is not for long; and a room is told all of it
 * now and then, not each of it.
 */
final class Typing {
    /** How long somebody types who does not say so again. */
    static final long EXPIRY = 6_000;
    /** Milliseconds between two events of a room. */
    static final long GAP = 500;
    /** Names in an event. */
    static final int MAX_NAMED = 10;

    private static final String TYPING = "typing";
    private static final String BETWEEN = "chat typing";
    private static final long TICK = 100;
    /** The other instances are told again when so much is over: well before it expires there. */
    private static final long REPEAT = EXPIRY / 2;
    /** Who else types in a room is not remembered: nobody would be shown so many. */
    private static final int MAX_TYPISTS = 100;

    private final SocketIo io;
    private final Presence presence;
    private final LongSupplier clock;
    private final Map<String, Room> rooms = new HashMap<>();
    /** What the other instances do not know yet: by room and person whether they type. */
    private final Map<String, Map<String, Boolean>> untold = new LinkedHashMap<>();

    private static final class Room {
        private final Map<String, Typist> typists = new LinkedHashMap<>();
        private Set<String> shown = Set.of();
        private long shownAt;
    }

    private static final class Typist {
        private String nick;
        private long until;
        private long toldAt;
    }

    /** @param clock milliseconds that never go back */
    Typing(SocketIo io, Presence presence, LongSupplier clock) {
        this.io = io;
        this.presence = presence;
        this.clock = clock;
    }

    /** Begins to listen and to tell, until the server closes. */
    Typing install() {
        return install(TICK);
    }

    /** @param tick how often it is looked what there is to do */
    Typing install(long tick) {
        io.onServerSide(BETWEEN, (args, ack) -> receive(args.array(0)));
        long timer = io.vertx().setPeriodic(tick, again -> tick());
        io.onClose(closing -> io.vertx().cancelTimer(timer));
        return this;
    }

    /**
     * Somebody on this instance types, or goes on.
     *
     * @param nick nickname, or null
     */
    void begins(String room, String person, String nick) {
        Typist typist = add(room, person, nick);
        long now = clock.getAsLong();
        if (typist != null && now - typist.toldAt >= REPEAT) {
            typist.toldAt = now;
            tellOthers(room, person, true);
        }
    }

    /** Somebody on this instance has stopped, has said what they typed, or has left. */
    void ends(String room, String person) {
        if (remove(room, person)) {
            tellOthers(room, person, false);
        }
    }

    private void tellOthers(String room, String person, boolean types) {
        untold.computeIfAbsent(room, first -> new LinkedHashMap<>()).put(person, types);
    }

    private Typist add(String room, String person, String nick) {
        Room place = rooms.computeIfAbsent(room, first -> new Room());
        if (place.typists.size() >= MAX_TYPISTS && !place.typists.containsKey(person)) {
            return null;
        }
        Typist typist = place.typists.computeIfAbsent(person, first -> new Typist());
        long now = clock.getAsLong();
        if (typist.until == 0) {
            typist.toldAt = now - REPEAT;
        }
        typist.until = now + EXPIRY;
        typist.nick = nick;
        return typist;
    }

    /** As the presence knows it, or, as that may be behind, as it was told with the typing. */
    private String nick(String room, String person) {
        String known = presence.nick(person);
        Room place = rooms.get(room);
        Typist typist = place == null ? null : place.typists.get(person);
        return known != null || typist == null ? known : typist.nick;
    }

    private boolean remove(String room, String person) {
        Room place = rooms.get(room);
        return place != null && place.typists.remove(person) != null;
    }

    /** How much is kept, for a test that it becomes nothing. */
    int size() {
        return rooms.values().stream().mapToInt(room -> 1 + room.typists.size()).sum() + untold.size();
    }

    /** Does what is due: forgets who stopped, and tells the other instances and the sockets here. */
    void tick() {
        long now = clock.getAsLong();
        if (!untold.isEmpty()) {
            JsonArray news = new JsonArray();
            untold.forEach((room, people) -> people.forEach((person, types) ->
                    news.add(new JsonArray().add(room).add(person).add(types).add(nick(room, person)))));
            untold.clear();
            io.serverSideEmit(BETWEEN, news);
        }
        for (Iterator<Map.Entry<String, Room>> each = rooms.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Room> next = each.next();
            Room room = next.getValue();
            room.typists.values().removeIf(typist -> now >= typist.until);
            tell(next.getKey(), room, now);
            if (room.typists.isEmpty() && room.shown.isEmpty() && now - room.shownAt >= GAP) {
                each.remove();
            }
        }
    }

    private void tell(String name, Room room, long now) {
        Set<String> types = new LinkedHashSet<>();
        room.typists.keySet().stream().limit(MAX_NAMED).forEach(types::add);
        boolean tooEarly = room.shownAt > 0 && now - room.shownAt < presence.gap(name, GAP);
        if (types.equals(room.shown) || tooEarly) {
            return;
        }
        room.shown = types;
        room.shownAt = now;
        if (presence.audience(name) > 0) {
            JsonArray people = new JsonArray();
            types.forEach(person -> people.add(Wire.person(person, nick(name, person))));
            JsonObject told = new JsonObject().put("room", name).put("people", people);
            if (people.isEmpty()) {
                io.local().to(name).emit(TYPING, told);
            } else {
                // Whoever misses it gets the next, and at last that nobody types.
                io.local().to(name).asVolatile().emit(TYPING, told);
            }
        }
    }

    private void receive(JsonArray news) {
        for (Object one : news) {
            JsonArray told = (JsonArray) one;
            if (told.getBoolean(2)) {
                add(told.getString(0), told.getString(1), told.getString(3));
            } else {
                remove(told.getString(0), told.getString(1));
            }
        }
    }
}
