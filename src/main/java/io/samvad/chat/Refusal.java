package io.samvad.chat;

import io.samvad.chat.history.StoreException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Why something was not done, as its sender is told.
 *
 * @param code for programs, in lower case
 * @param message for people
 * @param retryAfter milliseconds after which the same may succeed; 0 when it never will
 */
record Refusal(String code, String message, long retryAfter) {
    private static final long SOON = 1_000;

    static Refusal invalid(String message) {
        return new Refusal("invalid", message, 0);
    }

    static Refusal busy(String message) {
        return new Refusal("busy", message, SOON);
    }

    static Refusal tooFast(long wait) {
        return new Refusal("too_fast", "too many messages in a short time", wait);
    }

    /** Whatever came instead of an answer of the store; what is unknown may have been done. */
    static Refusal of(Throwable failure) {
        if (!(failure instanceof StoreException refused)) {
            return new Refusal("unavailable", "the history does not answer", SOON);
        }
        // The room is opened again by whoever notices that it is gone.
        boolean passing = refused.passing() || refused.code() == StoreException.Code.NOT_FOUND;
        String code = passing && !refused.passing()
                ? "unavailable"
                : refused.code().name().toLowerCase(Locale.ROOT);
        return new Refusal(code, refused.getMessage(), passing ? SOON : 0);
    }

    JsonObject toJson() {
        JsonObject error = new JsonObject().put("code", code).put("message", message);
        if (retryAfter > 0) {
            error.put("retryAfter", retryAfter);
        }
        return new JsonObject().put("error", error);
    }
}
