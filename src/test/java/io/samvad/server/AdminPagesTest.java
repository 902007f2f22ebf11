package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.server.RawHttp.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPagesTest {

    @TempDir
    static Path webroot;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                webroot,
                "{\"admin\": {\"enabled\": true, \"auth\": \"none\", \"path\": \"/back/door\"}}",
                (vertx, config) -> Application.NONE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thePathItselfLeadsToThePage() throws IOException {
        Answer answer = get("/back/door");
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("location")).contains("/back/door/");
    }

    @Test
    void thePageAndAllThatItNamesAreServedFromHere() throws IOException {
        Answer page = get("/back/door/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
        String html = text(page);
        assertThat(html).contains("Socket.IO Admin UI").doesNotContain("//");
        Matcher names = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(html);
        int found = 0;
        for (; names.find(); found++) {
            assertThat(get("/back/door/" + names.group(1)).status())
                    .as(names.group(1))
                    .isEqualTo(200);
        }
        assertThat(found).isGreaterThan(5);
        assertThat(get("/back/door/icons/fonts/materialdesignicons-webfont.woff2?v=7.4.47")
                        .header("content-type"))
                .contains("font/woff2");
    }

    @Test
    void theirPolicyAllowsNoOtherHostAndNoInlineScript() throws IOException {
        String policy = get("/back/door/").header("content-security-policy").orElseThrow();
        assertThat(policy).contains("default-src 'self'").doesNotContain("script-src", "http", "*", "unsafe-eval");
    }

    @Test
    void aCurrentCopyIsNotSentAgain() throws IOException {
        String tag = get("/back/door/").header("etag").orElseThrow();
        assertThat(get("/back/door/", "If-None-Match: " + tag).status()).isEqualTo(304);
    }

    @Test
    void nothingElseIsThere() throws IOException {
        for (String path :
                List.of("/back/door/files", "/back/door/js/", "/back/door/../door/", "/back/doors", "/admin/")) {
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void withoutTheUiThereAreNoPages() throws IOException {
        try (TestServer plain = TestServer.start(webroot)) {
            assertThat(RawHttp.get(plain.port(), "/admin/").status()).isEqualTo(404);
        }
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Answer get(String path, String... headers) throws IOException {
        return RawHttp.get(server.port(), path, headers);
    }
}
