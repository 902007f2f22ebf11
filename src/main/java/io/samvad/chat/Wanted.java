package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.vertx.core.json.JsonObject;

/**
 * Reads the fields of a request. One that is missing or null is not there; one of another kind is refused by its name, for
 * what would be done without it may be far from what was meant.
 */
final class Wanted {
    /** Above this, a double is no longer one whole number. */
    private static final double MAX_DECIMAL = 0x1p53;

    private Wanted() {}

    /** A text; null when it is not there. */
    static String text(JsonObject wanted, String name) {
        Object value = wanted.getValue(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            throw Refusal.invalid(name + " is text").asFailure();
        }
        if (!HistoryStore.holds(text)) {
            throw Refusal.invalid(name + " has a NUL character, or half of one that takes two")
                    .asFailure();
        }
        return text;
    }

    /** A whole number from 0. */
    static long number(JsonObject wanted, String name, long otherwise) {
        Object value = wanted.getValue(name);
        if (value == null) {
            return otherwise;
        }
        long number = whole(value);
        if (number < 0) {
            throw Refusal.invalid(name + " is a whole number from 0").asFailure();
        }
        return number;
    }

    /** A whole number from 0; -1 for all else, also for what is too large to be one of ours. */
    static long whole(Object value) {
        boolean decimal = value instanceof Double one && one == Math.rint(one) && Math.abs(one) <= MAX_DECIMAL;
        return decimal || value instanceof Integer || value instanceof Long
                ? Math.max(-1, ((Number) value).longValue())
                : -1;
    }

    static boolean flag(JsonObject wanted, String name, boolean otherwise) {
        Object value = wanted.getValue(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Boolean flag)) {
            throw Refusal.invalid(name + " is true or false").asFailure();
        }
        return flag;
    }

    /** The last entry that a client has, under this name; null when it names none. */
    static Position place(JsonObject wanted, String name) {
        long seq = number(wanted, name, -1);
        String epoch = text(wanted, "epoch");
        return seq < 0 ? null : new Position(epoch == null ? "" : epoch, seq);
    }
}
