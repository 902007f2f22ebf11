package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.samvad.engineio.CookieOptions;
import io.samvad.engineio.CorsOptions;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    private static final Map<String, String> NO_VARIABLES = Map.of();

    @TempDir
    Path folder;

    @Test
    void withoutAFileTheDefaultsHold() {
        ServerConfig config = ServerConfig.read(null, NO_VARIABLES);
        assertThat(config.instances()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.http().port()).isEqualTo(3000);
        assertThat(config.socketio().path()).isEqualTo("/socket.io");
        assertThat(config.socketio().options().getInteger("pingInterval")).isEqualTo(25_000);
        assertThat(config.chat().event()).isEqualTo("chat message");
    }

    @Test
    void aFileNeedsOnlyWhatDiffers() {
        ServerConfig config = read("{\"http\": {\"port\": 8080}, \"instances\": 3}");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.instances()).isEqualTo(3);
    }

    @Test
    void allProblemsAreListedByPathValueAndExpectation() {
        String message = refusal(
                """
                {
                  "port": 1,
                  "http": { "port": 70000, "host": 5, "prot": 1, "compression": "yes", "transport": "iocp" },
                  "log": 3,
                  "socketio": { "pingTimeout": 2.5, "transports": ["polling", "flash"], "cookie": { "nam": "x" } }
                }
                """);
        assertThat(message.lines().map(String::trim))
                .containsExactlyInAnyOrder(
                        config() + " has 10 problems:",
                        "port: unknown key, did you mean http.port?",
                        "http.port: value is 70000, expected an integer from 0 to 65535",
                        "http.host: value is 5, expected a host name or an address without spaces",
                        "http.prot: unknown key, did you mean http.port?",
                        "http.compression: value is \"yes\", expected true or false",
                        "http.transport: value is \"iocp\", expected one of auto, epoll, io_uring, kqueue, nio",
                        "log: value is 3, expected an object",
                        "socketio.pingTimeout: value is 2.5, expected an integer from 10 to 3600000",
                        "socketio.transports: value is [\"polling\",\"flash\"], expected a list of one or more of"
                                + " polling, websocket",
                        "socketio.cookie.nam: unknown key, did you mean socketio.cookie.name?")
                .hasSize(11);
    }

    @Test
    void aKeyFarFromAnyOtherIsOnlyCalledUnknown() {
        assertThat(refusal("{\"zebra\": 1}")).endsWith("zebra: unknown key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    null                                     | null
                    "*"                                      | "*"
                    ["https://a.example", "http://b.test:1"] | ["https://a.example","http://b.test:1"]
                    """)
    void corsOriginIsNothingEverythingOrAList(String written, String read) {
        JsonObject cors = read("{\"socketio\": {\"cors\": {\"origin\": %s}}}".formatted(written))
                .socketio()
                .options()
                .getJsonObject("cors");
        assertThat(new JsonArray().add(cors.getValue("origin")).encode()).isEqualTo("[" + read + "]");
    }

    @ParameterizedTest
    @CsvSource({"'\"https://a.example\"'", "'[\"*\"]'", "'[\"a.example\"]'", "7"})
    void otherOriginsAreRefused(String origin) {
        assertThat(refusal("{\"socketio\": {\"cors\": {\"origin\": %s}}}".formatted(origin)))
                .contains("socketio.cors.origin: value is ")
                .contains("expected null, \"*\" or a list of origins");
    }

    @Test
    void originPatternsAreRegularExpressions() {
        String written = "[\"https://[a-z]+[.]chat[.]example\"]";
        JsonObject cors = read("{\"socketio\": {\"cors\": {\"originPatterns\": %s}}}".formatted(written))
                .socketio()
                .options()
                .getJsonObject("cors");
        assertThat(cors.getJsonArray("originPatterns")).isEqualTo(new JsonArray(written));
        assertThat(new CorsOptions(cors).allowsOrigin("https://a.chat.example")).isTrue();
        assertThat(refusal("{\"socketio\": {\"cors\": {\"originPatterns\": [\"(\"]}}}"))
                .contains("socketio.cors.originPatterns: value is [\"(\"], expected a list of regular expressions");
    }

    @Test
    void whatACookieIsGivenReachesItsOptions() {
        String written =
                """
                {"name": "sid", "domain": "chat.example", "path": "/talk", "httpOnly": false, "secure": true,
                 "sameSite": "none", "maxAge": 60, "expires": "2030-12-31T23:59:59Z"}
                """;
        JsonObject options = read("{\"socketio\": {\"cookie\": %s}}".formatted(written))
                .socketio()
                .options();
        assertThat(new CookieOptions(options.getJsonObject("cookie")).toJson()).isEqualTo(new JsonObject(written));
        for (String time : List.of("tomorrow", "2030-12-31", "2030-13-31T23:59:59Z")) {
            assertThat(refusal("{\"socketio\": {\"cookie\": {\"expires\": \"%s\"}}}".formatted(time)))
                    .contains("socketio.cookie.expires: value is \"" + time + "\", expected null or a time such as");
        }
    }

    @Test
    void aCookieIsCompletedWithDefaults() {
        JsonObject options = read("{\"socketio\": {\"cookie\": {\"name\": \"sid\"}}}")
                .socketio()
                .options();
        assertThat(options.getJsonObject("cookie"))
                .isEqualTo(new JsonObject(
                        "{\"name\":\"sid\",\"domain\":null,\"path\":\"/\",\"httpOnly\":true,\"secure\":false,"
                                + "\"sameSite\":\"lax\",\"maxAge\":null,\"expires\":null}"));
        assertThat(read("{}").socketio().options().getValue("cookie")).isNull();
    }

    @Test
    void recoveryIsOffUntilItIsAnObjectAndThenWhatItIsInTheLibrary() {
        assertThat(recovery("null")).isNull();
        assertThat(recovery("{}")).isEqualTo(RecoveryOptions.DEFAULT);
        assertThat(recovery("{\"maxDisconnectionDuration\": 5000, \"skipMiddlewares\": false}"))
                .isEqualTo(new RecoveryOptions(
                        5_000, RecoveryOptions.DEFAULT.maxBytes(), RecoveryOptions.DEFAULT.maxSessions(), false));
    }

    private RecoveryOptions recovery(String written) {
        JsonObject options = read("{\"socketio\": {\"connectionStateRecovery\": %s}}".formatted(written))
                .socketio()
                .options();
        return new SocketIoOptions(options).getConnectionStateRecovery();
    }

    @Test
    void contradictionsAreRefused() {
        assertThat(refusal("{\"socketio\": {\"path\": \"/a\", \"cors\": {\"origin\": \"*\", \"credentials\": true}},"
                        + " \"chat\": {\"path\": \"/a/chat\"}}"))
                .startsWith("The configuration has 2 problems:")
                .contains("socketio.cors.credentials: value is true, expected false")
                .contains("chat.path: value is \"/a/chat\", expected a path outside socketio.path");
    }

    @Test
    void anAdminUiThatEverybodyCouldUseMustBeAskedFor() {
        assertThat(refusal("{\"admin\": {\"enabled\": true}}"))
                .contains("admin.password: value is null, expected a bcrypt hash because admin.enabled is true");
        assertThat(read("{\"admin\": {\"enabled\": true, \"auth\": \"none\"}}")
                        .admin()
                        .enabled())
                .isTrue();
        String hash = "$2a$10$" + "x".repeat(53);
        assertThat(read("{\"admin\": {\"enabled\": true, \"password\": \"" + hash + "\"}}")
                        .admin()
                        .password())
                .isEqualTo(hash);
    }

    @Test
    void aPasswordThatIsNoHashIsRefusedAndNotRepeated() {
        assertThat(refusal("{\"admin\": {\"password\": \"open sesame\"}}"))
                .contains("admin.password: value is not shown, expected null or a bcrypt hash")
                .doesNotContain("sesame");
    }

    @Test
    void theAdminUiDoesNotLieOverOtherPaths() {
        assertThat(refusal("{\"admin\": {\"enabled\": true, \"auth\": \"none\", \"path\": \"/socket.io/admin\"}}"))
                .contains("admin.path: value is \"/socket.io/admin\", expected a path that does not overlap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"http": {"port": 3,}}   | :1:21: not valid JSON:
                    {"http": 1} x            | :1:14: not valid JSON: Unrecognized token 'x'
                    {"http": 1} {}           | :1:13: not valid JSON: nothing may follow the closing brace
                    {"log": {}, "log": {}}   | Duplicate field 'log'
                    {"http": {"port": 3      | not valid JSON: Unexpected end-of-input
                    []                       | :1:1: not a configuration: expected an object in braces
                    """)
    void brokenJsonIsReportedWithItsPlace(String text, String expected) {
        assertThat(refusal(text))
                .startsWith(config() + ":1:")
                .contains(expected)
                .hasLineCount(1);
    }

    @Test
    void brokenJsonIsReportedWithItsLine() {
        assertThat(refusal("{\n  \"http\": {\n    \"port\": 3,\n  }\n}")).startsWith(config() + ":4:3: not valid JSON");
    }

    @Test
    void anEmptyFileIsNoConfiguration() {
        assertThat(refusal("")).contains("not a configuration");
    }

    @Test
    void unreadableFilesAreOneClearLine() throws IOException {
        assertThat(refusal(folder.resolve("nowhere.json"), NO_VARIABLES)).endsWith(": there is no such file");
        assertThat(refusal(folder, NO_VARIABLES)).endsWith(": it is a folder");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        assertThat(refusal(binary, NO_VARIABLES)).endsWith(": it is not UTF-8 text");
    }

    @Test
    void variablesOverrideTheFile() {
        ServerConfig config = read(
                "{\"http\": {\"port\": 1, \"host\": \"h\"}}",
                Map.of(
                        "SAMVAD_HTTP_PORT", "3001",
                        "SAMVAD_HTTP_MAX_HEADER_SIZE", " 2048 ",
                        "SAMVAD_SOCKETIO_TRANSPORTS", "websocket",
                        "SAMVAD_SOCKETIO_CORS_METHODS", "[\"GET\"]",
                        "SAMVAD_SOCKETIO_CORS_ORIGIN", "https://a.example, https://b.example",
                        "SAMVAD_SOCKETIO_ALLOW_UPGRADES", "false",
                        "SAMVAD_SOCKETIO_COOKIE_NAME", "sid",
                        "PATH", "/bin"));
        assertThat(config.http().port()).isEqualTo(3001);
        assertThat(config.http().host()).isEqualTo("h");
        assertThat(config.http().maxHeaderSize()).isEqualTo(2048);
        JsonObject options = config.socketio().options();
        assertThat(options.getJsonArray("transports")).isEqualTo(JsonArray.of("websocket"));
        assertThat(options.getJsonObject("cors").getJsonArray("methods")).isEqualTo(JsonArray.of("GET"));
        assertThat(options.getJsonObject("cors").getJsonArray("origin"))
                .isEqualTo(JsonArray.of("https://a.example", "https://b.example"));
        assertThat(options.getBoolean("allowUpgrades")).isFalse();
        assertThat(options.getJsonObject("cookie").getString("name")).isEqualTo("sid");
        assertThat(options.getJsonObject("cookie").getString("path")).isEqualTo("/");
    }

    @Test
    void variablesCanSetNullAndWholeObjects() {
        JsonObject options = read(
                        "{\"socketio\": {\"cors\": {\"origin\": \"*\", \"maxAge\": 5}}}",
                        Map.of(
                                "SAMVAD_SOCKETIO_COOKIE", "{\"name\": \"x\", \"maxAge\": 60}",
                                "SAMVAD_SOCKETIO_CORS_ORIGIN", "null",
                                "SAMVAD_SOCKETIO_CORS_MAX_AGE", ""))
                .socketio()
                .options();
        assertThat(options.getJsonObject("cookie").getInteger("maxAge")).isEqualTo(60);
        assertThat(options.getJsonObject("cors").getValue("origin")).isNull();
        assertThat(options.getJsonObject("cors").getValue("maxAge")).isNull();
    }

    @Test
    void badVariablesAreListedByTheirNamesBesideTheProblemsOfTheFile() {
        String message = refusal(
                write("{\"http\": {\"compression\": 1}}"),
                Map.of(
                        "SAMVAD_HTTP_PORT", "http",
                        "SAMVAD_HTTP_IDLE_TIMEOUT", "-1",
                        "SAMVAD_SOCKETIO_SERVE_CLIENT", "yes",
                        "SAMVAD_SOCKETIO_COOKIE", "{",
                        "SAMVAD_HTTP_PROT", "3001"));
        assertThat(message.lines().skip(1).map(String::trim))
                .containsExactly(
                        "http.compression: value is 1, expected true or false",
                        "SAMVAD_HTTP_PORT (http.port): value is \"http\", expected an integer from 0 to 65535",
                        "SAMVAD_HTTP_IDLE_TIMEOUT (http.idleTimeout): value is -1, expected an integer from 0 to 86400",
                        "SAMVAD_SOCKETIO_COOKIE (socketio.cookie): value is \"{\", expected null or an object",
                        "SAMVAD_SOCKETIO_SERVE_CLIENT (socketio.serveClient): value is \"yes\", expected true or false",
                        "SAMVAD_HTTP_PROT: unknown variable, did you mean SAMVAD_HTTP_PORT?");
    }

    @Test
    void whatAContainerPlatformSetsForAServiceOfThisNameIsIgnored() {
        ServerConfig config = read(
                "{}",
                Map.of(
                        "SAMVAD_SERVICE_HOST", "10.0.0.1",
                        "SAMVAD_SERVICE_PORT_HTTP", "80",
                        "SAMVAD_PORT", "tcp://10.0.0.1:80",
                        "SAMVAD_PORT_80_TCP_ADDR", "10.0.0.1"));
        assertThat(config).isEqualTo(ServerConfig.defaults());
    }

    @Test
    void theEnvironmentAloneCanBeWrong() {
        assertThat(refusal(null, Map.of("SAMVAD_LOG_LEVEL", "loud")).lines().toList())
                .isEqualTo(List.of(
                        "The environment has a problem:",
                        "  SAMVAD_LOG_LEVEL (log.level): value is \"loud\", expected one of trace, debug, info, warn,"
                                + " error, off"));
    }

    private ServerConfig read(String text) {
        return read(text, NO_VARIABLES);
    }

    private ServerConfig read(String text, Map<String, String> environment) {
        return ServerConfig.read(write(text), environment);
    }

    private String refusal(String text) {
        return refusal(write(text), NO_VARIABLES);
    }

    private static String refusal(Path file, Map<String, String> environment) {
        return catchThrowableOfType(StartFailure.class, () -> ServerConfig.read(file, environment))
                .getMessage();
    }

    private Path config() {
        return folder.resolve("config.json");
    }

    private Path write(String text) {
        try {
            return Files.writeString(config(), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
