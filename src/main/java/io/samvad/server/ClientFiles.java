package io.samvad.server;

import io.samvad.engineio.CorsOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The official browser client below the Socket.IO path, as Socket.IO's own server serves it: {@code
 * /socket.io/socket.io.js}, {@code .min.js}, {@code .esm.min.js}, {@code .msgpack.min.js} and their maps, with the client's
 * version as entity tag.
 *
 * <p>Immutable after loading and shared by all event loops.
 */
final class ClientFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ClientFiles.class);

    private static final List<String> SCRIPTS =
            List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js");

    private record Content(String type, Buffer plain, Buffer compressed) {}

    private final Map<String, Content> byPath;
    private final String entityTag;
    private final CorsOptions cors;

    private ClientFiles(Map<String, Content> byPath, String entityTag, CorsOptions cors) {
        this.byPath = byPath;
        this.entityTag = entityTag;
        this.cors = cors;
    }

    /** Reads the files once; blocks, so not for an event loop. */
    static ClientFiles load(ServerConfig config) {
        Map<String, Content> byPath = new HashMap<>();
        byte[] version = config.socketio().serveClient() ? resource("version") : null;
        if (config.socketio().serveClient() && version == null) {
            LOG.warn(
                    "This build has no browser client; nothing is served as {}/socket.io.js",
                    config.socketio().path());
        }
        if (version != null) {
            for (String script : SCRIPTS) {
                add(byPath, config, script, "application/javascript; charset=utf-8");
                add(byPath, config, script + ".map", "application/json; charset=utf-8");
            }
        }
        String tag = version == null ? "" : new String(version, StandardCharsets.UTF_8).trim();
        CorsOptions cors = new CorsOptions(config.socketio().options().getJsonObject("cors"));
        return new ClientFiles(Map.copyOf(byPath), '"' + tag + '"', cors);
    }

    private static void add(Map<String, Content> byPath, ServerConfig config, String name, String type) {
        byte[] content = resource(name);
        if (content != null) {
            Buffer compressed = config.http().compression() ? compressed(name, content) : null;
            byPath.put(config.socketio().path() + "/" + name, new Content(type, Buffer.buffer(content), compressed));
        }
    }

    /** As the build has compressed it. */
    private static Buffer compressed(String name, byte[] content) {
        byte[] ready = resource(name + ".gz");
        return ready == null ? Gzip.compress(content) : Buffer.buffer(ready);
    }

    private static byte[] resource(String name) {
        try (InputStream in = ClientFiles.class.getResourceAsStream("client/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the client's " + name + " from the jar", unreadable);
        }
    }

    boolean handles(HttpServerRequest request) {
        return byPath.containsKey(request.path());
    }

    void handle(HttpServerRequest request) {
        Content content = byPath.get(request.path());
        HttpServerResponse response = request.response();
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            StandardAnswers.methodNotAllowed(request);
            return;
        }
        allowOrigin(request);
        response.putHeader(HttpHeaders.ETAG, entityTag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=0")
                .putHeader("X-Content-Type-Options", "nosniff")
                // A page that is isolated from other origins may still load the client from here.
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        if (content.compressed() != null) {
            response.headers().add(HttpHeaders.VARY, "Accept-Encoding");
        }
        if (Freshness.hasCurrentCopy(request, entityTag, null)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, content.type());
        Buffer body = content.plain();
        if (content.compressed() != null && Gzip.isAcceptedBy(request)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = content.compressed();
        }
        StandardAnswers.send(request, body);
    }

    /** Module scripts of another origin need leave to load (the Fetch standard); classic ones never ask. */
    private void allowOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (cors.allowsAnyOrigin()) {
            request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else if (cors.allowsOthers()) {
            request.response().headers().add(HttpHeaders.VARY, "Origin");
            if (origin != null && cors.allowsOrigin(origin)) {
                request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            }
        }
    }
}
