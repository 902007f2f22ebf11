package io.samvad.socketio.adapter;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sockets of one namespace on one loop, and the rooms they are in. Every socket is in the room of its id, which costs
 * nothing: it is looked up among the sockets.
 */
final class Rooms {
    private final Map<String, Recipient> members = new LinkedHashMap<>();
    private final Map<String, Collection<Recipient>> rooms = new HashMap<>();
    /** Only of members that have joined a room. */
    private final Map<Recipient, Collection<String>> joined = new IdentityHashMap<>();
    /** Told what happens, or null: mostly nobody listens. */
    private RoomListener listener;

    /**
     * Names who is told of what happens from now on.
     *
     * @param told called when all is in its place again; null for nobody
     */
    void listener(RoomListener told) {
        listener = told;
    }

    void add(Recipient member) {
        members.put(member.id(), member);
        if (listener != null) {
            listener.created(member.id());
            listener.joined(member.id(), member.id());
        }
    }

    /** Takes a socket out of everything. */
    void remove(Recipient member) {
        members.remove(member.id());
        Collection<String> left = joined.remove(member);
        if (left != null) {
            left.forEach(room -> removeFrom(room, member));
        }
        if (listener != null) {
            listener.left(member.id(), member.id());
            listener.deleted(member.id());
        }
    }

    void join(Recipient member, String room) {
        if (!room.equals(member.id()) && members.get(member.id()) == member) {
            Collection<String> before = joined.getOrDefault(member, List.of());
            if (before.contains(room)) {
                return;
            }
            joined.put(member, FewOrMany.with(before, room));
            Collection<Recipient> in = rooms.getOrDefault(room, List.of());
            boolean first = in.isEmpty();
            rooms.put(room, FewOrMany.with(in, member));
            if (listener != null && first) {
                listener.created(room);
            }
            if (listener != null) {
                listener.joined(room, member.id());
            }
        }
    }

    void leave(Recipient member, String room) {
        Collection<String> in = joined.getOrDefault(member, List.of());
        if (in.contains(room)) {
            Collection<String> left = FewOrMany.without(in, room);
            if (left.isEmpty()) {
                joined.remove(member);
            } else {
                joined.put(member, left);
            }
            removeFrom(room, member);
        }
    }

    private void removeFrom(String room, Recipient member) {
        Collection<Recipient> left = FewOrMany.without(rooms.get(room), member);
        boolean last = left.isEmpty();
        if (last) {
            rooms.remove(room);
        } else {
            rooms.put(room, left);
        }
        if (listener != null) {
            listener.left(room, member.id());
        }
        if (listener != null && last) {
            listener.deleted(room);
        }
    }

    /** The rooms of a socket, its own first; a copy. Empty when it is not here. */
    Set<String> of(Recipient member) {
        Set<String> names = new LinkedHashSet<>();
        if (members.get(member.id()) == member) {
            names.add(member.id());
            names.addAll(joined.getOrDefault(member, List.of()));
        }
        return names;
    }

    /** Names of all rooms that were joined, without those of single sockets. */
    Set<String> names() {
        return Collections.unmodifiableSet(rooms.keySet());
    }

    /** The sockets, by id; a view. */
    Map<String, Recipient> members() {
        return Collections.unmodifiableMap(members);
    }

    int memberCount() {
        return members.size();
    }

    /** Gives each socket of the target to the action, once; the action must not change who is where. */
    void forEach(Target target, Consumer<Recipient> action) {
        Collection<Recipient> selected = selected(target.rooms());
        Set<Recipient> excluded = target.except().isEmpty() ? Set.of() : union(target.except());
        if (excluded.isEmpty()) {
            selected.forEach(action);
            return;
        }
        for (Recipient recipient : selected) {
            if (!excluded.contains(recipient)) {
                action.accept(recipient);
            }
        }
    }

    /** Whether a socket is among those of the target. */
    boolean isIn(Target target, Recipient member) {
        return members.get(member.id()) == member
                && (target.rooms().isEmpty() || isInAny(target.rooms(), member))
                && !isInAny(target.except(), member);
    }

    private boolean isInAny(Set<String> names, Recipient member) {
        Collection<String> in = joined.getOrDefault(member, List.of());
        for (String name : names) {
            if (name.equals(member.id()) || in.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private Collection<Recipient> selected(Set<String> names) {
        if (names.isEmpty()) {
            return members.values();
        }
        return names.size() == 1 ? in(names.iterator().next()) : union(names);
    }

    private Set<Recipient> union(Set<String> names) {
        Set<Recipient> all = Collections.newSetFromMap(new IdentityHashMap<>());
        names.forEach(name -> all.addAll(in(name)));
        return all;
    }

    private Collection<Recipient> in(String room) {
        Recipient alone = members.get(room);
        Collection<Recipient> those = rooms.get(room);
        if (alone == null) {
            return those == null ? Set.of() : those;
        }
        if (those == null) {
            return Set.of(alone);
        }
        Set<Recipient> both = new LinkedHashSet<>(those);
        both.add(alone);
        return both;
    }
}
