package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.server.RawHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFilesTest {

    @TempDir
    static Path webroot;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(webroot);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js"})
    void scriptsAndTheirMapsAreServed(String name) throws IOException {
        Answer script = get("/socket.io/" + name);
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.body()).isEqualTo(resource(name));
        assertThat(script.header("content-type")).contains("application/javascript; charset=utf-8");
        assertThat(script.header("cache-control")).contains("public, max-age=0");
        assertThat(script.header("etag")).contains("\"" + version() + "\"");
        Answer map = get("/socket.io/" + name + ".map");
        assertThat(map.body()).isEqualTo(resource(name + ".map"));
        assertThat(map.header("content-type")).contains("application/json; charset=utf-8");
        assertThat(map.header("etag")).isEqualTo(script.header("etag"));
    }

    @Test
    void aQueryDoesNotMatter() throws IOException {
        assertThat(get("/socket.io/socket.io.js?v=4").status()).isEqualTo(200);
    }

    @Test
    void theVersionAsStrongOrWeakTagIsAnswered304() throws IOException {
        for (String tag : new String[] {"\"" + version() + "\"", "W/\"" + version() + "\""}) {
            Answer answer = get("/socket.io/socket.io.js", "If-None-Match: " + tag);
            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(get("/socket.io/socket.io.js", "If-None-Match: \"0.0.1\"").status())
                .isEqualTo(200);
    }

    @Test
    void scriptsAreCompressedForThoseWhoAcceptGzip() throws IOException {
        Answer answer = get("/socket.io/socket.io.min.js", "Accept-Encoding: gzip, deflate, br");
        assertThat(answer.header("content-encoding")).contains("gzip");
        assertThat(answer.header("vary")).contains("Accept-Encoding");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(resource("socket.io.min.js"));
        }
    }

    @Test
    void headHasNoBodyAndOtherMethodsAreNotAllowed() throws IOException {
        Answer head = RawHttp.request(server.port(), "HEAD", "/socket.io/socket.io.js");
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).contains(String.valueOf(resource("socket.io.js").length));
        Answer put = RawHttp.request(server.port(), "PUT", "/socket.io/socket.io.js", "Content-Length: 0");
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/socket.io/version", "/socket.io/socket.io.js/", "/socket.io/SOCKET.IO.js", "/socket.io.js"})
    void nothingElseOfTheJarIsServed(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void theFilesMoveWithThePathAndCanBeTurnedOff() throws IOException {
        String moved = "{\"socketio\": {\"path\": \"/rt\"}}";
        try (TestServer other = TestServer.start(webroot, moved, (vertx, config) -> Application.NONE)) {
            assertThat(RawHttp.get(other.port(), "/rt/socket.io.js").status()).isEqualTo(200);
            assertThat(RawHttp.get(other.port(), "/socket.io/socket.io.js").status())
                    .isEqualTo(404);
        }
        String off = "{\"socketio\": {\"serveClient\": false}}";
        try (TestServer other = TestServer.start(webroot, off, (vertx, config) -> Application.NONE)) {
            assertThat(RawHttp.get(other.port(), "/socket.io/socket.io.js").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void allowedOriginsMayImportTheModule() throws IOException {
        String cors = "{\"socketio\": {\"cors\": {\"origin\": [\"https://a.example\"],"
                + " \"originPatterns\": [\"https://[a-z]+[.]a[.]example\"]}}}";
        try (TestServer other = TestServer.start(webroot, cors, (vertx, config) -> Application.NONE)) {
            String module = "/socket.io/socket.io.esm.min.js";
            for (String origin : List.of("https://a.example", "https://b.a.example")) {
                assertThat(RawHttp.get(other.port(), module, "Origin: " + origin)
                                .header("access-control-allow-origin"))
                        .contains(origin);
            }
            assertThat(RawHttp.get(other.port(), module, "Origin: https://b.example")
                            .header("access-control-allow-origin"))
                    .isEmpty();
        }
        assertThat(get("/socket.io/socket.io.js", "Origin: https://a.example").header("access-control-allow-origin"))
                .isEmpty();
    }

    private static String version() throws IOException {
        return new String(resource("version"), StandardCharsets.UTF_8).trim();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ClientFilesTest.class.getResourceAsStream("client/" + name)) {
            assertThat(in).as("%s: put into the classpath by the build", name).isNotNull();
            return in.readAllBytes();
        }
    }

    private static Answer get(String path, String... headers) throws IOException {
        return RawHttp.get(server.port(), path, headers);
    }
}
