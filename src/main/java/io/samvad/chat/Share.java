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
    private final Map<String, Present> people = new LinkedHashMap<>();
    private final Map<String, Integer> guests = new HashMap<>();

    /** Somebody on the instance. */
    private static final class Present {
        private Set<String> rooms = Set.of();
        private int sockets;
    }

    Share(Roster roster) {
        this.roster = roster;
    }

    /** The people in it. */
    Set<String> people() {
        return people.keySet();
    }

    /** The rooms of a person. */
    Set<String> rooms(String person) {
        Present present = people.get(person);
        return present == null ? Set.of() : present.rooms;
    }

    /** How many sockets a person has on this instance; of another instance, as it told. */
    int sockets(String person) {
        Present present = people.get(person);
        return present == null ? 0 : present.sockets;
    }

    void setSockets(String person, int now) {
        present(person).sockets = now;
    }

    private Present present(String person) {
        return people.computeIfAbsent(person, first -> new Present());
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
            people.remove(person);
        } else {
            present(person).rooms = now;
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
        for (String person : List.copyOf(people.keySet())) {
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
        Set<String> named = new HashSet<>();
        entry.getJsonArray(3).forEach(room -> named.add((String) room));
        // Before the rooms: who is in none has gone, and nothing is kept.
        setSockets(person, entry.size() > SOCKETS ? entry.getInteger(SOCKETS) : 0);
        set(person, RoomSets.of(named));
        roster.name(person, new Nick(entry.getString(1), entry.getLong(2)));
    }

    /** Numbers of guests as another instance tells of them. */
    void acceptGuests(JsonObject numbers) {
        numbers.forEach(room -> setGuests(room.getKey(), (Integer) room.getValue()));
    }
}
