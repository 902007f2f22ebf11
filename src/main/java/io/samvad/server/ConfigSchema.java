package io.samvad.server;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON Schema of the configuration ({@code config.schema.json}): the one place where keys, defaults and ranges are
 * written down. Defaults, variables' names and the words of a complaint all come from it.
 */
final class ConfigSchema {

    /** Keywords that only say "something below is wrong"; the thing below is reported by itself. */
    private static final Set<String> CONTAINERS = Set.of("properties", "items");

    private final JsonObject schema;
    private final Validator validator;
    /** Every key that can be set, in the schema's order; a parent that can be set comes before its children. */
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    /** Objects that only group keys. */
    private final Map<String, ConfigKey> groups = new LinkedHashMap<>();

    ConfigSchema() {
        schema = load();
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("app://samvad")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        validator = Validator.create(JsonSchema.of(schema.copy()), options);
        collect("", schema);
    }

    private static JsonObject load() {
        try (InputStream in = ConfigSchema.class.getResourceAsStream("config.schema.json")) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("config.schema.json is missing from the jar", unreadable);
        }
    }

    private void collect(String prefix, JsonObject parent) {
        for (String name : properties(parent).fieldNames()) {
            ConfigKey key = new ConfigKey(prefix + name, properties(parent).getJsonObject(name));
            boolean group = key.isObject() && !key.nullable();
            (group ? groups : keys).put(key.path(), key);
            collect(key.path() + ".", key.schema());
        }
    }

    private static JsonObject properties(JsonObject schema) {
        return schema.getJsonObject("properties", new JsonObject());
    }

    Collection<ConfigKey> keys() {
        return keys.values();
    }

    Collection<ConfigKey> groups() {
        return groups.values();
    }

    /** All keys with their defaults. */
    JsonObject defaults() {
        return withDefaults(new JsonObject());
    }

    /** The given values, and for what they leave out the defaults. */
    JsonObject withDefaults(JsonObject given) {
        return withDefaults(schema, given);
    }

    private static JsonObject withDefaults(JsonObject schema, JsonObject given) {
        JsonObject complete = new JsonObject();
        for (String name : properties(schema).fieldNames()) {
            ConfigKey key = new ConfigKey(name, properties(schema).getJsonObject(name));
            Object value = given.containsKey(name) ? given.getValue(name) : key.defaultValue();
            if (key.isObject() && (value != null || !key.nullable())) {
                value = withDefaults(key.schema(), value == null ? new JsonObject() : (JsonObject) value);
            }
            complete.put(name, value);
        }
        return complete;
    }

    /**
     * Checks values against the schema.
     *
     * @return one complaint for each wrong or unknown key, by path, without the path
     */
    Map<String, String> problems(JsonObject values) {
        OutputUnit result = validator.validate(values);
        Map<String, String> problems = new LinkedHashMap<>();
        for (OutputUnit error : Optional.ofNullable(result.getErrors()).orElse(List.of())) {
            String keyword = error.getKeywordLocation().replaceAll(".*/", "");
            if (CONTAINERS.contains(keyword)) {
                continue;
            }
            String path = path(error.getInstanceLocation());
            if (keyword.equals("additionalProperties")) {
                // The validator also says this of a known key whose value is wrong.
                if (!isKnown(path)) {
                    problems.put(path, "unknown key" + didYouMean(path));
                }
            } else {
                ConfigKey key = nearestKey(path);
                problems.put(key.path(), wrong(valueAt(values, key.path()), key));
            }
        }
        return problems;
    }

    /** The words for a value that is not what the key expects. */
    static String wrong(Object value, ConfigKey key) {
        String shown = key.isSecret() ? "not shown" : Json.encode(value);
        return "value is %s, expected %s"
                .formatted(shown.length() > 80 ? shown.substring(0, 77) + "..." : shown, key.expected());
    }

    private String didYouMean(String path) {
        return Spelling.nearest(path, keys.keySet())
                .or(() -> Spelling.nearest(path, groups.keySet()))
                .map(near -> ", did you mean " + near + "?")
                .orElse("");
    }

    private boolean isKnown(String path) {
        return keys.containsKey(path) || groups.containsKey(path);
    }

    /** The key itself, or the one that holds it when the place is an item of a list. */
    private ConfigKey nearestKey(String path) {
        String near = path;
        while (!isKnown(near)) {
            near = near.substring(0, near.lastIndexOf('.'));
        }
        return keys.getOrDefault(near, groups.get(near));
    }

    private static Object valueAt(JsonObject values, String path) {
        Object value = values;
        for (String name : path.split("\\.")) {
            value = ((JsonObject) value).getValue(name);
        }
        return value;
    }

    /** {@code #/http/port} to {@code http.port}; undoes the escapes of JSON pointers (RFC 6901 section 4 and 6). */
    private static String path(String pointer) {
        String[] names = pointer.substring(pointer.indexOf('/') + 1).split("/", -1);
        for (int i = 0; i < names.length; i++) {
            names[i] = URLDecoder.decode(names[i].replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace("~1", "/")
                    .replace("~0", "~");
        }
        return String.join(".", names);
    }
}
