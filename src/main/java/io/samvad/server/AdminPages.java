package io.samvad.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The pages of the official admin UI under {@code admin.path}, as npm has them but for one thing: what {@code index.html}
 * would fetch from other hosts comes from here or, a typeface that browsers can replace, not at all.
 *
 * <p>Immutable after loading and shared by all event loops.
 */
final class AdminPages {

    private static final String PAGE = "index.html";
    private static final String FOREIGN_ICONS = "https://cdn.jsdelivr.net/npm/@mdi/font@latest/";
    private static final String FOREIGN_TYPEFACE =
            "<link rel=\"stylesheet\" href=\"https://fonts.googleapis.com/css?family=Roboto:100,300,400,500,700,900\">";

    /** The toolkit of the pages writes its colours into a style element; nothing else is needed beyond their own files. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private record Content(MediaType type, String entityTag, Buffer plain, Buffer compressed) {}

    /** The path itself, or null if there are no pages. */
    private final String path;

    private final Map<String, Content> byPath;

    private AdminPages(String path, Map<String, Content> byPath) {
        this.path = path;
        this.byPath = byPath;
    }

    /** Reads and compresses the files once; blocks, so not for an event loop. */
    static AdminPages load(ServerConfig config) {
        if (!config.admin().enabled()) {
            return new AdminPages(null, Map.of());
        }
        String path = config.admin().path();
        Map<String, Content> byPath = new HashMap<>();
        for (String name : new String(resource("files"), StandardCharsets.UTF_8).split("\\R")) {
            byPath.put(path + "/" + name, content(name, config.http().compression()));
        }
        byPath.put(path + "/", byPath.get(path + "/" + PAGE));
        return new AdminPages(path, Map.copyOf(byPath));
    }

    private static Content content(String name, boolean compression) {
        byte[] bytes = name.equals(PAGE) ? page() : resource(name);
        MediaType type = MediaType.of(name);
        Buffer compressed = compression && type.text() ? Gzip.compress(bytes) : null;
        String tag = "W/\"%x-%x\"".formatted(bytes.length, Arrays.hashCode(bytes));
        return new Content(type, tag, Buffer.buffer(bytes), compressed);
    }

    private static byte[] page() {
        String html = new String(resource(PAGE), StandardCharsets.UTF_8);
        return html.replace(FOREIGN_ICONS, "icons/")
                .replace(FOREIGN_TYPEFACE, "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = AdminPages.class.getResourceAsStream("admin/" + name)) {
            if (in == null) {
                throw new StartFailure("This build has no admin UI (admin.enabled)");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the admin UI's " + name + " from the jar", unreadable);
        }
    }

    boolean handles(HttpServerRequest request) {
        String asked = request.path();
        return path != null
                && asked != null
                && asked.startsWith(path)
                && (asked.length() == path.length() || asked.charAt(path.length()) == '/');
    }

    void handle(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            StandardAnswers.methodNotAllowed(request);
            return;
        }
        Content content = byPath.get(request.path());
        if (content != null) {
            send(request, content);
        } else if (request.path().equals(path)) {
            // The page names its files relative to the slash.
            StandardAnswers.protect(request.response(), false);
            request.response()
                    .setStatusCode(301)
                    .putHeader(HttpHeaders.LOCATION, path + "/")
                    .end();
        } else {
            StandardAnswers.notFound(request);
        }
    }

    private static void send(HttpServerRequest request, Content content) {
        HttpServerResponse response = request.response();
        StandardAnswers.protect(response, false);
        if (content.type().isPage()) {
            response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        }
        response.putHeader(HttpHeaders.ETAG, content.entityTag()).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (content.compressed() != null) {
            response.putHeader(HttpHeaders.VARY, "Accept-Encoding");
        }
        if (Freshness.hasCurrentCopy(request, content.entityTag(), null)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, content.type().value());
        if (content.compressed() != null && Gzip.isAcceptedBy(request)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            StandardAnswers.send(request, content.compressed());
        } else {
            StandardAnswers.send(request, content.plain());
        }
    }
}
