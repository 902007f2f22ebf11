package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema, built-in defaults, sample file and documentation say the same. */
class ConfigurationDriftTest {

    private static final ConfigSchema SCHEMA = new ConfigSchema();
    private static final Path SAMPLE = Path.of("conf", "config.json");
    private static final Path DOCUMENT = Path.of("docs", "configuration.md");

    static Stream<ConfigKey> keys() {
        return SCHEMA.keys().stream();
    }

    @Test
    void sampleFileHasEveryKeyWithItsDefault() throws IOException {
        assertThat(new JsonObject(Files.readString(SAMPLE))).isEqualTo(SCHEMA.defaults());
    }

    @Test
    void defaultsFitTheirOwnSchema() {
        assertThat(SCHEMA.problems(SCHEMA.defaults())).isEmpty();
        assertThat(ServerConfig.defaults()).isEqualTo(ServerConfig.read(SAMPLE, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsDescribedAndBounded(ConfigKey key) {
        assertThat(key.schema().getString("description")).as(key.path()).endsWith(".");
        assertThat(key.schema().containsKey("default")).as(key.path()).isTrue();
        assertThat(key.expected()).isNotBlank();
        if (key.types().contains("integer")) {
            assertThat(key.schema().getLong("minimum")).isNotNull();
            assertThat(key.schema().getLong("maximum")).isLessThanOrEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void noTwoKeysShareAVariable() {
        assertThat(keys().map(ConfigKey::variable)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyHasItsRowInTheDocument(ConfigKey key) throws IOException {
        assertThat(Files.readAllLines(DOCUMENT)).contains(row(key));
    }

    @Test
    void documentHasNoRowForAKeyThatDoesNotExist() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        keys().map(ConfigurationDriftTest::row).toList());
    }

    @Test
    void everyTypedFieldOfTheConfigurationIsAKey() {
        List<String> paths = keys().map(ConfigKey::path).toList();
        assertThat(paths).containsAll(fields(ServerConfig.class, "").toList());
    }

    private static Stream<String> fields(Class<?> group, String prefix) {
        return Arrays.stream(group.getRecordComponents())
                .filter(field -> !field.getName().equals("options"))
                .flatMap(field -> field.getType().isRecord()
                        ? fields(field.getType(), prefix + field.getName() + ".")
                        : Stream.of(prefix + field.getName()));
    }

    /** key, type, default, what is allowed, variable, meaning */
    private static String row(ConfigKey key) {
        return "| `%s` | %s | `%s` | %s | `%s` | %s |"
                .formatted(
                        key.path(),
                        String.join(" or ", key.types()),
                        Json.encode(key.defaultValue()),
                        key.expected().replace("|", "\\|"),
                        key.variable(),
                        key.schema().getString("description"));
    }

    /** Prints the tables, to be pasted into the document when a key was added. */
    public static void main(String[] arguments) {
        keys().map(ConfigurationDriftTest::row).forEach(System.out::println);
        System.out.println(SCHEMA.defaults().encodePrettily());
    }
}
