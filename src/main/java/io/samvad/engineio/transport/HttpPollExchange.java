package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** A poll over Vert.x. Lives on the loop of the HTTP connection, its home; hops there when the owner is another loop. */
public final class HttpPollExchange implements PollExchange {
    private static final int INTERNAL_ERROR = 500;
    private static final Future<Void> GONE = Future.failedFuture("the client went away");

    /** RFC 9110, section 12.5.3: a weight of 0 means that it is not accepted. */
    private static final Pattern GZIP_ACCEPTED =
            Pattern.compile("(?i)(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?:1|0[.]0*[1-9])[^,]*)?(?:,|$)");

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Context home;
    private final int compressionThreshold;
    private final int compressionLevel;
    private final Refusals refusals;
    /** Read and written by the owner only. */
    private Context owner;

    private boolean answered;
    /** Null, as a rule: it is still to be read. */
    private Buffer body;

    /**
     * Takes over a request, which is paused until its body is asked for.
     *
     * @param home context of the loop that runs the request
     * @param compressionThreshold smallest answer in bytes to be compressed if the client accepts that, or
     *     {@link Integer#MAX_VALUE} for none
     * @param compressionLevel as {@link java.util.zip.Deflater} has it
     * @param refusals answers for this exchange when it is refused
     */
    public HttpPollExchange(
            HttpServerRequest request,
            Vertx vertx,
            Context home,
            int compressionThreshold,
            int compressionLevel,
            Refusals refusals) {
        this.request = request;
        this.vertx = vertx;
        this.home = home;
        this.owner = home;
        this.compressionThreshold = compressionThreshold;
        this.compressionLevel = compressionLevel;
        this.refusals = refusals;
    }

    @Override
    public void attach(Context newOwner) {
        owner = newOwner;
    }

    @Override
    public void onAbort(Runnable aborted) {
        atHome(() -> {
            HttpServerResponse response = request.response();
            response.exceptionHandler(cause -> {});
            response.closeHandler(closed -> {
                if (!response.ended()) {
                    request.resume();
                    atOwner(aborted);
                }
            });
            if (response.closed()) {
                atOwner(aborted);
            }
        });
    }

    /**
     * Somebody has read the body of the request before.
     *
     * @param whole the body, or null if nobody has
     */
    public void alreadyRead(Buffer whole) {
        body = whole;
    }

    @Override
    public Future<byte[]> body(int limit) {
        if (body != null) {
            return body.length() > limit
                    ? Future.failedFuture(new PayloadTooLargeException(limit))
                    : Future.succeededFuture(body.getBytes());
        }
        Promise<byte[]> read = Promise.promise();
        atHome(() -> readBody(limit, read));
        return read.future();
    }

    /** Completes on the owner's loop; stops keeping bytes as soon as there are too many. */
    private void readBody(int limit, Promise<byte[]> whole) {
        Buffer read = Buffer.buffer();
        request.handler(part -> {
            if (read.length() + part.length() > limit) {
                // Not paused: what Vert.x holds back for a paused request is never freed once the connection closes.
                request.handler(rest -> {});
                atOwner(() -> whole.tryFail(new PayloadTooLargeException(limit)));
            } else {
                read.appendBuffer(part);
            }
        });
        request.exceptionHandler(cause -> atOwner(() -> whole.tryFail(cause)));
        request.endHandler(end -> atOwner(() -> whole.tryComplete(read.getBytes())));
        request.resume();
    }

    @Override
    public void answer(byte[] body, boolean binary, boolean compressible, Runnable lost) {
        if (!answered) {
            answered = true;
            String type = binary ? "application/octet-stream" : "text/plain; charset=UTF-8";
            atHome(() -> write(body, type, compressible).onFailure(broken -> {
                if (lost != null) {
                    atOwner(lost);
                }
            }));
        }
    }

    @Override
    public void refuse(EngineError error, String message) {
        if (!answered) {
            answered = true;
            atHome(() -> refusals.refuse(request, error, message));
        }
    }

    /** Writes a refusal. To be called on the loop of the request. */
    public static void refuse(HttpServerRequest request, EngineError error, String message) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        // Its body is of no interest, and must not be held back any longer, see readBody.
        request.resume();
        response.setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(error.json(message))
                .onComplete(sent -> request.connection().close());
    }

    /** Fails if the connection ends before all of it is handed to the network. */
    private Future<Void> write(byte[] body, String contentType, boolean compressible) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return GONE;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, HttpHeaders.createOptimized("no-store"));
        request.resume();
        if (!compressible || body.length < compressionThreshold || !acceptsGzip()) {
            return response.end(Buffer.buffer(body));
        }
        return vertx.executeBlocking(() -> gzip(body, compressionLevel), false)
                .onFailure(failure -> response.setStatusCode(INTERNAL_ERROR).end())
                .compose(zipped -> {
                    if (response.closed()) {
                        return GONE;
                    }
                    // Beside what else it varies by: the origin, where other origins are allowed.
                    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
                    return response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                            .end(zipped);
                });
    }

    private boolean acceptsGzip() {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP_ACCEPTED.matcher(accepted).find();
    }

    private static Buffer gzip(byte[] body, int level) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 2);
        try (Gzip gzip = new Gzip(zipped, level)) {
            gzip.write(body);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return Buffer.buffer(zipped.toByteArray());
    }

    /** The JDK's, with the one thing that only a subclass can choose. */
    private static final class Gzip extends GZIPOutputStream {
        private Gzip(ByteArrayOutputStream zipped, int level) throws IOException {
            super(zipped);
            def.setLevel(level);
        }
    }

    private void atHome(Runnable task) {
        run(home, task);
    }

    private void atOwner(Runnable task) {
        run(owner, task);
    }

    private void run(Context where, Runnable task) {
        if (owner == home) {
            task.run();
        } else {
            where.runOnContext(go -> task.run());
        }
    }
}
