package io.samvad.chat.history;

/**
 * A person in a room, for as long as they do not leave: also while they are offline.
 *
 * @param room the room
 * @param read number of the last entry that the person has read
 * @param unread how many messages of others follow, counted up to {@link #MAX_UNREAD}
 * @param mentions in how many messages behind that the person is mentioned, counted up to {@link #MAX_UNREAD}
 */
public record Membership(Room room, long read, int unread, int mentions) {
    /** Nobody counts further. */
    public static final int MAX_UNREAD = 100;
}
