package io.samvad.chat;

import io.samvad.chat.history.Person;

/**
 * The nickname of a person at some time. Instances hear of a change at different moments, and some of them late: the version,
 * which the store has counted, tells what is newer.
 *
 * @param name it, or null when there is none
 * @param version how often it has changed
 */
record Nick(String name, long version) {
    /** Of who never had one. */
    static final Nick NONE = new Nick(null, 0);

    /** What is older than all that is known of a person. */
    static final Nick UNKNOWN = new Nick(null, -1);

    static Nick of(Person person) {
        return new Nick(person.name(), person.version());
    }

    boolean isNewerThan(Nick other) {
        return version > other.version;
    }
}
