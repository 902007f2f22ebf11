package io.samvad.chat.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A message that is to be appended.
 *
 * @param room name of the room
 * @param author who writes
 * @param clientOffset the client's own id of this message, the same whenever it tries again; null when it has none, and then
 *     every try is a message. Unique per identity, and per room for authors without one.
 * @param text what is said
 * @param extra what the application keeps with it; null for nothing. The identities in its {@code mentions}, a list, are
 *     counted by {@link Membership#mentions}.
 */
public record Draft(String room, Author author, String clientOffset, String text, JsonObject extra) {
    /** Longest {@code clientOffset}, in characters. */
    public static final int MAX_OFFSET_LENGTH = 200;

    /** @throws IllegalArgumentException without room, author or text, or when no store could hold them */
    public Draft {
        if (room == null || author == null) {
            throw new IllegalArgumentException("a message has a room and an author");
        }
        Limits.storable(text, "text");
        if (clientOffset != null) {
            Limits.storable(clientOffset, "clientOffset");
            if (clientOffset.isEmpty() || clientOffset.length() > MAX_OFFSET_LENGTH) {
                throw new IllegalArgumentException("clientOffset has 1 to " + MAX_OFFSET_LENGTH + " characters");
            }
        }
    }

    /** A message without anything beside its text. */
    public Draft(String room, Author author, String clientOffset, String text) {
        this(room, author, clientOffset, text, null);
    }

    /** Who is mentioned, as a JSON array; null for nobody. */
    String mentions() {
        return extra != null && extra.getValue("mentions") instanceof JsonArray people && !people.isEmpty()
                ? people.encode()
                : null;
    }

    /** Within what {@link #clientOffset} is unique; the first letter keeps people and rooms apart. */
    String scope() {
        return author.id() == null ? "r" + room : "p" + author.id();
    }
}
