package io.samvad.chat.history;

import java.util.Optional;

/**
 * Says that something is committed and synced.
 *
 * @param room name of the room that has it
 * @param position where it is in the log; for what was there already, where it was the first time
 * @param entry what is to be told to the room; empty when nothing changed, because it was there already
 */
public record Receipt(String room, Position position, Optional<Entry> entry) {
    /** Whether it was there already, so that there is nothing to deliver. */
    public boolean repeated() {
        return entry.isEmpty();
    }
}
