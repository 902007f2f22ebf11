package io.samvad.chat;

import io.samvad.chat.history.StoreException;
import io.vertx.core.Future;
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

    static Refusal unavailable(String message) {
        return new Refusal("unavailable", message, SOON);
    }

    static Refusal notFound(String message) {
        return new Refusal("not_found", message, 0);
    }

    static Refusal tooFast(String what, long wait) {
        return new Refusal("too_fast", "too many " + what + " in a short time", wait);
    }

    static Refusal identityRequired() {
        return new Refusal("identity_required", "only somebody with a key can do this", 0);
    }

    /** Whatever came instead of an answer; what is unavailable may have been done. */
    static Refusal of(Throwable failure) {
        if (failure instanceof Refused refused) {
            return refused.refusal();
        }
        if (failure instanceof IllegalArgumentException impossible) {
            return invalid(impossible.getMessage());
        }
        if (failure instanceof StoreException refused) {
            String code = refused.code().name().toLowerCase(Locale.ROOT);
            long soon = refused.passing() ? SOON : 0;
            return new Refusal(code, refused.getMessage(), Math.max(soon, refused.retryAfter()));
        }
        return unavailable("the history does not answer");
    }

    /** The same as a failure. */
    Refused asFailure() {
        return new Refused(this);
    }

    <T> Future<T> failed() {
        return Future.failedFuture(asFailure());
    }

    JsonObject toJson() {
        JsonObject error = new JsonObject().put("code", code).put("message", message);
        if (retryAfter > 0) {
            error.put("retryAfter", retryAfter);
        }
        return new JsonObject().put("error", error);
    }
}
