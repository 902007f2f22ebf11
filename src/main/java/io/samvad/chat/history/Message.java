package io.samvad.chat.history;

import io.vertx.core.json.JsonArray;
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

    private static final String MENTIONS = "mentions";

    /** Takes a copy of the list. */
    public Message {
        reactions = List.copyOf(reactions);
    }

    /** Whom it mentions, by identity. */
    public List<String> mentions() {
        return mentions(extra);
    }

    static List<String> mentions(JsonObject extra) {
        return extra != null && extra.getValue(MENTIONS) instanceof JsonArray people
                ? people.stream().map(Object::toString).toList()
                : List.of();
    }

    /** What the application keeps with it, once others are mentioned; null for nothing. */
    JsonObject extraWith(List<String> mentioned) {
        JsonObject kept = extra == null ? new JsonObject() : extra.copy();
        kept.remove(MENTIONS);
        if (!mentioned.isEmpty()) {
            kept.put(MENTIONS, new JsonArray(mentioned));
        }
        return kept.isEmpty() ? null : kept;
    }

    Message with(List<Reaction> given) {
        return new Message(room, seq, author, at, text, extra, editedAt, deleted, given);
    }
}
