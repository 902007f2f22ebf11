package io.samvad.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A copy of values of the application, cut to what a page can show: a watcher must not double the traffic that it watches.
 * Binary is replaced by its length, and so is everything that is not JSON by its text.
 */
final class Excerpt {
    private static final int MAX_DEPTH = 8;
    private static final String MORE = "…";

    /** How many characters may still be copied, each value counted as some. */
    private int left;

    private Excerpt(int characters) {
        left = characters;
    }

    /**
     * The values of a list.
     *
     * @param characters how much of them, about
     */
    static JsonArray of(Iterable<?> values, int characters) {
        return new Excerpt(characters).list(values, 0);
    }

    /**
     * An object.
     *
     * @param characters how much of it, about
     */
    static JsonObject of(JsonObject value, int characters) {
        return new Excerpt(characters).object(value.getMap(), 0);
    }

    private Object value(Object value, int depth) {
        left -= 8;
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Buffer buffer) {
            return "<" + buffer.length() + " bytes>";
        }
        if (value instanceof byte[] bytes) {
            return "<" + bytes.length + " bytes>";
        }
        Object bare = value instanceof JsonObject object
                ? object.getMap()
                : value instanceof JsonArray array ? array.getList() : value;
        if (bare instanceof Map<?, ?> map) {
            return depth == MAX_DEPTH ? MORE : object(map, depth + 1);
        }
        if (bare instanceof List<?> list) {
            return depth == MAX_DEPTH ? MORE : list(list, depth + 1);
        }
        return text(String.valueOf(value));
    }

    private JsonObject object(Map<?, ?> map, int depth) {
        JsonObject copy = new JsonObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (left <= 0) {
                return copy.put(MORE, map.size() - copy.size());
            }
            copy.put(text(String.valueOf(entry.getKey())), value(entry.getValue(), depth));
        }
        return copy;
    }

    private JsonArray list(Iterable<?> values, int depth) {
        JsonArray copy = new JsonArray();
        for (Object value : values) {
            if (left <= 0) {
                return copy.add(MORE);
            }
            copy.add(value(value, depth));
        }
        return copy;
    }

    private String text(String whole) {
        int shown = Math.max(left, 0);
        left -= whole.length();
        if (whole.length() <= shown) {
            return whole;
        }
        // Not between the halves of a character.
        boolean half = shown > 0 && Character.isHighSurrogate(whole.charAt(shown - 1));
        return whole.substring(0, half ? shown - 1 : shown) + MORE;
    }
}
