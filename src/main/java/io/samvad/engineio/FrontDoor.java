package io.samvad.engineio;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.transport.HttpPollExchange;
import io.samvad.engineio.transport.HttpUpgradeExchange;
import io.samvad.engineio.transport.ProtocolVersion;
import io.samvad.engineio.transport.WebSocketLimits;
import io.samvad.link.Peer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Checks each HTTP request and sends it on to its session, or refuses it: nothing unchecked comes further. */
final class FrontDoor {
    private static final String POLLING = "polling";
    private static final String WEBSOCKET = "websocket";
    /** In protocol v3: the number of a JSONP callback. */
    private static final String JSONP = "j";

    private static final String VERSION_4 = "4";
    private static final String VERSION_3 = "3";
    private static final int INTERNAL_ERROR = 500;

    private final EngineServer server;
    private final Cors fixedCors;
    private final WebSocketLimits webSocketLimits;
    private Function<HttpServerRequest, CorsOptions> corsOf;
    private Function<HttpServerRequest, Future<Void>> allowRequest;
    private BiConsumer<MultiMap, HttpServerRequest> initialHeaders;
    private BiConsumer<MultiMap, HttpServerRequest> headers;
    private Handler<ConnectionError> connectionErrors;

    FrontDoor(EngineServer server) {
        this.server = server;
        this.fixedCors = new Cors(server.options().getCors(), false);
        EngineOptions options = server.options();
        this.webSocketLimits = new WebSocketLimits(
                options.getMaxPayload(), options.getMaxQueuedBytes(), options.isPerMessageDeflate());
    }

    void cors(Function<HttpServerRequest, CorsOptions> options) {
        corsOf = options;
    }

    void allowRequest(Function<HttpServerRequest, Future<Void>> check) {
        allowRequest = check;
    }

    void initialHeaders(BiConsumer<MultiMap, HttpServerRequest> hook) {
        initialHeaders = hook;
    }

    void headers(BiConsumer<MultiMap, HttpServerRequest> hook) {
        headers = hook;
    }

    void connectionErrors(Handler<ConnectionError> handler) {
        connectionErrors = handler;
    }

    boolean allowsOrigin(HttpServerRequest request) {
        return cors(request).allows(request);
    }

    private Cors cors(HttpServerRequest request) {
        return corsOf == null ? fixedCors : new Cors(corsOf.apply(request), true);
    }

    /** A fault in a hook of the application refuses the request and harms nobody else. */
    void handle(HttpServerRequest request, Routed routed) {
        request.pause();
        try {
            receive(request, routed);
        } catch (RuntimeException failure) {
            server.report(failure);
            if (!request.response().ended()) {
                request.response().setStatusCode(INTERNAL_ERROR).end();
            }
        }
    }

    private void receive(HttpServerRequest request, Routed routed) {
        Cors cors = cors(request);
        cors.decorate(request, request.response());
        if (headers != null) {
            headers.accept(request.response().headers(), request);
        }
        if (request.method() == HttpMethod.OPTIONS && cors.isEnabled()) {
            cors.preflight(request, request.response());
            return;
        }
        Query query;
        try {
            query = Query.of(request.params(), routed);
        } catch (IllegalArgumentException malformed) {
            refuse(request, EngineError.BAD_REQUEST, "the query is malformed");
            return;
        }
        Refusal refusal = check(request, query, cors);
        if (refusal != null) {
            refuse(request, refusal.error, refusal.message);
        } else if (query.sid == null) {
            shakeHands(request, query);
        } else {
            toSession(request, query);
        }
    }

    // ---------------------------------------------------------------- checks

    private Refusal check(HttpServerRequest request, Query query, Cors cors) {
        if (query.repeated) {
            return new Refusal(EngineError.BAD_REQUEST, "a query parameter is repeated");
        }
        if (query.transport == null || !server.options().getTransports().contains(query.transport)) {
            return new Refusal(EngineError.TRANSPORT_UNKNOWN);
        }
        if (!cors.allows(request)) {
            return new Refusal(EngineError.FORBIDDEN, "Origin not allowed");
        }
        Refusal refusal = query.sid == null ? checkHandshake(request) : checkRequest(request, query);
        if (refusal == null && !VERSION_4.equals(query.version)) {
            refusal = checkOldVersion(request, query);
        }
        if (refusal == null && query.transport.equals(WEBSOCKET) != isUpgrade(request)) {
            refusal = new Refusal(EngineError.TRANSPORT_HANDSHAKE_ERROR);
        }
        return refusal;
    }

    private Refusal checkHandshake(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET) {
            return new Refusal(EngineError.BAD_HANDSHAKE_METHOD);
        }
        return server.hasRoom() ? null : new Refusal(EngineError.TOO_MANY_SESSIONS);
    }

    private static Refusal checkRequest(HttpServerRequest request, Query query) {
        boolean post = request.method() == HttpMethod.POST && query.transport.equals(POLLING);
        return post || request.method() == HttpMethod.GET ? null : new Refusal(EngineError.BAD_REQUEST);
    }

    private Refusal checkOldVersion(HttpServerRequest request, Query query) {
        if (!VERSION_3.equals(query.version) || !server.options().isAllowEio3()) {
            return new Refusal(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
        }
        return request.params().contains(JSONP)
                ? new Refusal(EngineError.BAD_REQUEST, "JSONP polling (j in the query) is not supported")
                : null;
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private void refuse(HttpServerRequest request, EngineError error, String message) {
        if (connectionErrors != null) {
            tell(ConnectionError.of(request, error, message));
        }
        HttpPollExchange.refuse(request, error, message);
    }

    private void tell(ConnectionError error) {
        try {
            connectionErrors.handle(error);
        } catch (RuntimeException failure) {
            server.report(failure);
        }
    }

    // ---------------------------------------------------------------- ways in

    private void shakeHands(HttpServerRequest request, Query query) {
        if (allowRequest == null) {
            open(request, query);
            return;
        }
        Future<Void> verdict;
        try {
            verdict = allowRequest.apply(request);
        } catch (RuntimeException failure) {
            verdict = Future.failedFuture(failure);
        }
        verdict.onComplete(allowed -> server.execute(() -> decided(request, query, allowed.cause())));
    }

    /** @param objection why the application refuses, or null */
    private void decided(HttpServerRequest request, Query query, Throwable objection) {
        if (objection != null) {
            String message = objection.getMessage();
            refuse(request, EngineError.FORBIDDEN, message == null ? EngineError.FORBIDDEN.message() : message);
        } else if (server.hasRoom()) {
            open(request, query);
        } else {
            refuse(request, EngineError.TOO_MANY_SESSIONS, EngineError.TOO_MANY_SESSIONS.message());
        }
    }

    private void open(HttpServerRequest request, Query query) {
        String sid;
        try {
            sid = server.newId(request);
        } catch (RuntimeException failure) {
            server.report(failure);
            refuse(request, EngineError.ID_GENERATION_ERROR, EngineError.ID_GENERATION_ERROR.message());
            return;
        }
        MultiMap answer = request.response().headers();
        if (server.options().getCookie() != null) {
            answer.add(HttpHeaders.SET_COOKIE, server.options().getCookie().header(sid));
        }
        if (initialHeaders != null) {
            initialHeaders.accept(answer, request);
        }
        Peer peer = Peer.of(request, query.routed.about());
        ProtocolVersion protocol = VERSION_4.equals(query.version)
                ? ProtocolVersion.v4()
                : ProtocolVersion.v3(ProtocolVersion.asksForBase64(request.params()));
        if (query.transport.equals(POLLING)) {
            server.open(sid, peer, protocol, poll(request, query));
        } else {
            server.open(sid, peer, protocol, upgrade(request));
        }
    }

    private void toSession(HttpServerRequest request, Query query) {
        if (query.transport.equals(WEBSOCKET)) {
            server.upgrade(query.sid, upgrade(request));
        } else if (request.method() == HttpMethod.POST) {
            server.post(query.sid, poll(request, query));
        } else {
            server.get(query.sid, poll(request, query));
        }
    }

    private HttpPollExchange poll(HttpServerRequest request, Query query) {
        EngineOptions options = server.options();
        HttpPollExchange exchange = new HttpPollExchange(
                request,
                server.vertx(),
                server.context(),
                options.getCompressionThreshold(),
                options.getCompressionLevel(),
                this::refuse);
        exchange.alreadyRead(query.routed.body());
        return exchange;
    }

    private HttpUpgradeExchange upgrade(HttpServerRequest request) {
        return new HttpUpgradeExchange(request, server.context(), webSocketLimits, this::refuse);
    }

    // ---------------------------------------------------------------- values

    private record Refusal(EngineError error, String message) {
        Refusal(EngineError error) {
            this(error, error.message());
        }
    }

    /** The parameters of the protocol in a query; a repeated one is nobody's honest request. And what came along with it. */
    private record Query(String transport, String sid, String version, boolean repeated, Routed routed) {
        static Query of(MultiMap parameters, Routed routed) {
            return new Query(
                    parameters.get("transport"),
                    parameters.get("sid"),
                    parameters.get("EIO"),
                    repeated(parameters.getAll("transport"))
                            || repeated(parameters.getAll("sid"))
                            || repeated(parameters.getAll("EIO")),
                    routed);
        }

        private static boolean repeated(List<String> values) {
            return values.size() > 1;
        }
    }
}
