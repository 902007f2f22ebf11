package io.samvad.chat;

import io.samvad.socketio.Socket;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One socket and who is on it. Made by {@link Visitors}, which alone changes it. */
final class Visitor {
    /** What may wait for the welcome. */
    private static final int MAX_WAITING = 100;

    private static final String VERSION = "nick version";

    private final Socket socket;
    private final String person;
    private final Allowance messages;
    private final Allowance requests;
    /** The rooms, each with the way into it. */
    private final Map<String, CatchUp> rooms = new HashMap<>(4);

    private Nick nick = Nick.UNKNOWN;
    /** What happens once the visitor is welcomed; null from then on. */
    private List<Runnable> waiting = new ArrayList<>(2);
    /** Messages that wait for the store. */
    private int pending;
    /** The message before that still looks for who is mentioned, or null. */
    private Future<?> turn;

    /** @param person the person's public id, or null for a guest */
    Visitor(Socket socket, String person, ChatOptions options) {
        this.socket = socket;
        this.person = person;
        this.messages = new Allowance(options.getMessagesPerSecond());
        this.requests = new Allowance(options.getRequestsPerSecond());
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
        if (person != null) {
            socket.data().put(VERSION, now.version());
        }
    }

    /** Whether the client was told of an older nickname than this, before its connection was lost. */
    boolean hasMissed(Nick now) {
        return socket.recovered() && socket.data().getLong(VERSION, -1L) < now.version();
    }

    /** The rooms it is in. */
    Set<String> rooms() {
        return rooms.keySet();
    }

    boolean isIn(String room) {
        return rooms.containsKey(room);
    }

    /** Whether it is in a room, and by that way. */
    boolean isIn(String room, CatchUp way) {
        return rooms.get(room) == way;
    }

    void enter(String room, CatchUp way) {
        rooms.put(room, way);
    }

    void leave(String room) {
        rooms.remove(room);
    }

    /** For messages. */
    Allowance messages() {
        return messages;
    }

    /** For all other requests. */
    Allowance requests() {
        return requests;
    }

    int pending() {
        return pending;
    }

    void addPending(int more) {
        pending += more;
    }

    /** The message before that must be stored first and still waits for something else than the store; or null. */
    Future<?> turn() {
        return turn;
    }

    void turn(Future<?> now) {
        turn = now;
    }

    // ---------------------------------------------------------------- the welcome

    /**
     * Does something now, or else right after the welcome.
     *
     * @return whether it is done or will be; otherwise too much waits
     */
    boolean whenWelcomed(Runnable action) {
        if (waiting == null) {
            action.run();
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(action);
        } else {
            return false;
        }
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
