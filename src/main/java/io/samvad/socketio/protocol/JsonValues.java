package io.samvad.socketio.protocol;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings what an application gives into the one form that packets carry, so that equal arguments are equal values whichever
 * way they came: strings, booleans, null, maps, lists, buffers, and numbers as the narrowest of Integer, Long and
 * BigInteger, or as Double, or as BigDecimal where a double would change the value.
 *
 * <p>Maps and lists are copied: what the application does with its own afterwards does not change a packet.
 */
final class JsonValues {
    /**
     * Deeper is refused in both directions. Whatever goes through arguments recurses, and this depth fits a stack of 256 kB
     * (measured: 500 levels do not, and 1000 do not always fit 1 MB).
     */
    static final int MAX_DEPTH = 250;

    /** Longer numbers are refused in both directions: arithmetic with them is a way to keep a server busy. */
    static final int MAX_DIGITS = 1000;
    /** The largest power of ten a decimal may be shifted by, for the same reason. */
    static final int MAX_SCALE = 10_000;

    private static final int MAX_BITS = BigInteger.TEN.pow(MAX_DIGITS - 1).bitLength();
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private boolean binary;

    /** Whether a buffer was among the values so far. */
    boolean hasBinary() {
        return binary;
    }

    /** A whole argument: like {@link #nested}, but maps and lists in the clothes of Vert.x. */
    Object argument(Object value) {
        Object result = nested(value, 1);
        if (result instanceof Map<?, ?>) {
            return new JsonObject(asMap(result));
        }
        return result instanceof List<?> list ? new JsonArray(list) : result;
    }

    /** The object with all it holds converted. */
    static JsonObject object(JsonObject object) {
        return (JsonObject) new JsonValues().argument(object);
    }

    private Object nested(Object value, int depth) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof JsonObject object) {
            return map(object.getMap(), depth);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        if (value instanceof JsonArray array) {
            return list(array.getList(), depth);
        }
        if (value instanceof List<?> list) {
            return list(list, depth);
        }
        return leaf(value);
    }

    private Object leaf(Object value) {
        if (value instanceof Buffer) {
            binary = true;
            return value;
        }
        if (value instanceof byte[] bytes) {
            binary = true;
            return Buffer.buffer(bytes);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof CharSequence || value instanceof Instant) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "a " + value.getClass().getName() + " cannot be sent: it is neither JSON nor binary");
    }

    private Map<String, Object> map(Map<?, ?> map, int depth) {
        checkDepth(depth);
        Map<String, Object> copy = new LinkedHashMap<>(map.size() * 4 / 3 + 1);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(key(entry.getKey()), nested(entry.getValue(), depth + 1));
        }
        return copy;
    }

    private List<Object> list(List<?> list, int depth) {
        checkDepth(depth);
        List<Object> copy = new ArrayList<>(list.size());
        for (Object value : list) {
            copy.add(nested(value, depth + 1));
        }
        return copy;
    }

    private static String key(Object key) {
        if (key instanceof CharSequence) {
            return key.toString();
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        String kind = key == null ? "null" : "a " + key.getClass().getName();
        throw new IllegalArgumentException(kind + " cannot be the key of a map that is sent, a string was expected");
    }

    private static void checkDepth(int depth) {
        // The array of arguments is one level more.
        if (depth >= MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels, or containing itself");
        }
    }

    private static Number number(Number value) {
        if (value instanceof Integer) {
            return value;
        }
        if (value instanceof Long || value instanceof Short || value instanceof Byte) {
            return narrow(value.longValue());
        }
        if (value instanceof Double) {
            return finite(value.doubleValue());
        }
        if (value instanceof Float) {
            // By way of the text: 0.1f is meant to be 0.1, not 0.10000000149011612.
            finite(value.doubleValue());
            return Double.valueOf(value.toString());
        }
        if (value instanceof BigInteger integer) {
            return narrow(bounded(new BigDecimal(integer)).unscaledValue());
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.scale() == 0 ? narrow(bounded(decimal).unscaledValue()) : decimal(bounded(decimal));
        }
        throw new IllegalArgumentException(
                "a " + value.getClass().getName() + " cannot be sent: give one of the numbers that do not change");
    }

    private static Double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be sent: JSON has no such number");
        }
        return value;
    }

    private static BigDecimal bounded(BigDecimal value) {
        if (!isBounded(value.unscaledValue(), value.scale())) {
            throw new IllegalArgumentException("a number of more than " + MAX_DIGITS
                    + " digits, or with an exponent beyond " + MAX_SCALE + ", cannot be sent");
        }
        return value;
    }

    /** Whether a number is within what packets carry. */
    static boolean isBounded(BigInteger digits, int scale) {
        return digits.bitLength() <= MAX_BITS && scale >= -MAX_SCALE && scale <= MAX_SCALE;
    }

    private static Number narrow(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private static Number narrow(BigInteger value) {
        boolean fits = value.compareTo(MIN_LONG) >= 0 && value.compareTo(MAX_LONG) <= 0;
        return fits ? narrow(value.longValue()) : value;
    }

    /** A Double if the shortest text of the double has exactly this value, else the decimal itself. */
    static Number decimal(BigDecimal exact) {
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(text(nearest)).compareTo(exact) == 0) {
            return nearest;
        }
        return exact;
    }

    /** The shortest text that reads back as the same double; the JDK's own is sometimes longer before version 19. */
    static String text(double value) {
        return NumberOutput.toString(value, true);
    }

    /** The map, which came out of {@link #nested} or out of a reader and so has strings for keys. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object map) {
        return (Map<String, Object>) map;
    }

    /** The list; see {@link #asMap}. */
    @SuppressWarnings("unchecked")
    static List<Object> asList(Object list) {
        return (List<Object>) list;
    }
}
