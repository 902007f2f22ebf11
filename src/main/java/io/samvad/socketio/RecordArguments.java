package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.ArgumentException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes records of the arguments of events. A component is a string, a number or boolean (primitive or not), an enum, a
 * {@link JsonObject}, {@link JsonArray}, {@link Buffer}, {@link Object}, another such record, or a list of these. Null and
 * missing are allowed for all but primitive components.
 */
final class RecordArguments<T extends Record> {
    private static final Set<Class<?>> SIMPLE = Set.of(
            String.class,
            Boolean.class,
            boolean.class,
            Integer.class,
            int.class,
            Long.class,
            long.class,
            Double.class,
            double.class,
            BigInteger.class,
            BigDecimal.class,
            Number.class,
            Object.class,
            JsonObject.class,
            JsonArray.class,
            Buffer.class);

    private final RecordComponent[] components;
    private final Constructor<T> constructor;

    /** @throws IllegalArgumentException if a component is of another type */
    RecordArguments(Class<T> type) {
        components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalArgumentException(impossible);
        }
        for (RecordComponent component : components) {
            check(component.getGenericType(), type.getSimpleName() + "." + component.getName());
        }
    }

    private static void check(Type type, String where) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            check(list.getActualTypeArguments()[0], where);
        } else if (type instanceof Class<?> record && record.isRecord()) {
            new RecordArguments<>(record.asSubclass(Record.class));
        } else if (!(type instanceof Class<?> plain && (SIMPLE.contains(plain) || plain.isEnum()))) {
            throw new IllegalArgumentException(where + " is of " + type + ", which no argument can be");
        }
    }

    /**
     * Makes a record.
     *
     * @throws ArgumentException if an argument does not fit its component, or the record refuses them
     */
    T read(Args args) {
        boolean byName = args.size() == 1 && args.get(0) instanceof JsonObject && !takesOneObject();
        return byName ? read(args.object(0).getMap(), "") : make(args.toList(), "");
    }

    private boolean takesOneObject() {
        return components.length == 1 && components[0].getType() == JsonObject.class;
    }

    private T read(Map<String, Object> values, String path) {
        List<Object> ordered = new ArrayList<>();
        for (RecordComponent component : components) {
            ordered.add(values.get(component.getName()));
        }
        return make(ordered, path);
    }

    private T make(List<Object> values, String path) {
        Object[] converted = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = i < values.size() ? values.get(i) : null;
            converted[i] = convert(value, components[i].getGenericType(), path + components[i].getName());
        }
        try {
            return constructor.newInstance(converted);
        } catch (ReflectiveOperationException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            throw new ArgumentException((path.isEmpty() ? "" : path + ": ") + cause.getMessage());
        }
    }

    private static Object convert(Object value, Type type, String path) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType list ? list.getRawType() : type);
        if (value == null) {
            if (raw.isPrimitive()) {
                throw new ArgumentException(path + " is missing, " + expected(raw) + " was expected");
            }
            return null;
        }
        Object fit = fit(value, type, raw, path);
        if (fit == null) {
            throw new ArgumentException(path + " is " + found(value) + ", " + expected(raw) + " was expected");
        }
        return fit;
    }

    /** The value as this type, or null if it is none. */
    private static Object fit(Object value, Type type, Class<?> raw, String path) {
        if (raw == JsonObject.class && value instanceof Map<?, ?>) {
            return object(value);
        }
        if (raw == JsonArray.class && value instanceof List<?> list) {
            return new JsonArray(list);
        }
        if (raw == List.class) {
            return list(value, ((ParameterizedType) type).getActualTypeArguments()[0], path);
        }
        if (raw.isInstance(value)) {
            return value;
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return value instanceof Boolean ? value : null;
        }
        if (raw.isEnum()) {
            return constant(value, raw);
        }
        if (raw.isRecord()) {
            JsonObject object = object(value);
            return object == null
                    ? null
                    : new RecordArguments<>(raw.asSubclass(Record.class)).read(object.getMap(), path + ".");
        }
        return value instanceof Number number && isNumeric(raw) ? number(number, raw) : null;
    }

    private static JsonObject object(Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        JsonObject object = new JsonObject();
        map.forEach((key, nested) -> object.put(key.toString(), nested));
        return object;
    }

    private static Object constant(Object value, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(value)) {
                return constant;
            }
        }
        return null;
    }

    private static List<Object> list(Object value, Type element, String path) {
        List<?> values =
                value instanceof JsonArray array ? array.getList() : value instanceof List<?> list ? list : null;
        if (values == null) {
            return null;
        }
        List<Object> converted = new ArrayList<>();
        for (Object each : values) {
            converted.add(convert(each, element, path + "[" + converted.size() + "]"));
        }
        return converted;
    }

    private static boolean isNumeric(Class<?> type) {
        return Number.class.isAssignableFrom(type) || type.isPrimitive();
    }

    /** The number as this type if that holds it exactly; a decimal, as near as it can. */
    private static Number number(Number number, Class<?> type) {
        if (type == double.class || type == Double.class) {
            return Double.isInfinite(number.doubleValue()) ? null : (Number) number.doubleValue();
        }
        BigDecimal exact = new BigDecimal(number.toString());
        if (type == BigDecimal.class) {
            return exact;
        }
        try {
            if (type == int.class || type == Integer.class) {
                return exact.intValueExact();
            }
            return type == BigInteger.class ? exact.toBigIntegerExact() : (Number) exact.longValueExact();
        } catch (ArithmeticException tooLargeOrNotWhole) {
            return null;
        }
    }

    private static String found(Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Number) {
            return "the number " + value;
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Buffer) {
            return "binary";
        }
        return value instanceof JsonArray || value instanceof List<?> ? "an array" : "an object";
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type.isRecord() || type == JsonObject.class) {
            return "an object";
        }
        if (type == List.class || type == JsonArray.class) {
            return "an array";
        }
        String name = type.getSimpleName().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "int", "integer" -> "an integer of 32 bits";
            case "long" -> "an integer of 64 bits";
            case "biginteger" -> "an integer";
            case "double", "bigdecimal", "number" -> "a number";
            case "buffer" -> "binary";
            default -> "a " + name;
        };
    }
}
