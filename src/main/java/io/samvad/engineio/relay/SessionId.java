package io.samvad.engineio.relay;

import io.samvad.link.RandomId;

/**
 * Ids of sessions: {@code owner + own}, characters of the base64url alphabet. The first {@value #OWNER_LENGTH} name the loop
 * that owns the session; the others are random, or of the application.
 */
public final class SessionId {
    static final int OWNER_LENGTH = 8;

    /** Fewest characters behind the owner: fewer could be found by trying. */
    public static final int OWN_MIN = 16;

    /** Most characters behind the owner. */
    public static final int OWN_MAX = 64;

    private final RandomId random = new RandomId();
    private final String owner = random.next().substring(0, OWNER_LENGTH);

    /** The owner part of the ids made here. */
    public String owner() {
        return owner;
    }

    /** A new id. */
    public String next() {
        return owner + random.next();
    }

    /**
     * An id with an end that the application has made.
     *
     * @throws IllegalArgumentException unless it has {@value #OWN_MIN} to {@value #OWN_MAX} characters of the alphabet
     */
    public String of(String own) {
        String id = owner + own;
        if (own == null || ownerOf(id) == null) {
            throw new IllegalArgumentException("a session id was generated that is not of " + OWN_MIN + " to " + OWN_MAX
                    + " letters, digits, '-' and '_'");
        }
        return id;
    }

    /** The owner that an id names, or null if it cannot be one of ours. */
    public static String ownerOf(String id) {
        int length = id.length();
        if (length < OWNER_LENGTH + OWN_MIN || length > OWNER_LENGTH + OWN_MAX) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            boolean known =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!known) {
                return null;
            }
        }
        return id.substring(0, OWNER_LENGTH);
    }
}
