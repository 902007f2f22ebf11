package io.samvad.server;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of the server, on one event loop: its HTTP server, and who answers which request. */
final class ServerVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ServerVerticle.class);

    /** How long answers in flight may take when the server stops; the rest of its five seconds is reserve. */
    private static final int GRACE_MILLIS = 1_000;

    private final ServerConfig config;
    private final Application.Factory factory;
    private final ClientFiles clientFiles;
    private final AdminPages adminPages;
    private final StaticFiles staticFiles;

    private Application application;
    private HttpServer server;
    private boolean stopping;

    ServerVerticle(
            ServerConfig config,
            Application.Factory factory,
            ClientFiles clientFiles,
            AdminPages adminPages,
            StaticFiles staticFiles) {
        this.config = config;
        this.factory = factory;
        this.clientFiles = clientFiles;
        this.adminPages = adminPages;
        this.staticFiles = staticFiles;
    }

    @Override
    public Future<?> start() {
        application = factory.create(vertx, config);
        server = vertx.createHttpServer(options(config)).requestHandler(this::route);
        // All instances share one listening socket; for "any free port" Vert.x wants a negative number to share it too.
        int port = config.http().port();
        return application
                .ready()
                .compose(ready ->
                        server.listen(port == 0 ? -1 : port, config.http().host()));
    }

    /** The port that is listened on, once started. */
    int port() {
        return server.actualPort();
    }

    private void route(HttpServerRequest request) {
        try {
            if (clientFiles.handles(request)) {
                clientFiles.handle(request);
            } else if (adminPages.handles(request)) {
                adminPages.handle(request);
            } else if (application.handles(request)) {
                // Also while stopping: a client that is between two polls gets its goodbye with the next one.
                application.handle(request);
            } else if (stopping) {
                StandardAnswers.stopping(request);
            } else {
                staticFiles.handle(request);
            }
        } catch (RuntimeException bug) {
            LOG.error("Answering {} {} failed", request.method(), request.path(), bug);
            if (!request.response().headWritten() && !request.response().closed()) {
                StandardAnswers.internalError(request);
            }
        }
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        // In this order: the sessions say goodbye over connections that are still there.
        return application.close().eventually(() -> server.shutdown(GRACE_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static HttpServerOptions options(ServerConfig config) {
        ServerConfig.Http http = config.http();
        int maxPayload = config.socketio().maxPayload();
        return new HttpServerOptions()
                .setMaxHeaderSize(http.maxHeaderSize())
                .setMaxInitialLineLength(http.maxInitialLineLength())
                .setIdleTimeout(idleTimeout(config))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // A body that unpacks to a thousand times its size must not get past maxPayload.
                .setDecompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                // Each connection would have a queue of 1,024 places for what other threads write: none of ours does.
                .setStrictThreadMode(true)
                .setMaxWebSocketFrameSize(maxPayload)
                .setMaxWebSocketMessageSize(maxPayload)
                // What socketio.perMessageDeflate says is done by the engine, without a compressor for each connection.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /**
     * Milliseconds. The timeout is for connections that nobody else watches. A session's own heartbeat moves bytes at least
     * once per interval and finds the dead sooner, so it must never be the victim.
     */
    private static int idleTimeout(ServerConfig config) {
        int configured = (int) TimeUnit.SECONDS.toMillis(config.http().idleTimeout());
        int heartbeat = config.socketio().pingInterval() + config.socketio().pingTimeout();
        return configured == 0 ? 0 : Math.max(configured, heartbeat);
    }
}
