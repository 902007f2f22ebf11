package io.samvad.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the web root, and nothing outside it.
 *
 * <p>vertx-web's static handler knows no entity tags, follows links out of its root and leaves compression to the whole
 * server, hence this one. Everything that touches the disk runs on a worker thread; a file that was changed is seen with
 * the next request. One object serves all event loops.
 */
final class StaticFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StaticFiles.class);

    /** Larger text is sent as it is: compressing happens in memory. */
    private static final long MAX_COMPRESSED_FILE = 4 << 20;
    /** Below this a compressed body saves no packet. */
    private static final long MIN_COMPRESSED_FILE = 512;

    private static final int CACHED_FILES = 64;

    /** What was found for a path; which kind decides the answer. */
    private sealed interface Found {}

    private record Nothing() implements Found {}

    private record Folder() implements Found {}

    /** A file; either its compressed content or an open channel that the receiver has to close, or neither for a 304 or HEAD. */
    private record RegularFile(
            MediaType type, String entityTag, Instant lastModified, long length, Buffer compressed, FileChannel channel)
            implements Found {}

    private record Compressed(String entityTag, Buffer content) {}

    private final Vertx vertx;
    private final Path root;
    private final boolean compression;
    private final Map<Path, Compressed> cache = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Compressed> eldest) {
            return size() > CACHED_FILES;
        }
    });

    StaticFiles(Vertx vertx, Path root, boolean compression) {
        this.vertx = vertx;
        this.root = root;
        this.compression = compression;
    }

    void handle(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            StandardAnswers.methodNotAllowed(request);
            return;
        }
        Optional<WebPath> path = WebPath.parse(request.path());
        if (path.isEmpty()) {
            StandardAnswers.notFound(request);
            return;
        }
        boolean gzip = compression && Gzip.isAcceptedBy(request);
        boolean head = request.method() == HttpMethod.HEAD;
        vertx.executeBlocking(() -> find(path.get(), request, gzip, head), false)
                .onSuccess(found -> answer(request, found))
                .onFailure(cause -> {
                    LOG.warn("Cannot serve {}: {}", request.path(), cause.toString());
                    StandardAnswers.internalError(request);
                });
    }

    private void answer(HttpServerRequest request, Found found) {
        if (found instanceof RegularFile file) {
            send(request, file);
        } else if (found instanceof Folder) {
            // Relative links of the folder's page only work below the slash. Every name in the path was checked, so
            // this
            // cannot lead to another host.
            StandardAnswers.protect(request.response(), false);
            String query = request.query() == null ? "" : "?" + request.query();
            request.response()
                    .setStatusCode(301)
                    .putHeader(HttpHeaders.LOCATION, request.path() + "/" + query)
                    .end();
        } else {
            StandardAnswers.notFound(request);
        }
    }

    private void send(HttpServerRequest request, RegularFile file) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            close(file.channel());
            return;
        }
        StandardAnswers.protect(response, file.type().isPage());
        response.putHeader(HttpHeaders.ETAG, file.entityTag())
                .putHeader(HttpHeaders.LAST_MODIFIED, Freshness.httpDate(file.lastModified()))
                // Ask each time, and mostly be told 304: a page that was changed is seen at once.
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (compression && file.type().text()) {
            response.putHeader(HttpHeaders.VARY, "Accept-Encoding");
        }
        if (Freshness.hasCurrentCopy(request, file.entityTag(), file.lastModified())) {
            close(file.channel());
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type().value());
        if (file.compressed() != null) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            StandardAnswers.send(request, file.compressed());
        } else if (file.channel() == null) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(file.length()))
                    .end();
        } else {
            response.sendFile(file.channel(), 0, file.length()).onComplete(sent -> close(file.channel()));
        }
    }

    /** Looks at the disk; on a worker thread. */
    private Found find(WebPath path, HttpServerRequest request, boolean gzip, boolean head) throws IOException {
        Path file = locate(path);
        if (file == null) {
            return new Nothing();
        }
        if (Files.isDirectory(file)) {
            if (!path.folder()) {
                return new Folder();
            }
            file = inside(file.resolve("index.html"));
        } else if (path.folder()) {
            return new Nothing();
        }
        // Not a device or a pipe: opening one of those can block for ever.
        if (file == null || !Files.isRegularFile(file) || !Files.isReadable(file)) {
            return new Nothing();
        }
        return describe(file, request, gzip, head);
    }

    private RegularFile describe(Path file, HttpServerRequest request, boolean gzip, boolean head) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        MediaType type = MediaType.of(file.getFileName().toString());
        Instant modified = attributes.lastModifiedTime().toInstant();
        // Weak, because it stands for the compressed and the plain body alike.
        String tag = "W/\"%x-%x\""
                .formatted(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        boolean bodyless = Freshness.hasCurrentCopy(request, tag, modified);
        Buffer compressed = null;
        if (!bodyless && gzip && type.text() && isWorthCompressing(attributes.size())) {
            compressed = compressed(file, tag);
        }
        FileChannel channel = bodyless || head || compressed != null ? null : FileChannel.open(file);
        return new RegularFile(type, tag, modified, attributes.size(), compressed, channel);
    }

    private static boolean isWorthCompressing(long size) {
        return size >= MIN_COMPRESSED_FILE && size <= MAX_COMPRESSED_FILE;
    }

    private Buffer compressed(Path file, String entityTag) throws IOException {
        Compressed known = cache.get(file);
        if (known == null || !known.entityTag().equals(entityTag)) {
            known = new Compressed(entityTag, Gzip.compress(Files.readAllBytes(file)));
            cache.put(file, known);
        }
        return known.content();
    }

    private Path locate(WebPath path) throws IOException {
        try {
            Path file = root;
            for (String name : path.names()) {
                file = file.resolve(name);
            }
            return inside(file);
        } catch (InvalidPathException impossibleName) {
            return null;
        }
    }

    /** The file with all links followed, or null if that leads out of the root, to something hidden, or nowhere. */
    private Path inside(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        Path realRoot = root.toRealPath();
        Path real = file.toRealPath();
        if (!real.startsWith(realRoot)) {
            return null;
        }
        for (Path name : realRoot.relativize(real)) {
            if (!name.toString().isEmpty() && !WebPath.isPlain(name.toString())) {
                return null;
            }
        }
        return real;
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                LOG.debug("Closing a file failed", alreadyGone);
            }
        }
    }

    /** Whether there is a folder to serve from, said in words if not. */
    static void check(Path root) {
        if (!Files.isDirectory(root)) {
            String what =
                    Files.exists(root, LinkOption.NOFOLLOW_LINKS) ? "it is not a folder" : "there is no such folder";
            throw new StartFailure("Cannot serve the webroot %s: %s (http.webroot)".formatted(root, what));
        }
        if (!Files.isReadable(root)) {
            throw new StartFailure("Cannot serve the webroot %s: permission denied (http.webroot)".formatted(root));
        }
    }
}
