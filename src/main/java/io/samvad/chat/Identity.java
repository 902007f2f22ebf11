package io.samvad.chat;

import io.samvad.socketio.ConnectError;
import io.samvad.socketio.Socket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** Who somebody is: whoever has the key. The key itself is neither kept nor shown. */
final class Identity {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{22,200}");
    private static final int ID_BYTES = 16;
    /** What a public id is, as a regular expression. */
    static final String ID = "[A-Za-z0-9_-]{22}";

    private Identity() {}

    /**
     * The public id that belongs to the key of a socket; null for a guest, who has none.
     *
     * @throws ConnectError when that is no key
     */
    static String of(Socket socket) throws ConnectError {
        Object key = socket.handshake().auth("key");
        if (key == null) {
            return null;
        }
        if (!(key instanceof String text) || !KEY.matcher(text).matches()) {
            throw refused(Refusal.invalid("a key has 22 to 200 of the characters A-Z a-z 0-9 _ -"));
        }
        return id(text);
    }

    static ConnectError refused(Refusal refusal) {
        JsonObject error = refusal.toJson().getJsonObject("error");
        return new ConnectError(refusal.message(), error);
    }

    static String id(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
