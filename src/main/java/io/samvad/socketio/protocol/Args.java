package io.samvad.socketio.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The arguments of an event or an acknowledgement: an immutable list of values, counted from 0.
 *
 * <p>A value is a {@link String}, {@link Boolean}, {@link Number}, {@link JsonObject}, {@link JsonArray}, {@link Buffer}
 * (binary) or {@code null}. Numbers keep their full precision: a whole number is an {@link Integer}, {@link Long} or {@link
 * BigInteger}, whichever is the narrowest that holds it; a decimal is a {@link Double} if that prints the same value, else a
 * {@link BigDecimal}. Binary may also be nested; take it out with {@link JsonObject#getBuffer(String)}.
 *
 * <p>The list cannot change, but the objects, arrays and buffers in it are the mutable types of Vert.x and may be shared by
 * all listeners: copy before changing one.
 *
 * <pre>{@code
 * socket.on("say", args -> io.to(args.string(0)).emit("message", args.string(1)));
 * }</pre>
 */
public final class Args implements Iterable<Object> {
    private static final Args EMPTY = new Args(new Object[0], false);
    private static final int SHOWN = 40;

    private final boolean binary;
    /** The bytes as they came, or null. */
    private final RawArguments raw;
    /** Null until somebody asks. A race makes the values twice at worst: the field of {@link Made} is final. */
    private Made made;

    private record Made(Object[] values) {}

    /** Takes over values that are in the form of {@link JsonValues}. */
    Args(Object[] values, boolean binary) {
        this.made = new Made(values);
        this.binary = binary;
        this.raw = null;
    }

    /** Without anything binary. */
    Args(RawArguments raw) {
        this.raw = raw;
        this.binary = false;
    }

    private Object[] values() {
        Made known = made;
        if (known == null) {
            known = new Made(raw.values());
            made = known;
        }
        return known.values;
    }

    /** The bytes as they came, unless there are none or somebody may have changed an object or an array since; else null. */
    RawArguments raw() {
        Made known = made;
        if (raw != null && known != null) {
            for (Object value : known.values) {
                if (value instanceof JsonObject || value instanceof JsonArray) {
                    return null;
                }
            }
        }
        return raw;
    }

    /**
     * Arguments of the given values.
     *
     * <p>Besides the types above these are taken, at any depth, and converted: {@link Map} and {@link List} (copied, like
     * objects and arrays), {@code byte[]} to binary, {@link Enum} to its name, any {@link CharSequence} and {@link
     * java.time.Instant} to their text. A {@link Buffer} is not copied; do not change it until it is sent.
     *
     * <p>The arguments of another packet, given alone, are passed on as they are: {@code io.emit("say", args)}.
     *
     * @param values the values
     * @throws IllegalArgumentException when a value has another type, or is NaN or infinite; names the argument and the class
     */
    public static Args of(Object... values) {
        if (values == null) {
            return new Args(new Object[1], false);
        }
        if (values.length == 0) {
            return EMPTY;
        }
        if (values.length == 1 && values[0] instanceof Args all) {
            return all;
        }
        JsonValues conversion = new JsonValues();
        Object[] converted = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            try {
                converted[i] = conversion.argument(values[i]);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("argument " + i + ": " + e.getMessage(), e);
            }
        }
        return new Args(converted, conversion.hasBinary());
    }

    /** How many there are. */
    public int size() {
        return made == null ? raw.count() : made.values.length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** Whether a {@link Buffer} is among them, at any depth. */
    public boolean hasBinary() {
        return binary;
    }

    /** The value, of whichever type; {@code null} also beyond the end. */
    public Object get(int index) {
        return index < size() ? values()[index] : null;
    }

    /**
     * The string at this place.
     *
     * @throws ArgumentException when it is missing, null or of another type; so do all accessors of a type
     */
    public String string(int index) {
        return as(index, String.class, "a string");
    }

    /** The string at this place, or {@code otherwise} when it is missing or null. */
    public String string(int index, String otherwise) {
        return get(index) == null ? otherwise : string(index);
    }

    /** The boolean at this place. */
    public boolean bool(int index) {
        return as(index, Boolean.class, "a boolean");
    }

    /** The boolean at this place, or {@code otherwise} when it is missing or null. */
    public boolean bool(int index, boolean otherwise) {
        return get(index) == null ? otherwise : bool(index);
    }

    /** The whole number at this place, if it fits 32 bits. A decimal counts when nothing is behind its point. */
    public int integer(int index) {
        Object value = get(index);
        if (value instanceof Integer integer) {
            return integer;
        }
        long wide = whole(index, "an integer of 32 bits");
        if (wide != (int) wide) {
            throw unfit(index, "an integer of 32 bits");
        }
        return (int) wide;
    }

    /** The whole number at this place as in {@link #integer(int)}, or {@code otherwise} when it is missing or null. */
    public int integer(int index, int otherwise) {
        return get(index) == null ? otherwise : integer(index);
    }

    /** The whole number at this place, if it fits 64 bits. A decimal counts when nothing is behind its point. */
    public long longValue(int index) {
        return whole(index, "an integer of 64 bits");
    }

    /** The whole number at this place as in {@link #longValue(int)}, or {@code otherwise} when it is missing or null. */
    public long longValue(int index, long otherwise) {
        return get(index) == null ? otherwise : longValue(index);
    }

    /** The number at this place as the nearest double; fails when that would be infinite. */
    public double doubleValue(int index) {
        double nearest = number(index).doubleValue();
        if (Double.isInfinite(nearest)) {
            throw unfit(index, "a double");
        }
        return nearest;
    }

    /** The number at this place as in {@link #doubleValue(int)}, or {@code otherwise} when it is missing or null. */
    public double doubleValue(int index, double otherwise) {
        return get(index) == null ? otherwise : doubleValue(index);
    }

    /** The number at this place in full precision, see the types above. */
    public Number number(int index) {
        return as(index, Number.class, "a number");
    }

    /** The object at this place. */
    public JsonObject object(int index) {
        return as(index, JsonObject.class, "an object");
    }

    /** The array at this place. */
    public JsonArray array(int index) {
        return as(index, JsonArray.class, "an array");
    }

    /** The binary at this place. */
    public Buffer buffer(int index) {
        return as(index, Buffer.class, "binary");
    }

    /** The values as an unmodifiable list. */
    public List<Object> toList() {
        return Collections.unmodifiableList(Arrays.asList(values()));
    }

    @Override
    public Iterator<Object> iterator() {
        return toList().iterator();
    }

    private <T> T as(int index, Class<T> type, String expected) {
        Object value = get(index);
        if (!type.isInstance(value)) {
            throw new ArgumentException("argument " + index + " is " + kind(index) + ", " + expected + " was expected");
        }
        return type.cast(value);
    }

    private long whole(int index, String expected) {
        Number number = as(index, Number.class, expected);
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        try {
            if (number instanceof Double) {
                return new BigDecimal(number.doubleValue()).longValueExact();
            }
            return number instanceof BigDecimal decimal
                    ? decimal.longValueExact()
                    : ((BigInteger) number).longValueExact();
        } catch (ArithmeticException e) {
            throw unfit(index, expected);
        }
    }

    private ArgumentException unfit(int index, String expected) {
        String text = get(index).toString();
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new ArgumentException("argument " + index + " is " + shown + ", " + expected + " was expected");
    }

    private String kind(int index) {
        if (index >= size()) {
            return "missing";
        }
        Object value = get(index);
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Buffer) {
            return "binary";
        }
        return value instanceof JsonObject ? "an object" : "an array";
    }

    /** Whether the other has equal values: numbers are equal in type and precision, binary in its bytes. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Args that) || size() != that.size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            // Without the clothes: the equality of JsonObject takes numbers for equal that are not.
            if (!Objects.equals(bare(get(i)), bare(that.get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Object value : values()) {
            hash = 31 * hash + Objects.hashCode(bare(value));
        }
        return hash;
    }

    private static Object bare(Object value) {
        if (value instanceof JsonObject object) {
            return object.getMap();
        }
        return value instanceof JsonArray array ? array.getList() : value;
    }

    /** The values as JSON, but binary only by its length: {@code ["hello", {"to": 1}, <4 bytes>]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        appendList(text, toList());
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        Object bare = bare(value);
        if (bare instanceof Buffer buffer) {
            text.append('<').append(buffer.length()).append(" bytes>");
        } else if (bare instanceof CharSequence) {
            text.append('"').append(bare).append('"');
        } else if (bare instanceof Double number) {
            text.append(JsonValues.text(number));
        } else if (bare instanceof List<?> list) {
            appendList(text, list);
        } else if (bare instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator).append('"').append(entry.getKey()).append("\": ");
                append(text, entry.getValue());
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else {
            text.append(bare);
        }
    }

    private static void appendList(StringBuilder text, List<?> list) {
        text.append('[');
        String separator = "";
        for (Object value : list) {
            append(text.append(separator), value);
            separator = ", ";
        }
        text.append(']');
    }
}
