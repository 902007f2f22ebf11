package io.samvad.chat.history;

import java.util.List;

/**
 * What came after a place in the log.
 *
 * @param head the newest entry of the room when this was read
 * @param reset the place is of another log, or retention has removed entries that follow it: the reader must load the room
 *     anew; there are no entries then
 * @param entries in order, the first right behind the place that was asked for
 */
public record Replay(Position head, boolean reset, List<Entry> entries) {
    /** Whether there are more behind the last of these. */
    public boolean more() {
        return !entries.isEmpty() && entries.get(entries.size() - 1).seq() < head.seq();
    }
}
