package io.samvad.chat.history;

import java.time.Instant;
import java.util.Set;

/**
 * A room and its log.
 *
 * @param name unique
 * @param kind who may come in
 * @param topic empty when there is none
 * @param createdAt when
 * @param members of a direct room, by identity, for ever; empty for a public one
 * @param head the newest entry
 * @param first number of the oldest entry that retention has left; {@code head.seq() + 1} when it left none
 * @param messages how many there are, without deleted ones
 */
public record Room(
        String name,
        Kind kind,
        String topic,
        Instant createdAt,
        Set<String> members,
        Position head,
        long first,
        long messages) {

    /** Who may come in. */
    public enum Kind {
        /** Everybody, and it is listed. */
        PUBLIC,
        /** Its members only. */
        DIRECT
    }

    /** Whether a person may read and write here. */
    public boolean admits(String person) {
        return kind == Kind.PUBLIC || members.contains(person);
    }
}
