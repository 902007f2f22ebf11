package io.samvad.socketio;

/**
 * What happened to a room of this instance; see {@link Namespace#onRoomEvent}. A socket's own room, which has its id as name,
 * counts.
 *
 * @param type what happened
 * @param room name of the room
 * @param id of the socket that joined or left, or null
 */
public record RoomEvent(Type type, String room, String id) {

    /** What can happen. */
    public enum Type {
        /** The room has its first member on this instance: {@code create-room}. */
        CREATE,
        /** The room has lost its last member on this instance: {@code delete-room}. */
        DELETE,
        /** A socket joined it: {@code join-room}. */
        JOIN,
        /** A socket left it: {@code leave-room}. */
        LEAVE
    }
}
