package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.server.RawHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {

    private static final String SECRET = "not for the world";
    private static final String PAGE = "<!doctype html><title>start</title>";
    private static final String LONG_TEXT = "all work and no play\n".repeat(200);

    @TempDir
    static Path folder;

    private static Path webroot;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), SECRET);
        Files.createDirectories(folder.resolve("webroot-other"));
        Files.writeString(folder.resolve("webroot-other/secret.txt"), SECRET);
        webroot = Files.createDirectories(folder.resolve("webroot"));
        Files.createDirectories(webroot.resolve("foo"));
        Files.createDirectories(webroot.resolve("empty"));
        Files.createDirectories(webroot.resolve(".git"));
        Files.writeString(webroot.resolve("index.html"), PAGE);
        Files.writeString(webroot.resolve("foo/index.html"), "<title>foo</title>");
        Files.writeString(webroot.resolve("foo/long.txt"), LONG_TEXT);
        Files.writeString(webroot.resolve("a b+ü.txt"), "named");
        Files.writeString(webroot.resolve(".env"), SECRET);
        Files.writeString(webroot.resolve(".git/config"), SECRET);
        for (String name : new String[] {"a.js", "a.mjs", "a.css", "a.svg", "a.json", "a.map", "a.woff2", "a.ico"}) {
            Files.writeString(webroot.resolve(name), LONG_TEXT);
        }
        Files.writeString(webroot.resolve("a.webmanifest"), "{}");
        Files.writeString(webroot.resolve("a.unheard-of"), "?");
        server = TestServer.start(webroot);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void rootIsTheIndexPage() throws IOException {
        Answer answer = get("/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(PAGE);
        assertThat(answer.header("content-length")).contains(String.valueOf(PAGE.length()));
        assertThat(answer.header("content-type")).contains("text/html; charset=utf-8");
        assertThat(get("/index.html?v=1").text()).isEqualTo(PAGE);
    }

    @Test
    void pagesCarryTheHeadersThatProtectThem() throws IOException {
        Answer page = get("/");
        assertThat(page.header("x-content-type-options")).contains("nosniff");
        assertThat(page.header("referrer-policy")).contains("same-origin");
        assertThat(page.header("content-security-policy").orElseThrow())
                .contains("default-src 'self'")
                .doesNotContain("unsafe-inline");
        assertThat(get("/a.js").header("x-content-type-options")).contains("nosniff");
        assertThat(get("/missing").header("content-security-policy")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "a.js, text/javascript; charset=utf-8",
        "a.mjs, text/javascript; charset=utf-8",
        "a.css, text/css; charset=utf-8",
        "a.svg, image/svg+xml",
        "a.json, application/json; charset=utf-8",
        "a.map, application/json; charset=utf-8",
        "a.woff2, font/woff2",
        "a.ico, image/x-icon",
        "a.webmanifest, application/manifest+json; charset=utf-8",
        "a.unheard-of, application/octet-stream"
    })
    void endingDecidesTheType(String name, String type) throws IOException {
        assertThat(get("/" + name).header("content-type")).contains(type);
    }

    @Test
    void namesAreDecodedOnce() throws IOException {
        assertThat(get("/a%20b+%C3%BC.txt").text()).isEqualTo("named");
        assertThat(get("/a%2520b+%C3%BC.txt").status()).isEqualTo(404);
    }

    @Test
    void aFolderWithoutSlashIsSentToTheSlash() throws IOException {
        Answer answer = get("/foo?x=1");
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("location")).contains("/foo/?x=1");
        assertThat(get("/foo/").text()).isEqualTo("<title>foo</title>");
    }

    @Test
    void aFolderWithoutIndexShowsNothing() throws IOException {
        assertThat(get("/empty/").status()).isEqualTo(404);
        assertThat(get("/index.html/").status()).isEqualTo(404);
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        Answer head = request("HEAD", "/foo/long.txt");
        Answer get = get("/foo/long.txt");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).containsExactlyInAnyOrderElementsOf(get.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void otherMethodsAreNotAllowed(String method) throws IOException {
        Answer answer = request(method, "/", "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("GET, HEAD");
    }

    @Test
    void aCurrentEntityTagIsAnswered304() throws IOException {
        String tag = get("/").header("etag").orElseThrow();
        for (String known : new String[] {tag, tag.substring(2), "\"other\", " + tag, "*"}) {
            Answer answer = get("/", "If-None-Match: " + known);
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("etag")).contains(tag);
        }
        assertThat(get("/", "If-None-Match: \"other\"").status()).isEqualTo(200);
    }

    @Test
    void anUnmodifiedFileIsAnswered304() throws IOException {
        String modified = get("/").header("last-modified").orElseThrow();
        assertThat(get("/", "If-Modified-Since: " + modified).status()).isEqualTo(304);
        assertThat(get("/", "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT").status())
                .isEqualTo(200);
        assertThat(get("/", "If-Modified-Since: yesterday").status()).isEqualTo(200);
    }

    @Test
    void entityTagOutranksTheDate() throws IOException {
        String modified = get("/").header("last-modified").orElseThrow();
        Answer answer = get("/", "If-None-Match: \"other\"", "If-Modified-Since: " + modified);
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aChangedFileIsSeenAtOnceAlsoCompressed() throws IOException {
        Path file = webroot.resolve("changing.css");
        Files.writeString(file, "a".repeat(1000));
        Answer before = get("/changing.css", "Accept-Encoding: gzip");
        Files.writeString(file, "b".repeat(1000));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
        Answer after = get("/changing.css", "Accept-Encoding: gzip");
        assertThat(unzip(before)).isEqualTo("a".repeat(1000));
        assertThat(unzip(after)).isEqualTo("b".repeat(1000));
        assertThat(after.header("etag")).isNotEqualTo(before.header("etag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.5", "*", "deflate, GZIP"})
    void textIsCompressedForThoseWhoAcceptIt(String accepted) throws IOException {
        Answer answer = get("/foo/long.txt", "Accept-Encoding: " + accepted);
        assertThat(answer.header("content-encoding")).contains("gzip");
        assertThat(answer.header("vary")).contains("Accept-Encoding");
        assertThat(answer.body().length).isLessThan(LONG_TEXT.length() / 4);
        assertThat(unzip(answer)).isEqualTo(LONG_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip;q=0.000, *", "br"})
    void textIsLeftAloneForTheRest(String accepted) throws IOException {
        Answer answer = get("/foo/long.txt", "Accept-Encoding: " + accepted);
        assertThat(answer.header("content-encoding")).isEmpty();
        assertThat(answer.header("vary")).contains("Accept-Encoding");
        assertThat(answer.text()).isEqualTo(LONG_TEXT);
    }

    @Test
    void onlyTextOfSomeLengthIsCompressed() throws IOException {
        assertThat(get("/a.woff2", "Accept-Encoding: gzip").header("content-encoding"))
                .isEmpty();
        assertThat(get("/a.woff2").header("vary")).isEmpty();
        assertThat(get("/", "Accept-Encoding: gzip").header("content-encoding")).isEmpty();
    }

    @Test
    void compressionCanBeTurnedOff() throws IOException {
        try (TestServer plain = TestServer.start(
                webroot, "{\"http\": {\"compression\": false}}", (vertx, config) -> Application.NONE)) {
            Answer answer = RawHttp.get(plain.port(), "/foo/long.txt", "Accept-Encoding: gzip");
            assertThat(answer.header("content-encoding")).isEmpty();
            assertThat(answer.header("vary")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/foo/../../secret.txt",
                "/%2e%2e/secret.txt",
                "/.%2e/secret.txt",
                "/%2E%2E%2Fsecret.txt",
                "/..%2fsecret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/foo/..%2F..%2Fsecret.txt",
                "/foo/bar%2F..%2Findex.html",
                "/foo%2Findex.html",
                "/foo%5cindex.html",
                "/foo/../index.html",
                "/./index.html",
                "/%252e%252e/secret.txt",
                "/..%252fsecret.txt",
                "/..%c0%afsecret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/..%u2215secret.txt",
                "/../webroot-other/secret.txt",
                "//secret.txt",
                "//example.org/",
                "/foo//",
                "/.env",
                "/%2eenv",
                "/.git/config",
                "/.git",
                "/index.html%00",
                "/index.html%00.txt",
                "/foo%0d%0aSet-Cookie:x",
                "/C:/secret.txt",
                "/index.html::$DATA",
                "/%",
                "/%2",
                "/%zz",
                "/;/index.html",
                "/..;/secret.txt"
            })
    void nothingOutsideTheRootAndNothingHiddenIsServed(String path) throws IOException {
        Answer answer = get(path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).doesNotContain(SECRET).doesNotContain(PAGE);
        assertThat(answer.header("set-cookie")).isEmpty();
        assertThat(answer.header("location")).isEmpty();
    }

    @Test
    void anAbsoluteAddressInTheRequestLineIsJudgedByItsPath() throws IOException {
        assertThat(get("http://localhost/index.html").text()).isEqualTo(PAGE);
        assertThat(get("http://localhost/../secret.txt").status()).isIn(400, 404);
        assertThat(get("file:///etc/passwd").status()).isIn(400, 404);
        assertThat(get("index.html").status()).isIn(400, 404);
    }

    @Test
    void linksAreFollowedOnlyWithinTheRoot() throws IOException {
        link("out.txt", folder.resolve("secret.txt"));
        link("out", folder.resolve("webroot-other"));
        link("hidden.txt", webroot.resolve(".env"));
        link("dangling.txt", webroot.resolve("nowhere"));
        link("in.txt", webroot.resolve("foo/long.txt"));
        for (String path : new String[] {"/out.txt", "/out/secret.txt", "/out/", "/hidden.txt", "/dangling.txt"}) {
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(get("/in.txt").text()).isEqualTo(LONG_TEXT);
    }

    @Test
    void aVeryLongNameIsOnlyNotFound() throws IOException {
        assertThat(get("/" + "x".repeat(3000)).status()).isEqualTo(404);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        Answer answer = RawHttp.exchange(
                server.port(),
                "GET /foo/long.txt HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer.text()).startsWith(LONG_TEXT + "HTTP/1.1 200 OK").endsWith(PAGE);
    }

    private static void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(webroot.resolve(name), target);
    }

    private static String unzip(Answer answer) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Answer get(String path, String... headers) throws IOException {
        return request("GET", path, headers);
    }

    private static Answer request(String method, String path, String... headers) throws IOException {
        return RawHttp.request(server.port(), method, path, headers);
    }
}
