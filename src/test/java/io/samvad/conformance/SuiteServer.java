package io.samvad.conformance;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/** A program that an official test suite talks to. */
final class SuiteServer extends VerticleBase {
    private static final int DEFAULT_PORT = 3_000;

    private final int port;
    private final Function<Vertx, Handler<HttpServerRequest>> server;

    private SuiteServer(int port, Function<Vertx, Handler<HttpServerRequest>> server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Runs until it is stopped.
     *
     * @param arguments port (3000) and number of instances (1)
     * @param server makes that of an instance, on its event loop
     */
    static void run(String[] arguments, Function<Vertx, Handler<HttpServerRequest>> server) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_PORT;
        int instances = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(instances));
        vertx.deployVerticle(() -> new SuiteServer(port, server), new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> System.out.println("listening on " + port + " with " + instances + " instances"))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    vertx.close();
                });
    }

    @Override
    public Future<?> start() {
        // The suites' client compresses off its thread, so that what it sends first would come second.
        HttpServerOptions http = new HttpServerOptions()
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        return vertx.createHttpServer(http).requestHandler(server.apply(vertx)).listen(port);
    }
}
