package io.samvad.engineio.relay;

import io.samvad.link.RandomId;

/**
 * Ids of sessions: {@code owner + random}, {@value #LENGTH} characters of the base64url alphabet. The first
 * {@value #OWNER_LENGTH} name the loop that owns the session.
 */
public final class SessionId {
    static final int OWNER_LENGTH = 8;
    static final int LENGTH = OWNER_LENGTH + RandomId.LENGTH;

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

    /** The owner that an id names, or null if it cannot be one of ours. */
    public static String ownerOf(String id) {
        if (id.length() != LENGTH) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
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
