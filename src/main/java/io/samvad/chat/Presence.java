package io.samvad.chat;

import io.samvad.socketio.SocketIo;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Who is there, on all instances: tells the sockets of this one, in few words however many come and go, and the other
 * instances, by {@link Neighbours}. A person stays for a moment after their last socket here has gone, so that to load a page
 * anew is no event. Whoever lets sockets in and out says so here.
 */
final class Presence {
    static final String PRESENCE = "presence";
    /** Names in an answer, at most. */
    static final int MAX_LISTED = 1_000;

    private static final String BETWEEN = "chat presence";
    /** A room is told of changes the less often the more are in it: at most so many events a second and instance. */
    private static final int EVENTS_PER_MILLI = 4;

    private static final long MAX_GAP = 5_000;

    /**
     * When things happen, in milliseconds.
     *
     * @param tick how often it is looked what there is to do
     * @param gap between two events of a room at least
     * @param grace how long people stay without a socket
     * @param lease how long an instance may be silent; it speaks three times as often
     */
    record Pace(long tick, long gap, long grace, long lease) {
        static final Pace USUAL = new Pace(100, 250, 5_000, 15_000);
    }

    private final SocketIo io;
    private final Pace pace;
    private final LongSupplier clock;
    private final String self = UUID.randomUUID().toString();
    private final Roster roster = new Roster();
    private final Share here = new Share(roster);
    private final Neighbours neighbours;
    private final Map<String, Local> locals = new HashMap<>();
    private final ArrayDeque<Leaving> leaving = new ArrayDeque<>();
    /** How many people and guests of this instance are in a room: nobody else needs to be told here. */
    private final Map<String, Integer> audience = new HashMap<>();
    /** Rooms and when they were last told something; only as long as that matters. */
    private final Map<String, Long> toldAt = new HashMap<>();

    private final Set<String> changedPeople = new LinkedHashSet<>();
    private final Set<String> changedGuests = new LinkedHashSet<>();
    private long number;
    private long saidAt;
    private boolean listWanted;
    private boolean closed;

    /** Somebody with sockets on this instance. */
    private static final class Local {
        private Nick nick = Nick.UNKNOWN;
        private int sockets;
        private long gone;
    }

    private record Leaving(String person, long gone) {}

    /** @param clock milliseconds that never go back */
    Presence(SocketIo io, Pace pace, LongSupplier clock) {
        this.io = io;
        this.pace = pace;
        this.clock = clock;
        this.saidAt = clock.getAsLong();
        this.neighbours = new Neighbours(roster, this::ask, pace.lease(), pace.grace());
    }

    static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Begins to listen and to tell, until the server closes. */
    Presence install() {
        io.onServerSide(BETWEEN, (args, ack) -> receive(args.object(0)));
        long timer = io.vertx().setPeriodic(pace.tick(), again -> tick());
        io.ready().onSuccess(reachable -> ask("*"));
        io.onClose(closing -> {
            io.vertx().cancelTimer(timer);
            closed = true;
            io.serverSideEmit(BETWEEN, Neighbours.sign(self, number).put(Neighbours.BYE, true));
        });
        return this;
    }

    // ---------------------------------------------------------------- who comes and goes here

    /** A socket of a person has come. */
    void arrived(String person, Nick nick) {
        Local local = locals.computeIfAbsent(person, first -> new Local());
        local.gone = 0;
        count(person, local, 1);
        named(person, nick);
    }

    /** A socket of a person has gone. */
    void gone(String person) {
        Local local = locals.get(person);
        if (closed || local == null) {
            return;
        }
        count(person, local, -1);
        if (local.sockets > 0) {
            return;
        }
        local.gone = clock.getAsLong();
        leaving.add(new Leaving(person, local.gone));
    }

    private void count(String person, Local local, int more) {
        local.sockets += more;
        here.setSockets(person, local.sockets);
        if (!here.rooms(person).isEmpty()) {
            changedPeople.add(person);
        }
    }

    /** How many sockets a person has on the other instances, as far as they have told. */
    int socketsElsewhere(String person) {
        return neighbours.sockets(person);
    }

    /** A person, of whom a socket is here, is in a room. */
    void enters(String person, String room) {
        Local local = locals.get(person);
        Set<String> before = here.rooms(person);
        if (local != null && !before.contains(room)) {
            set(person, RoomSets.with(before, room));
            roster.name(person, local.nick);
        }
    }

    /** A person has left a room; to be said on each instance, as some may wait for the person to come back. */
    void leaves(String person, String room) {
        if (here.rooms(person).contains(room)) {
            set(person, RoomSets.without(here.rooms(person), room));
        }
    }

    /** A person has this nickname now; to be said at least where the person got it. */
    void named(String person, Nick nick) {
        Local local = locals.get(person);
        if (local == null || !nick.isNewerThan(local.nick)) {
            return;
        }
        local.nick = nick;
        roster.name(person, nick);
        if (!here.rooms(person).isEmpty()) {
            changedPeople.add(person);
        }
    }

    /** A socket without a person is in a room. */
    void guestEnters(String room) {
        addGuests(room, 1);
    }

    /** A socket without a person has left a room, or has gone. */
    void guestLeaves(String room) {
        if (!closed && here.guests(room) > 0) {
            addGuests(room, -1);
        }
    }

    private void set(String person, Set<String> rooms) {
        Set<String> before = here.rooms(person);
        for (String room : rooms) {
            if (!before.contains(room)) {
                addAudience(room, 1);
            }
        }
        for (String room : before) {
            if (!rooms.contains(room)) {
                addAudience(room, -1);
            }
        }
        here.set(person, rooms);
        changedPeople.add(person);
    }

    private void addGuests(String room, int more) {
        here.setGuests(room, here.guests(room) + more);
        changedGuests.add(room);
        addAudience(room, more);
    }

    private void addAudience(String room, int more) {
        audience.merge(room, more, (known, added) -> known + added <= 0 ? null : known + added);
    }

    // ---------------------------------------------------------------- who is there

    /** How many people are in a room. */
    int count(String room) {
        return roster.count(room);
    }

    /** How many on this instance are in a room: people and guests. */
    int audience(String room) {
        return audience.getOrDefault(room, 0);
    }

    /**
     * How long a room is to be left in peace after it was told something: the longer, the more there are to be told.
     *
     * @param least milliseconds in a small room
     */
    long gap(String room, long least) {
        return Math.min(MAX_GAP, Math.max(least, audience(room) / EVENTS_PER_MILLI));
    }

    /** The nickname of somebody who is in any room; null if there is none. */
    String nick(String person) {
        return roster.nick(person).name();
    }

    /** The answer of who is in a room: so many names as fit, and the numbers of all. */
    JsonObject people(String room) {
        return new JsonObject()
                .put("room", room)
                .put("people", roster.people(room, MAX_LISTED))
                .put("count", roster.count(room))
                .put("guests", roster.guests(room));
    }

    /** How much is kept, for a test that it becomes nothing when all have gone. */
    int size() {
        return roster.size() + locals.size() + leaving.size() + audience.size() + toldAt.size() + neighbours.count();
    }

    // ---------------------------------------------------------------- what is told

    /** Does what is due: lets people go, tells the other instances, and tells the sockets here. */
    void tick() {
        long now = clock.getAsLong();
        letGo(now);
        publish(now);
        neighbours.expire(now);
        for (String room : roster.changed()) {
            tell(room, now);
        }
        toldAt.values().removeIf(told -> now - told >= MAX_GAP);
    }

    private void letGo(long now) {
        while (!leaving.isEmpty() && now - leaving.peek().gone() >= pace.grace()) {
            Leaving next = leaving.poll();
            Local local = locals.get(next.person());
            if (local != null && local.sockets == 0 && local.gone == next.gone()) {
                set(next.person(), Set.of());
                locals.remove(next.person());
            }
        }
    }

    private void tell(String room, long now) {
        boolean heard = audience(room) > 0;
        Long told = toldAt.get(room);
        if (heard && told != null && now - told < gap(room, pace.gap())) {
            return;
        }
        JsonObject change = roster.takeChange(room);
        if (change != null && heard) {
            toldAt.put(room, now);
            io.local().to(room).emit(PRESENCE, change);
        }
    }

    private void publish(long now) {
        if (!changedPeople.isEmpty() || !changedGuests.isEmpty()) {
            JsonObject guests = new JsonObject();
            changedGuests.forEach(room -> guests.put(room, here.guests(room)));
            for (JsonObject batch :
                    Neighbours.batches(changedPeople.stream().map(here::entry).toList(), guests)) {
                number++;
                say(batch.mergeIn(Neighbours.sign(self, number)), now);
            }
            changedPeople.clear();
            changedGuests.clear();
        }
        if (listWanted) {
            publishList(now);
        } else if (now - saidAt >= pace.lease() / 3) {
            say(Neighbours.sign(self, number), now);
        }
    }

    private void publishList(long now) {
        listWanted = false;
        JsonObject guests = new JsonObject();
        here.guests().forEach(guests::put);
        List<JsonObject> parts =
                Neighbours.batches(here.people().stream().map(here::entry).toList(), guests);
        for (int part = 0; part < parts.size(); part++) {
            say(
                    parts.get(part)
                            .mergeIn(Neighbours.sign(self, number))
                            .put(Neighbours.PART, part)
                            .put(Neighbours.PARTS, parts.size()),
                    now);
        }
    }

    private void say(JsonObject message, long now) {
        saidAt = now;
        io.serverSideEmit(BETWEEN, message);
    }

    // ---------------------------------------------------------------- what other instances say

    private void ask(String whom) {
        io.serverSideEmit(BETWEEN, new JsonObject().put(Neighbours.FROM, self).put(Neighbours.WANTED, whom));
    }

    private void receive(JsonObject said) {
        if (!said.containsKey(Neighbours.WANTED)) {
            neighbours.receive(said, clock.getAsLong());
        } else if (List.of("*", self).contains(said.getString(Neighbours.WANTED))) {
            listWanted = true;
        }
    }
}
