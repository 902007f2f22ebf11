package io.samvad.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The people and guests of one instance, which it adds to the roster and takes away again. */
final class Share {
    /** Where an entry has the number of sockets, which instances of older programs do not tell. */
    private static final int SOCKETS = 4;

    private final Roster roster;
    private final Map<String, Set<String>> rooms = new LinkedHashMap<>();
    private final Map<String, Integer> guests = new HashMap<>();
    /** How many sockets the people have there; of another instance, as it told. */
    private final Map<String, Integer> sockets = new HashMap<>();

    Share(Roster roster) {
        this.roster = roster;
    }

    /** The people in it. */
    Set<String> people() {
        return rooms.keySet();
    }

    /** The rooms of a person. */
    Set<String> rooms(String person) {
        return rooms.getOrDefault(person, Set.of());
    }

    /** How many sockets a person has on this instance. */
    int sockets(String person) {
        return sockets.getOrDefault(person, 0);
    }

    void setSockets(String person, int now) {
        sockets.put(person, now);
    }

    /** The numbers of guests by room. */
    Map<String, Integer> guests() {
        return guests;
    }

    int guests(String room) {
        return guests.getOrDefault(room, 0);
    }

    /** A person is in these rooms and in no other; in none, they have gone. */
    void set(String person, Set<String> now) {
        Set<String> before = rooms(person);
        for (String room : now) {
            if (!before.contains(room)) {
                roster.add(room, person);
            }
        }
        for (String room : before) {
            if (!now.contains(room)) {
                roster.remove(room, person);
            }
        }
        if (now.isEmpty()) {
            rooms.remove(person);
            sockets.remove(person);
        } else {
            rooms.put(person, now);
        }
    }

    /** So many guests are in this room. */
    void setGuests(String room, int now) {
        roster.addGuests(room, now - guests(room));
        if (now == 0) {
            guests.remove(room);
        } else {
            guests.put(room, now);
        }
    }

    /** Nobody is left. */
    void clear() {
        replaceBy(Map.of(), Map.of());
    }

    /** These people and guests are there and nobody else. */
    void replaceBy(Map<String, JsonArray> entries, Map<String, Integer> guestsNow) {
        for (String person : List.copyOf(rooms.keySet())) {
            if (!entries.containsKey(person)) {
                set(person, Set.of());
            }
        }
        entries.values().forEach(this::accept);
        for (String room : List.copyOf(guests.keySet())) {
            if (!guestsNow.containsKey(room)) {
                setGuests(room, 0);
            }
        }
        guestsNow.forEach(this::setGuests);
    }

    // ---------------------------------------------------------------- as instances tell each other

    /** A person as they are now: id, nickname, its version, their rooms, and how many sockets they have here. */
    JsonArray entry(String person) {
        Nick nick = roster.nick(person);
        return new JsonArray()
                .add(person)
                .add(nick.name())
                .add(nick.version())
                .add(new JsonArray(List.copyOf(rooms(person))))
                .add(sockets(person));
    }

    /** A person as another instance tells of them. */
    void accept(JsonArray entry) {
        String person = entry.getString(0);
        Set<String> now = new HashSet<>();
        entry.getJsonArray(3).forEach(room -> now.add((String) room));
        // Before the rooms: who is in none has gone, and nothing is kept.
        setSockets(person, entry.size() > SOCKETS ? entry.getInteger(SOCKETS) : 0);
        set(person, now);
        roster.name(person, new Nick(entry.getString(1), entry.getLong(2)));
    }

    /** Numbers of guests as another instance tells of them. */
    void acceptGuests(JsonObject numbers) {
        numbers.forEach(room -> setGuests(room.getKey(), (Integer) room.getValue()));
    }
}
