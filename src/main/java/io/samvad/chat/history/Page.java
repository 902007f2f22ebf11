package io.samvad.chat.history;

import java.util.List;

/**
 * A part of the messages of a room, as they were when {@code head} was the newest entry: who goes on from {@code head} misses
 * nothing.
 *
 * @param head the newest entry of the room
 * @param messages in order, deleted ones included
 * @param more whether there are older ones
 * @param removed whether there were older ones that retention has removed, and there are no others
 */
public record Page(Position head, List<Message> messages, boolean more, boolean removed) {}
