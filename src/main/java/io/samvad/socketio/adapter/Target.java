package io.samvad.socketio.adapter;

import java.util.Set;

/**
 * Whom a broadcast is for, and how.
 *
 * @param rooms sockets in any of these, or all sockets of the namespace if empty
 * @param except but none that is in one of these
 * @param local only sockets of this event loop
 * @param isVolatile only sockets to which it would leave at once
 * @param compress whether it may be compressed on its way to them
 */
public record Target(Set<String> rooms, Set<String> except, boolean local, boolean isVolatile, boolean compress) {
    /** All sockets of the namespace. */
    public static final Target EVERYBODY = of(Set.of(), Set.of());

    /** On all instances, and with the usual modalities. */
    public static Target of(Set<String> rooms, Set<String> except) {
        return new Target(rooms, except, false, false, true);
    }

    /** The same for those in other rooms. */
    public Target withRooms(Set<String> others) {
        return new Target(others, except, local, isVolatile, compress);
    }

    /** The same but for those in other rooms. */
    public Target withExcept(Set<String> others) {
        return new Target(rooms, others, local, isVolatile, compress);
    }

    /** Only for sockets of this event loop. */
    public Target asLocal() {
        return new Target(rooms, except, true, isVolatile, compress);
    }

    /** The same, volatile or not. */
    public Target withVolatile(boolean yes) {
        return new Target(rooms, except, local, yes, compress);
    }

    /** The same, to be compressed or not. */
    public Target withCompress(boolean yes) {
        return new Target(rooms, except, local, isVolatile, yes);
    }
}
