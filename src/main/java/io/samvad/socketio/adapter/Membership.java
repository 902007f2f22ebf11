package io.samvad.socketio.adapter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which rooms one socket was in at which place of the log. */
final class Membership {
    private static final int MAX_CHANGES = 1024;

    private final Set<String> atStart = new LinkedHashSet<>(4);
    private List<Change> changes = List.of();
    private boolean known = true;

    /** @param position from this place of the log on */
    private record Change(long position, String room, boolean joined) {}

    /**
     * Notes a change.
     *
     * @param position place that the next packet of the log will have
     * @param first place of the oldest packet in the log: what was before is of no interest
     */
    void note(long position, String room, boolean joined, long first) {
        if (changes.isEmpty()) {
            changes = new ArrayList<>(4);
        }
        changes.add(new Change(position, room, joined));
        while (!changes.isEmpty() && changes.get(0).position <= first) {
            apply(atStart, changes.remove(0));
        }
        if (changes.size() > MAX_CHANGES) {
            known = false;
            changes = List.of();
        }
    }

    /** Whether all changes are known: a socket that joins and leaves without end is not worth the memory. */
    boolean isKnown() {
        return known;
    }

    private static void apply(Set<String> rooms, Change change) {
        if (change.joined) {
            rooms.add(change.room);
        } else {
            rooms.remove(change.room);
        }
    }

    /** The rooms of the socket, followed along the log. */
    Walk walk() {
        return new Walk();
    }

    final class Walk {
        private final Set<String> rooms = new LinkedHashSet<>(atStart);
        private int next;

        /** The rooms at a place of the log; places are asked for in order. */
        Set<String> at(long position) {
            while (next < changes.size() && changes.get(next).position <= position) {
                apply(rooms, changes.get(next++));
            }
            return rooms;
        }
    }
}
