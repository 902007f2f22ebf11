package io.samvad.chat;

import io.samvad.chat.history.Position;
import io.samvad.socketio.Socket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One socket and who is on it. Made by {@link Visitors}, which alone changes it. Most sockets are idle, in the lobby alone, and
 * there are many: what they do not need is not made.
 */
final class Visitor {
    /** What may wait for the welcome. */
    private static final int MAX_WAITING = 100;

    private static final String VERSION = "nick version";
    private static final String PLACES = "places";

    private final Socket socket;
    private final String person;
    private final ChatOptions options;
    /** Whether its socket may be recovered, and so must remember what it was told. */
    private final boolean recovers;

    private Set<String> rooms = Set.of();
    /** The ways on which it is into rooms. */
    private Map<String, CatchUp> ways = Map.of();

    private Nick nick = Nick.UNKNOWN;
    /** What happens once the visitor is welcomed; null from then on. */
    private List<Runnable> waiting = List.of();
    /** What it does, as far as that is limited; null as long as it has done nothing. */
    private Activity activity;

    private static final class Activity {
        private final Allowance messages;
        private final Allowance requests;
        /** Messages that wait for the store. */
        private int pending;
        /** The message before that still looks for who is mentioned, or null. */
        private Future<?> turn;

        private Activity(ChatOptions options) {
            messages = new Allowance(options.getMessagesPerSecond());
            requests = new Allowance(options.getRequestsPerSecond());
        }
    }

    /** @param person the person's public id, or null for a guest */
    Visitor(Socket socket, String person, ChatOptions options, boolean recovers) {
        this.socket = socket;
        this.person = person;
        this.options = options;
        this.recovers = recovers;
    }

    Socket socket() {
        return socket;
    }

    /** The person's public id; null for a guest. */
    String person() {
        return person;
    }

    /** The newest nickname of the person that this visitor was told. */
    Nick nick() {
        return nick;
    }

    void nick(Nick now) {
        nick = now;
        if (person != null && recovers) {
            socket.data().put(VERSION, now.version());
        }
    }

    /** Whether the client was told of an older nickname than this, before its connection was lost. */
    boolean hasMissed(Nick now) {
        return socket.recovered() && socket.data().getLong(VERSION, -1L) < now.version();
    }

    // ---------------------------------------------------------------- rooms

    /** The rooms it is in, as they are now: a set that does not change. */
    Set<String> rooms() {
        return rooms;
    }

    boolean isIn(String room) {
        return rooms.contains(room);
    }

    /** Whether it is on that way into a room. */
    boolean isOn(CatchUp way, String room) {
        return ways.get(room) == way;
    }

    /** @param way by which it comes into the room; null if it is there at once */
    void enter(String room, CatchUp way) {
        rooms = RoomSets.with(rooms, room);
        if (way != null) {
            ways = ways.isEmpty() ? new HashMap<>(4) : ways;
            ways.put(room, way);
        }
    }

    /** Whether it is not in the room yet, but on its way. */
    boolean isOnTheWay(String room) {
        return ways.containsKey(room);
    }

    /** The last entry that it has of a room into which it is on the way; null when it has none. */
    Position last(String room) {
        return ways.get(room).last();
    }

    /** Its session keeps these places, by room. */
    void keep(JsonObject places) {
        socket.data().put(PLACES, places);
    }

    /**
     * The places that its session has kept, by room; they are no longer kept. Null unless it is recovered and its client was
     * welcomed before.
     */
    JsonObject takePlaces() {
        return socket.recovered() && socket.data().remove(PLACES) instanceof JsonObject places ? places : null;
    }

    /** The way into a room has ended there. */
    void arrived(String room) {
        if (!ways.isEmpty()) {
            ways.remove(room);
        }
        if (ways.isEmpty()) {
            ways = Map.of();
        }
    }

    void leave(String room) {
        rooms = RoomSets.without(rooms, room);
        arrived(room);
    }

    // ---------------------------------------------------------------- what it does

    private Activity activity() {
        if (activity == null) {
            activity = new Activity(options);
        }
        return activity;
    }

    /** For messages. */
    Allowance messages() {
        return activity().messages;
    }

    /** For all other requests. */
    Allowance requests() {
        return activity().requests;
    }

    int pending() {
        return activity().pending;
    }

    void addPending(int more) {
        activity().pending += more;
    }

    /** The message before that must be stored first and still waits for something else than the store; or null. */
    Future<?> turn() {
        return activity().turn;
    }

    void turn(Future<?> now) {
        activity().turn = now;
    }

    // ---------------------------------------------------------------- the welcome

    /** Whether its client knows who and where it is. */
    boolean isWelcome() {
        return waiting == null;
    }

    /**
     * Does something now, or else right after the welcome.
     *
     * @return whether it is done or will be; otherwise too much waits
     */
    boolean whenWelcomed(Runnable action) {
        if (waiting == null) {
            action.run();
            return true;
        }
        if (waiting.size() >= MAX_WAITING) {
            return false;
        }
        waiting = waiting.isEmpty() ? new ArrayList<>() : waiting;
        waiting.add(action);
        return true;
    }

    void welcomed() {
        List<Runnable> actions = waiting;
        waiting = null;
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }
}
