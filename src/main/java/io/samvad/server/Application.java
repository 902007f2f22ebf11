package io.samvad.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a server offers besides files: one object per verticle instance, called on that instance's event loop only.
 *
 * <p>It is asked before the web root is, and after the client's files.
 */
public interface Application {

    /** Makes the application of one verticle instance; called on its event loop. */
    @FunctionalInterface
    interface Factory {
        /** Makes it. */
        Application create(Vertx vertx, ServerConfig config);
    }

    /** An application with nothing to offer: a plain web server. */
    Application NONE = new Application() {
        @Override
        public boolean handles(HttpServerRequest request) {
            return false;
        }

        @Override
        public void handle(HttpServerRequest request) {
            throw new IllegalStateException("nothing is handled here");
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    };

    /** Completes when clients may come: the server listens then. */
    default Future<Void> ready() {
        return Future.succeededFuture();
    }

    /** Whether the request is for this application, judged by its path. */
    boolean handles(HttpServerRequest request);

    /** Answers a request, or upgrades it. */
    void handle(HttpServerRequest request);

    /**
     * Ends all sessions, each with a reason. Called once, when the server stops. Until it is done requests are still passed
     * on: they may belong to sessions that have not heard the goodbye yet. New ones are for the application to refuse.
     *
     * @return completed when the goodbyes are written
     */
    Future<Void> close();
}
