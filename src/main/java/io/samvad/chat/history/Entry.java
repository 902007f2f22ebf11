package io.samvad.chat.history;

import java.time.Instant;
import java.util.List;

/**
 * One entry of the log of a room. Whatever changes what a room shows is an entry with a number of its own, so that those
 * who were away learn of edits, deletions and reactions in the same way as of messages: by reading on from where they were.
 *
 * <p>Who applies all entries in order ends with what the room shows. Messages come as they are now, not as they were: a
 * message that was edited since is posted with its new text, and the edit follows with the same.
 */
public sealed interface Entry {
    /** Kinds of entries, for a {@code switch}. */
    enum Kind {
        /** {@link Posted}. */
        POSTED,
        /** {@link Edited}. */
        EDITED,
        /** {@link Deleted}. */
        DELETED,
        /** {@link Reacted}. */
        REACTED
    }

    /** Its number in the log of its room. */
    long seq();

    /** When it happened. */
    Instant at();

    /** What it is. */
    Kind kind();

    /**
     * A message was written.
     *
     * @param message it, with the number of this entry
     */
    record Posted(Message message) implements Entry {
        @Override
        public long seq() {
            return message.seq();
        }

        @Override
        public Instant at() {
            return message.at();
        }

        @Override
        public Kind kind() {
            return Kind.POSTED;
        }
    }

    /**
     * A message has another text.
     *
     * @param seq number of this entry
     * @param at when
     * @param target number of the message
     * @param text what it says now
     * @param mentions whom it mentions now, by identity
     */
    record Edited(long seq, Instant at, long target, String text, List<String> mentions) implements Entry {
        /** Takes a copy of the list. */
        public Edited {
            mentions = List.copyOf(mentions);
        }

        @Override
        public Kind kind() {
            return Kind.EDITED;
        }
    }

    /**
     * A message was taken back. Also stands for an edit of a message that was taken back or removed since.
     *
     * @param seq number of this entry
     * @param at when
     * @param target number of the message
     */
    record Deleted(long seq, Instant at, long target) implements Entry {
        @Override
        public Kind kind() {
            return Kind.DELETED;
        }
    }

    /**
     * Somebody reacted to a message, or no longer does. People are a set: to add somebody twice is to add them once.
     *
     * @param seq number of this entry
     * @param at when
     * @param target number of the message
     * @param who who
     * @param symbol with what
     * @param added whether the reaction came or went
     */
    record Reacted(long seq, Instant at, long target, Author who, String symbol, boolean added) implements Entry {
        @Override
        public Kind kind() {
            return Kind.REACTED;
        }
    }
}
