package io.samvad.chat;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Sets of names of rooms that do not change. Most are of the lobby alone, and all of these are one object. */
final class RoomSets {
    private static final Set<String> LOBBY = Set.of(ChatApp.LOBBY);

    private RoomSets() {}

    static Set<String> of(Collection<String> rooms) {
        return rooms.size() == 1 && rooms.contains(ChatApp.LOBBY) ? LOBBY : Set.copyOf(rooms);
    }

    static Set<String> with(Set<String> rooms, String room) {
        Set<String> more = new HashSet<>(rooms);
        more.add(room);
        return of(more);
    }

    static Set<String> without(Set<String> rooms, String room) {
        Set<String> less = new HashSet<>(rooms);
        less.remove(room);
        return of(less);
    }
}
