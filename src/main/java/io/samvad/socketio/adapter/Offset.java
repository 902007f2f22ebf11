package io.samvad.socketio.adapter;

/**
 * The name of a packet that can be recovered, given by the loop where it was emitted.
 *
 * @param loop the loop
 * @param number counts the packets of that loop, from 1; those for all loops and those for one apart
 * @param shared whether all loops get the packet
 */
record Offset(String loop, long number, boolean shared) {
    private static final int LOOP_LENGTH = 8;

    /** As the client sees it, the last argument of its event. */
    String text() {
        return loop.substring(0, LOOP_LENGTH) + (shared ? '-' : '.') + Long.toString(number, Character.MAX_RADIX);
    }
}
