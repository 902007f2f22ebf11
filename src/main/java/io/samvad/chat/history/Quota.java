package io.samvad.chat.history;

import java.time.Duration;

/**
 * How often a person may do what is rarely done, on all nodes together. What is used up comes back steadily.
 *
 * @param many so many times at once
 * @param within in which time all of them come back
 */
public record Quota(int many, Duration within) {
    /** No limit. */
    public static final Quota NONE = new Quota(0, Duration.ZERO);
}
