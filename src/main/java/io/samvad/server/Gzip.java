package io.samvad.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * The gzip content coding (RFC 9110 section 8.4.1.3) for files. Vert.x can compress everything a server sends; that would
 * put a compressor into the pipeline of every connection, also of the many that only ever carry WebSocket frames.
 */
final class Gzip {

    private Gzip() {}

    /** Whether the client accepts it, by the rules of RFC 9110 section 12.5.3; a client that says nothing does not. */
    static boolean isAcceptedBy(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted == null) {
            return false;
        }
        Boolean any = null;
        for (String element : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = element.trim().split("\\s*;\\s*");
            boolean wanted = !(parts.length > 1 && parts[1].matches("q=0(\\.0*)?"));
            if (parts[0].equals("gzip") || parts[0].equals("x-gzip")) {
                return wanted;
            }
            if (parts[0].equals("*")) {
                any = wanted;
            }
        }
        return Boolean.TRUE.equals(any);
    }

    /** Compresses in memory; not for an event loop. */
    static Buffer compress(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(compressed.toByteArray());
    }
}
