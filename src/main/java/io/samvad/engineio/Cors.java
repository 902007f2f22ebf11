package io.samvad.engineio;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Who may call from another origin. A browser sends {@code Origin} with every cross-origin request and every WebSocket
 * handshake, and checks CORS only for the former: so both are checked here (cross-site WebSocket hijacking).
 */
final class Cors {
    private static final int NO_CONTENT = 204;
    private static final String ANY = "*";

    private final CorsOptions options;
    private final boolean ofOneRequest;

    /** @param ofOneRequest whether the options are those of one request: another one may have others */
    Cors(CorsOptions options, boolean ofOneRequest) {
        this.options = options;
        this.ofOneRequest = ofOneRequest;
    }

    /** Whether a request may come from where it says it comes from. Programs other than browsers do not say. */
    boolean allows(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null
                || options.allowsOrigin(origin)
                || isSameOrigin(origin, request.getHeader(HttpHeaders.HOST));
    }

    /**
     * Adds the headers that let the browser show the answer to the page. Where it depends on the origin, caches are told so even
     * if there is none: the Fetch standard, section "CORS protocol and HTTP caches".
     */
    void decorate(HttpServerRequest request, HttpServerResponse response) {
        boolean any = options.allowsAnyOrigin() && !options.isCredentials();
        if (ofOneRequest || isEnabled() && !any) {
            response.headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !options.allowsOrigin(origin)) {
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
        if (options.isCredentials()) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if (!options.getExposedHeaders().isEmpty()) {
            response.putHeader(
                    HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(",", options.getExposedHeaders()));
        }
    }

    /** Answers an {@code OPTIONS} request; {@link #decorate} has been called. */
    void preflight(HttpServerRequest request, HttpServerResponse response) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, String.join(",", options.getMethods()));
        String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (!options.getAllowedHeaders().isEmpty()) {
            asked = String.join(",", options.getAllowedHeaders());
        }
        if (asked != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        if (options.getMaxAge() >= 0) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, Integer.toString(options.getMaxAge()));
        }
        request.resume();
        response.setStatusCode(NO_CONTENT).end();
    }

    boolean isEnabled() {
        return options.allowsOthers();
    }

    /** Compares host and port only: behind a proxy that ends TLS the scheme is not ours to know. */
    private static boolean isSameOrigin(String origin, String host) {
        int authority = origin.indexOf("://");
        return authority >= 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }
}
