package io.samvad.conformance;

import io.samvad.engineio.CorsOptions;
import io.samvad.engineio.EngineOptions;
import io.samvad.engineio.EngineServer;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/** The server that the official test suite of the Engine.IO protocol talks to: it sends every message back. */
public final class EngineSuiteServer {
    private static final int DEFAULT_PORT = 3_000;

    private EngineSuiteServer() {}

    /**
     * Runs until it is stopped.
     *
     * @param arguments port (3000) and number of instances (1)
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_PORT;
        int instances = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(instances));
        vertx.deployVerticle(() -> new Instance(port), new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> System.out.println("listening on " + port + " with " + instances + " instances"))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    vertx.close();
                });
    }

    /** What the suite expects: a quick heartbeat, and pages of any origin. */
    private static EngineOptions options() {
        return new EngineOptions()
                .setPingInterval(300)
                .setPingTimeout(200)
                .setMaxPayload(1_000_000)
                .setCors(new CorsOptions().setOrigins(List.of("*")));
    }

    private record Echo(Link link) implements LinkReceiver {
        @Override
        public void receive(Frame frame) {
            link.send(List.of(frame));
        }

        @Override
        public void closed(CloseReason reason) {}
    }

    private static final class Instance extends VerticleBase {
        private final int port;

        private Instance(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            EngineServer engine = EngineServer.create(vertx, options()).onConnection(Echo::new);
            // The suite's client compresses off its thread, so that what it sends first would come second.
            HttpServerOptions http = new HttpServerOptions()
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false);
            return vertx.createHttpServer(http).requestHandler(engine).listen(port);
        }
    }
}
