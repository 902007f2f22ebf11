package io.samvad.engineio.relay;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Ids of sessions: {@code owner + random}, {@value #LENGTH} characters of the base64url alphabet. The first
 * {@value #OWNER_LENGTH} name the loop that owns the session, the others are 120 bits from {@link SecureRandom}.
 */
public final class SessionId {
    static final int OWNER_LENGTH = 8;
    static final int LENGTH = 28;

    private static final int OWNER_BYTES = 6;
    private static final int RANDOM_BYTES = 15;
    /** Random bytes are drawn in blocks: the generator has a fixed cost for each call. */
    private static final int BLOCK_BYTES = RANDOM_BYTES * 256;

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] own = new byte[RANDOM_BYTES];
    private final String owner;
    private int used = BLOCK_BYTES;

    /** A new owner. Used by one loop only. */
    public SessionId() {
        byte[] bytes = new byte[OWNER_BYTES];
        random.nextBytes(bytes);
        owner = BASE64URL.encodeToString(bytes);
    }

    /** The owner part of the ids made here. */
    public String owner() {
        return owner;
    }

    /** A new id. */
    public String next() {
        if (used == BLOCK_BYTES) {
            random.nextBytes(block);
            used = 0;
        }
        System.arraycopy(block, used, own, 0, RANDOM_BYTES);
        used += RANDOM_BYTES;
        return owner + BASE64URL.encodeToString(own);
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
