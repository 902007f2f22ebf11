package io.samvad.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that somebody has given the password lately, so that the pages need not keep it: {@code end-nonce-seal} in
 * hexadecimal. It is sealed (HMAC-SHA256) with a key that comes from name and password hash, so every instance and every
 * process with the same configuration knows its own, nothing has to be stored or told around, and another password ends all.
 */
final class Sessions {
    private static final long LIFETIME_MS = 24L * 60 * 60 * 1000;
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    Sessions(String username, String passwordHash, LongSupplier clock) {
        this.key = new SecretKeySpec(bytes("samvad admin session\n" + username + "\n" + passwordHash), ALGORITHM);
        this.clock = clock;
    }

    /** A new one. */
    String issue() {
        byte[] nonce = new byte[8];
        RANDOM.nextBytes(nonce);
        String claim = Long.toHexString(clock.getAsLong() + LIFETIME_MS) + "-"
                + HexFormat.of().formatHex(nonce);
        return claim + "-" + seal(claim);
    }

    /**
     * Whether it was issued here or by one of our kind, and has not ended.
     *
     * @param session may be anything, also null
     */
    boolean isValid(Object session) {
        if (!(session instanceof String text) || !text.matches("[0-9a-f]{1,15}-[0-9a-f]{16}-[0-9a-f]{64}")) {
            return false;
        }
        int end = text.lastIndexOf('-');
        boolean ours = MessageDigest.isEqual(bytes(seal(text.substring(0, end))), bytes(text.substring(end + 1)));
        return ours && Long.parseLong(text.substring(0, text.indexOf('-')), 16) > clock.getAsLong();
    }

    private String seal(String claim) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bytes(claim)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM + " is missing, which every Java platform has", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
