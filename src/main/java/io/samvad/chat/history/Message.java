package io.samvad.chat.history;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * A message as it is now: with its last text and its reactions.
 *
 * @param room name of the room
 * @param seq its number in the log of the room
 * @param author who wrote it
 * @param at when
 * @param text what is said; empty once deleted
 * @param extra what the application keeps with it, or null
 * @param editedAt when it was last edited, or null
 * @param deleted whether its author took it back
 * @param reactions by symbol, the oldest first
 */
public record Message(
        String room,
        long seq,
        Author author,
        Instant at,
        String text,
        JsonObject extra,
        Instant editedAt,
        boolean deleted,
        List<Reaction> reactions) {

    /** Takes a copy of the list. */
    public Message {
        reactions = List.copyOf(reactions);
    }

    Message with(List<Reaction> given) {
        return new Message(room, seq, author, at, text, extra, editedAt, deleted, given);
    }
}
