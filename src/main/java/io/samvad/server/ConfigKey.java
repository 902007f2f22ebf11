package io.samvad.server;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One key that can be set, as the schema describes it.
 *
 * @param path its place in the file, such as {@code http.port}
 * @param schema the part of the JSON Schema that is about it
 */
record ConfigKey(String path, JsonObject schema) {

    static final String VARIABLE_PREFIX = "SAMVAD_";

    /** The environment variable that overrides it: {@code SAMVAD_HTTP_MAX_HEADER_SIZE} for {@code http.maxHeaderSize}. */
    String variable() {
        return VARIABLE_PREFIX
                + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    List<String> types() {
        return schema.getValue("type") instanceof JsonArray several
                ? several.stream().map(String::valueOf).toList()
                : List.of(schema.getString("type"));
    }

    boolean nullable() {
        return types().contains("null");
    }

    /** An object that is there as a whole or not at all; its parts are keys of their own. */
    boolean isObject() {
        return types().contains("object");
    }

    /** Whether its value must not be repeated in messages: it may be a password. */
    boolean isSecret() {
        return schema.getBoolean("x-secret", false);
    }

    Object defaultValue() {
        Object value = schema.getValue("default");
        return value instanceof JsonArray array ? array.copy() : value;
    }

    /** What a valid value is, as a phrase that follows "expected". */
    String expected() {
        if (schema.containsKey("x-expected")) {
            return schema.getString("x-expected");
        }
        return (nullable() ? "null or " : "") + expectedWhenPresent();
    }

    private String expectedWhenPresent() {
        if (schema.containsKey("enum")) {
            return "one of " + join(schema.getJsonArray("enum"));
        }
        return switch (types().get(0)) {
            case "integer" -> "an integer from %d to %d"
                    .formatted(schema.getLong("minimum"), schema.getLong("maximum"));
            case "boolean" -> "true or false";
            case "array" -> "a list of one or more of "
                    + join(schema.getJsonObject("items").getJsonArray("enum"));
            case "object" -> "an object";
            default -> "text";
        };
    }

    private static String join(JsonArray words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /**
     * Reads a value from an environment variable's text. The text decides between the types the schema allows; whether
     * the value is in range is the schema's business.
     *
     * @throws IllegalArgumentException if the text cannot be a value of such a type
     */
    Object parse(String text) {
        String trimmed = text.trim();
        if (nullable() && (trimmed.isEmpty() || trimmed.equals("null"))) {
            return null;
        }
        if (isObject()) {
            return parseJson(trimmed, JsonObject.class);
        }
        if (types().contains("array")) {
            return parseList(trimmed);
        }
        return switch (types().get(0)) {
            case "integer" -> Long.valueOf(trimmed);
            case "boolean" -> parseBoolean(trimmed);
            default -> text;
        };
    }

    private Object parseList(String text) {
        if (text.startsWith("[")) {
            return parseJson(text, JsonArray.class);
        }
        if (types().contains("string") && text.equals("*")) {
            return text;
        }
        List<String> items = Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
        return new JsonArray(items);
    }

    private static Boolean parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static <T> T parseJson(String text, Class<T> type) {
        try {
            return type.cast(Json.decodeValue(text));
        } catch (DecodeException | ClassCastException notThat) {
            throw new IllegalArgumentException(text, notThat);
        }
    }
}
