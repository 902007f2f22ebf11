package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.Instances;
import io.socket.client.IO;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of ours on a router of vertx-web, beside other routes and behind other handlers. */
class RouterTest {
    private static final class Site extends VerticleBase {
        private final AtomicInteger passed = new AtomicInteger();
        private HttpServer server;

        @Override
        public Future<?> start() {
            SocketIo io = SocketIo.create(vertx);
            io.onConnection(socket -> socket.on("echo", (args, ack) -> ack.send(args.get(0))));
            Router realtime = Router.router(vertx);
            realtime.route().handler(context -> {
                passed.incrementAndGet();
                context.next();
            });
            realtime.route("/socket.io/*").handler(context -> io.handle(context.request()));
            Router site = Router.router(vertx);
            site.route().handler(SessionHandler.create(LocalSessionStore.create(vertx)));
            site.get("/hello").handler(context -> context.end("hello"));
            site.route("/app/*").subRouter(realtime);
            server = vertx.createHttpServer().requestHandler(site);
            return server.listen(0, "127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void aClientTalksToAServerOnASubRouterBehindASessionHandler(String way) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Site site = new Site();
            Instances.await(vertx.deployVerticle(site));
            String[] transports = way.equals("upgrade") ? new String[] {"polling", "websocket"} : new String[] {way};
            IO.Options options = IO.Options.builder()
                    .setForceNew(true)
                    .setPath("/app/socket.io/")
                    .setTransports(transports)
                    .build();
            io.socket.client.Socket client =
                    IO.socket(URI.create("http://127.0.0.1:" + site.server.actualPort()), options);
            CompletableFuture<Object> answer = new CompletableFuture<>();
            client.connect();
            client.emit("echo", new Object[] {"namaste"}, (io.socket.client.Ack) args -> answer.complete(args[0]));
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("namaste");
            client.close();
            assertThat(site.passed).hasPositiveValue();
        } finally {
            Instances.await(vertx.close());
        }
    }

    @Test
    void otherRoutesAreAnsweredAsBefore() {
        Vertx vertx = Vertx.vertx();
        try {
            Site site = new Site();
            Instances.await(vertx.deployVerticle(site));
            String body = Instances.await(vertx.createHttpClient()
                    .request(HttpMethod.GET, site.server.actualPort(), "127.0.0.1", "/hello")
                    .compose(request -> request.send())
                    .compose(response -> response.body())
                    .map(Object::toString));
            assertThat(body).isEqualTo("hello");
        } finally {
            Instances.await(vertx.close());
        }
    }
}
