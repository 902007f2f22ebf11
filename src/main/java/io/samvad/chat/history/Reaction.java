package io.samvad.chat.history;

import java.util.List;

/**
 * What several people felt about a message.
 *
 * @param symbol an emoji, usually
 * @param people who, in the order in which they came
 */
public record Reaction(String symbol, List<Author> people) {
    /** Takes a copy of the list. */
    public Reaction {
        people = List.copyOf(people);
    }
}
