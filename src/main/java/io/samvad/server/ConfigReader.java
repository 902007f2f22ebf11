package io.samvad.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a {@link ServerConfig} from a file and the environment, or says everything that is wrong with them at once: who
 * has to fix three lines should not have to start three times.
 */
final class ConfigReader {

    /**
     * What Docker links and Kubernetes put into the environment of a container beside a service named "samvad". It is not
     * ours to complain about.
     */
    private static final String SERVICE_VARIABLE =
            "SAMVAD_(NAME|ENV_.*|SERVICE_(HOST|PORT.*)|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)";

    private final ConfigSchema schema = new ConfigSchema();
    private final List<String> problems = new ArrayList<>();

    /**
     * Reads the configuration.
     *
     * @param file the file, or null for the defaults
     * @param environment variables by name
     * @throws StartFailure with all problems, one a line
     */
    ServerConfig read(Path file, Map<String, String> environment) {
        JsonObject values = file == null ? new JsonObject() : parse(file);
        schema.problems(values).forEach((path, problem) -> problems.add(path + ": " + problem));
        boolean fileIsWrong = !problems.isEmpty();
        Map<ConfigKey, Object> overrides = overrides(environment);
        failOnProblems(fileIsWrong ? file.toString() : "The environment");

        overrides.forEach((key, value) -> put(values, key.path(), value));
        ServerConfig config = ServerConfig.of(schema.withDefaults(values));
        problems.addAll(config.contradictions());
        failOnProblems("The configuration");
        return config;
    }

    private void failOnProblems(String source) {
        if (!problems.isEmpty()) {
            String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
            throw new StartFailure(
                    problems.stream().collect(Collectors.joining("\n  ", source + " has " + count + ":\n  ", "")));
        }
    }

    private Map<ConfigKey, Object> overrides(Map<String, String> environment) {
        Map<String, ConfigKey> byVariable =
                schema.keys().stream().collect(Collectors.toMap(ConfigKey::variable, Function.identity()));
        Map<ConfigKey, Object> overrides = new LinkedHashMap<>();
        for (ConfigKey key : schema.keys()) {
            String text = environment.get(key.variable());
            if (text != null) {
                override(key, text, overrides);
            }
        }
        new TreeMap<>(environment)
                .keySet().stream()
                        .filter(name -> name.startsWith(ConfigKey.VARIABLE_PREFIX) && !byVariable.containsKey(name))
                        .filter(name -> !name.matches(SERVICE_VARIABLE))
                        .forEach(name -> problems.add(name + ": unknown variable"
                                + Spelling.nearest(name, byVariable.keySet())
                                        .map(near -> ", did you mean " + near + "?")
                                        .orElse("")));
        return overrides;
    }

    private void override(ConfigKey key, String text, Map<ConfigKey, Object> overrides) {
        try {
            Object value = key.parse(text);
            JsonObject alone = new JsonObject();
            put(alone, key.path(), value);
            overrides.put(key, value);
            schema.problems(alone)
                    .forEach((path, problem) -> problems.add("%s (%s): %s".formatted(key.variable(), path, problem)));
        } catch (IllegalArgumentException notThatType) {
            problems.add("%s (%s): %s".formatted(key.variable(), key.path(), ConfigSchema.wrong(text, key)));
        }
    }

    private static void put(JsonObject values, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            values.put(path, value);
            return;
        }
        String name = path.substring(0, dot);
        if (!(values.getValue(name) instanceof JsonObject)) {
            values.put(name, new JsonObject());
        }
        put(values.getJsonObject(name), path.substring(dot + 1), value);
    }

    private static JsonObject parse(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new StartFailure("Cannot read " + file + ": there is no such file");
        } catch (AccessDeniedException denied) {
            throw new StartFailure("Cannot read " + file + ": permission denied");
        } catch (CharacterCodingException binary) {
            throw new StartFailure("Cannot read " + file + ": it is not UTF-8 text");
        } catch (IOException unreadable) {
            String why = Files.isDirectory(file) ? "it is a folder" : unreadable.getMessage();
            throw new StartFailure("Cannot read " + file + ": " + why);
        }
        checkSyntax(file, text);
        return new JsonObject(text);
    }

    /** Walks over the text once, because only the parser itself knows the line and column of what it stumbles over. */
    private static void checkSyntax(Path file, String text) {
        JsonFactory strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = strict.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StartFailure(file + ":1:1: not a configuration: expected an object in braces");
            }
            parser.skipChildren();
            JsonToken behind = parser.nextToken();
            if (behind != null) {
                throw syntaxError(file, parser, "nothing may follow the closing brace");
            }
        } catch (JsonProcessingException broken) {
            throw new StartFailure("%s:%d:%d: not valid JSON: %s"
                    .formatted(
                            file,
                            broken.getLocation().getLineNr(),
                            broken.getLocation().getColumnNr(),
                            broken.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new StartFailure("Cannot read " + file + ": " + impossible.getMessage());
        }
    }

    private static StartFailure syntaxError(Path file, JsonParser parser, String message) {
        var location = parser.currentTokenLocation();
        return new StartFailure(
                "%s:%d:%d: not valid JSON: %s".formatted(file, location.getLineNr(), location.getColumnNr(), message));
    }
}
