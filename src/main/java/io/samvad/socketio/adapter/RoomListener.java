package io.samvad.socketio.adapter;

/**
 * Told of what happens to the rooms of one namespace on this loop. Each socket's own room, which has its id as name, counts.
 */
public interface RoomListener {
    /** A room has its first member on this loop. */
    void created(String room);

    /** A room has lost its last member on this loop. */
    void deleted(String room);

    /**
     * A socket is in a room.
     *
     * @param id of the socket
     */
    void joined(String room, String id);

    /**
     * A socket is no longer in a room.
     *
     * @param id of the socket
     */
    void left(String room, String id);
}
