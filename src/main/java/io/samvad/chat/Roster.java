package io.samvad.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in which room, over all instances. A person who is on several instances is one, and has gone when the last of them
 * has let go. What was told of a room is remembered as long as it differs from what is, so that whoever came and went in
 * between is not spoken of.
 */
final class Roster {
    /** Names in one event, at most, of those who came and of those who went; the counts are always of all. */
    static final int MAX_NAMED = 50;

    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, Somebody> people = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

    /** Somebody who is in at least one room. */
    private static final class Somebody {
        private final String person;
        /** By room on how many instances; a map that does not change, as most are in one room on one. */
        private Map<Room, Integer> instances = Map.of();

        private Nick nick = Nick.UNKNOWN;

        private Somebody(String person) {
            this.person = person;
        }

        /** One instance more or less has them in that room; on how many they are then. */
        private int count(Room room, int more) {
            int now = instances.getOrDefault(room, 0) + more;
            Map<Room, Integer> changed = new HashMap<>(instances);
            if (now > 0) {
                changed.put(room, now);
            } else {
                changed.remove(room);
            }
            instances = Map.copyOf(changed);
            return now;
        }

        private JsonObject toJson() {
            return Wire.person(person, nick.name());
        }
    }

    private static final class Room {
        private final String name;
        private final Map<String, Somebody> people = new LinkedHashMap<>();
        /** By person what was last told: their nickname in an array of one, as it may be null, or nothing of who was not there. */
        private final Map<String, Optional<String[]>> told = new LinkedHashMap<>();

        private int guests;
        private int toldGuests;

        private Room(String name) {
            this.name = name;
        }

        private void remember(String person, Somebody present) {
            told.putIfAbsent(person, Optional.ofNullable(present).map(known -> new String[] {known.nick.name()}));
        }
    }

    // ---------------------------------------------------------------- changes

    /** One more instance has this person in this room. */
    void add(String room, String person) {
        Room place = rooms.computeIfAbsent(room, Room::new);
        Somebody somebody = people.computeIfAbsent(person, Somebody::new);
        if (somebody.count(place, 1) == 1) {
            place.remember(person, null);
            place.people.put(person, somebody);
            changed.add(room);
        }
    }

    /** One instance less has this person in this room. */
    void remove(String room, String person) {
        Room place = rooms.get(room);
        Somebody somebody = people.get(person);
        if (somebody.count(place, -1) > 0) {
            return;
        }
        place.remember(person, somebody);
        place.people.remove(person);
        changed.add(room);
        if (somebody.instances.isEmpty()) {
            people.remove(person);
        }
    }

    /** Instances have so many more guests in this room, or fewer. */
    void addGuests(String room, int more) {
        if (more != 0) {
            rooms.computeIfAbsent(room, Room::new).guests += more;
            changed.add(room);
        }
    }

    /** A person who is in a room has this nickname; of several that are told the newest counts. */
    void name(String person, Nick nick) {
        Somebody somebody = people.get(person);
        if (somebody == null || !nick.isNewerThan(somebody.nick)) {
            return;
        }
        if (!Objects.equals(nick.name(), somebody.nick.name())) {
            for (Room room : somebody.instances.keySet()) {
                room.remember(person, somebody);
                changed.add(room.name);
            }
        }
        somebody.nick = nick;
    }

    // ---------------------------------------------------------------- what is

    int count(String room) {
        Room place = rooms.get(room);
        return place == null ? 0 : place.people.size();
    }

    int guests(String room) {
        Room place = rooms.get(room);
        return place == null ? 0 : place.guests;
    }

    boolean has(String room, String person) {
        Room place = rooms.get(room);
        return place != null && place.people.containsKey(person);
    }

    /** The nickname of somebody who is in a room, as far as it was told. */
    Nick nick(String person) {
        Somebody somebody = people.get(person);
        return somebody == null ? Nick.UNKNOWN : somebody.nick;
    }

    /** Those who are in a room, the first of them first. */
    JsonArray people(String room, int limit) {
        JsonArray all = new JsonArray();
        Room place = rooms.get(room);
        if (place != null) {
            place.people.values().stream().limit(limit).map(Somebody::toJson).forEach(all::add);
        }
        return all;
    }

    /** How many rooms and people are known: both are forgotten with the last who is there. */
    int size() {
        return rooms.size() + people.size();
    }

    // ---------------------------------------------------------------- what is to be told

    /** The rooms of which there is something to tell. */
    List<String> changed() {
        return new ArrayList<>(changed);
    }

    /** What is to be told of a room, which is told with that; null when nothing differs. */
    JsonObject takeChange(String room) {
        Room place = rooms.get(room);
        changed.remove(room);
        JsonArray came = new JsonArray();
        JsonArray went = new JsonArray();
        boolean more = false;
        for (Map.Entry<String, Optional<String[]>> before : place.told.entrySet()) {
            Somebody now = place.people.get(before.getKey());
            boolean was = before.getValue().isPresent();
            if (now == null && was) {
                more |= !addUpTo(MAX_NAMED, went, before.getKey());
            } else if (now != null && !(was && Objects.equals(before.getValue().get()[0], now.nick.name()))) {
                more |= !addUpTo(MAX_NAMED, came, now.toJson());
            }
        }
        boolean same = came.isEmpty() && went.isEmpty() && place.guests == place.toldGuests;
        place.told.clear();
        place.toldGuests = place.guests;
        JsonObject change = new JsonObject()
                .put("room", room)
                .put("people", place.people.size())
                .put("guests", place.guests)
                .put("came", came)
                .put("went", went);
        if (place.people.isEmpty() && place.guests == 0) {
            rooms.remove(room);
        }
        if (more) {
            change.put("more", true);
        }
        return same ? null : change;
    }

    private static boolean addUpTo(int most, JsonArray list, Object one) {
        boolean fits = list.size() < most;
        if (fits) {
            list.add(one);
        }
        return fits;
    }
}
