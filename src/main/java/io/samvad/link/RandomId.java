package io.samvad.link;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that nobody can guess: 120 bits from {@link SecureRandom}, 20 characters of base64url. For one loop only. */
public final class RandomId {
    /** Characters of an id. */
    public static final int LENGTH = 20;

    private static final int BYTES = 15;
    /** Random bytes are drawn in blocks: the generator has a fixed cost for each call. */
    private static final int BLOCK_BYTES = BYTES * 256;

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] own = new byte[BYTES];
    private int used = BLOCK_BYTES;

    /** A new id. */
    public String next() {
        if (used == BLOCK_BYTES) {
            random.nextBytes(block);
            used = 0;
        }
        System.arraycopy(block, used, own, 0, BYTES);
        used += BYTES;
        return BASE64URL.encodeToString(own);
    }
}
