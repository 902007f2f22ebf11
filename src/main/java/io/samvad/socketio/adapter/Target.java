package io.samvad.socketio.adapter;

import java.util.Set;

/**
 * Whom a broadcast is for, and how.
 *
 * @param rooms sockets in any of these, or all sockets of the namespace if empty
 * @param except but none that is in one of these
 * @param local only sockets of this event loop
 * @param isVolatile only sockets to which it would leave at once
 */
public record Target(Set<String> rooms, Set<String> except, boolean local, boolean isVolatile) {
    /** All sockets of the namespace. */
    public static final Target EVERYBODY = new Target(Set.of(), Set.of(), false, false);
}
