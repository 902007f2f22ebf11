package io.samvad.chat.history;

/**
 * Who wrote or did something.
 *
 * @param id identity, the same for all tabs and devices of a person, and safe to show to others; null for a client without
 *     one, which can write but neither edit nor react
 * @param name as it was at that time
 */
public record Author(String id, String name) {
    /** @throws IllegalArgumentException without a name */
    public Author {
        if (name == null) {
            throw new IllegalArgumentException("an author has a name");
        }
    }

    /** Somebody without identity. */
    public static Author anonymous(String name) {
        return new Author(null, name);
    }

    /** Whether this is the same person, whatever the name. */
    public boolean is(Author other) {
        return id != null && id.equals(other.id);
    }
}
