package io.samvad.chat.history;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * A room that is to be created.
 *
 * @param name unique
 * @param kind who may come in
 * @param topic empty for none
 * @param members of a direct room, by identity
 */
public record RoomDraft(String name, Room.Kind kind, String topic, Set<String> members) {
    /** Longest name and topic, in characters. */
    public static final int MAX_LENGTH = 1_000;

    /** @throws IllegalArgumentException when the name is empty, or something is too long for every store */
    public RoomDraft {
        Limits.storable(topic, "topic");
        if (Limits.storable(name, "name").isEmpty() || name.length() > MAX_LENGTH || topic.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("name has 1 to " + MAX_LENGTH + " characters, topic not more");
        }
        if (members.isEmpty() != (kind == Room.Kind.PUBLIC)) {
            throw new IllegalArgumentException("direct rooms have members, and only they");
        }
        members = Set.copyOf(members);
    }

    /** A room for everybody. */
    public static RoomDraft open(String name, String topic) {
        return new RoomDraft(name, Room.Kind.PUBLIC, topic, Set.of());
    }

    /** The one room of these people, by identity; its name is the same in whatever order they are given. */
    public static RoomDraft direct(String... people) {
        TreeSet<String> members = new TreeSet<>(Arrays.asList(people));
        return new RoomDraft("@" + String.join("@", members), Room.Kind.DIRECT, "", members);
    }
}
