package io.samvad.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The small answers that several routes give, and the headers that every page of ours carries. */
final class StandardAnswers {

    /**
     * Pages load scripts, styles, images and connections from their own origin only, and nothing that is written into the
     * page itself: text of a message that found its way into the markup would not run.
     */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private static final Buffer NOT_FOUND = Buffer.buffer(
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Not found</title>
            <h1>Not found</h1>
            <p>There is nothing at this address. <a href="/">To the start page</a></p>
            </html>
            """);

    private StandardAnswers() {}

    static void notFound(HttpServerRequest request) {
        protect(request.response(), true);
        request.response().setStatusCode(404).putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        send(request, NOT_FOUND);
    }

    static void methodNotAllowed(HttpServerRequest request) {
        text(request, 405, "Only GET and HEAD are answered here.\n", "Allow", "GET, HEAD");
    }

    static void internalError(HttpServerRequest request) {
        text(request, 500, "Something went wrong here. The server's log has the cause.\n", "Connection", "close");
    }

    static void stopping(HttpServerRequest request) {
        text(request, 503, "This server is stopping.\n", "Connection", "close");
    }

    private static void text(HttpServerRequest request, int status, String body, String header, String value) {
        HttpServerResponse response = request.response();
        protect(response, false);
        response.setStatusCode(status)
                .putHeader(header, value)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        send(request, Buffer.buffer(body));
    }

    /** Headers that keep a browser from guessing types, telling other sites where a visitor was, and running strange code. */
    static void protect(HttpServerResponse response, boolean page) {
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "same-origin");
        if (page) {
            response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        }
    }

    /** Ends the response with a body, or for HEAD with the length that the body would have. */
    static void send(HttpServerRequest request, Buffer body) {
        if (request.method() == HttpMethod.HEAD) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()))
                    .end();
        } else {
            request.response().end(body);
        }
    }
}
