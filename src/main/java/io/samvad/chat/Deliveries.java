package io.samvad.chat;

import io.samvad.chat.history.Entry;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.samvad.socketio.SocketIo;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link Delivery} for each room that somebody on this instance is in; none for others. */
final class Deliveries {
    static final String COMMITTED = "chat committed";
    /** Rooms that are asked after with one query. */
    private static final int BATCH = 500;

    private final SocketIo io;
    private final HistoryStore store;
    private final String event;
    private final Map<String, Held> held = new HashMap<>();
    private boolean checking;

    private static final class Held {
        private final Delivery delivery;
        private int visitors;

        private Held(Delivery delivery) {
            this.delivery = delivery;
        }
    }

    Deliveries(SocketIo io, HistoryStore store, String event) {
        this.io = io;
        this.store = store;
        this.event = event;
    }

    /** Somebody is going to be in a room here. */
    Delivery enter(String room) {
        Held one = held.computeIfAbsent(room, name -> new Held(new Delivery(io, store, name, event)));
        one.visitors++;
        if (one.delivery.delivered() == null) {
            one.delivery.readOn();
        }
        return one.delivery;
    }

    /** Somebody who was in a room here is no longer. */
    void leave(String room) {
        Held one = held.get(room);
        if (one != null && --one.visitors == 0) {
            held.remove(room);
        }
    }

    /** The last entry that those in a room here were told; null as long as the store has not told where the log is. */
    Position delivered(String room) {
        Held one = held.get(room);
        return one == null ? null : one.delivery.delivered();
    }

    /** Whether somebody here is in that room. */
    boolean has(String room) {
        return held.containsKey(room);
    }

    /** How many rooms there are. */
    int size() {
        return held.size();
    }

    /** An entry was committed here: for the sockets here, and for the other instances. */
    void committed(String room, Position position, Entry entry) {
        io.serverSideEmit(COMMITTED, Wire.published(room, position, entry));
        Held one = held.get(room);
        if (one != null) {
            one.delivery.offer(position, entry);
        }
    }

    /** An entry was committed elsewhere. */
    void published(JsonObject json) {
        Held one = held.get(json.getString("room"));
        if (one != null) {
            Position position = new Position(json.getString("epoch"), json.getLong("seq"));
            one.delivery.offer(position, Wire.entry(json));
        }
    }

    /** An entry is committed that may have been told to nobody. */
    void heard(String room, Position position) {
        Held one = held.get(room);
        if (one != null) {
            one.delivery.offer(position, null);
        }
    }

    /** The store says that there is no such room: whoever is in it needs it anew. */
    void missing(String room) {
        Held one = held.get(room);
        if (one != null) {
            one.delivery.readOn();
        }
    }

    /** Looks with few queries whether any room goes on further than was told. */
    void check() {
        if (!checking && !held.isEmpty()) {
            checking = true;
            check(new ArrayList<>(held.keySet()), 0);
        }
    }

    private void check(List<String> rooms, int from) {
        if (from >= rooms.size()) {
            checking = false;
            return;
        }
        List<String> some = rooms.subList(from, Math.min(rooms.size(), from + BATCH));
        store.heads(some)
                .onComplete(
                        heads -> {
                            some.forEach(room -> compare(room, heads.get(room)));
                            check(rooms, from + BATCH);
                        },
                        failure -> checking = false);
    }

    private void compare(String room, Position head) {
        Held one = held.get(room);
        if (one != null && (head == null || one.delivery.delivered() == null)) {
            one.delivery.readOn();
        } else if (one != null) {
            one.delivery.offer(head, null);
        }
    }
}
