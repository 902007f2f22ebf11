package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.CorsOptions;
import io.samvad.engineio.EngineOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.socket.client.IO;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.BasicAuthHandler;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of ours on routers of vertx-web, beside other routes and behind other handlers. */
class RouterTest {
    private static final String OPEN = "/open/socket.io/";
    private static final String CLOSED = "/closed/socket.io/";
    private static final String READ = "/read/socket.io/";
    private static final String HANDSHAKE = "?EIO=4&transport=polling";
    private static final String SHOP = "https://shop.example";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Site> sites = new ConcurrentLinkedQueue<>();
    private final AtomicInteger passed = new AtomicInteger();

    @AfterEach
    void close() {
        Instances.await(vertx.close());
    }

    /** The same server at three places: behind a session, behind a password, and behind a body handler. */
    private final class Site extends VerticleBase {
        private SocketIo io;
        private HttpServer server;

        @Override
        public Future<?> start() {
            CorsOptions cors = new CorsOptions().setOrigins(List.of(SHOP)).setCredentials(true);
            io = SocketIo.create(vertx, new SocketIoOptions().setEngine(new EngineOptions().setCors(cors)));
            io.onConnection(socket -> socket.on("who", (args, ack) -> {
                User user = socket.handshake().user();
                Session session = socket.handshake().session();
                ack.send(user == null ? null : user.subject(), session == null ? null : session.get("cart"));
            }));
            SocketIoHandler handler = SocketIoHandler.create(io);
            BasicAuthHandler password = BasicAuthHandler.create((AuthenticationProvider) this::authenticate);
            Router closed = Router.router(vertx);
            closed.route().handler(password);
            closed.route("/socket.io/*").handler(handler);
            Router site = Router.router(vertx);
            site.route().handler(SessionHandler.create(LocalSessionStore.create(vertx)));
            site.route("/open/*").handler(context -> {
                passed.incrementAndGet();
                context.next();
            });
            site.get("/fill").handler(context -> {
                context.session().put("cart", "mangoes");
                context.end("filled");
            });
            site.route(OPEN + "*")
                    .handler(CorsHandler.create().addOrigin(SHOP).allowCredentials(true))
                    .handler(handler);
            site.route("/closed/*").subRouter(closed);
            site.route(READ + "*").handler(BodyHandler.create(false)).handler(handler);
            site.route("/late").handler(context -> context.end("late"));
            server = vertx.createHttpServer().requestHandler(site);
            // A negative port is any free one, shared by all instances.
            return server.listen(-1, "127.0.0.1").onSuccess(listening -> sites.add(this));
        }

        /** Takes its time, as a database does. */
        private Future<User> authenticate(Object credentials) {
            String name = ((UsernamePasswordCredentials) credentials).getUsername();
            return vertx.executeBlocking(() -> {
                if (!((UsernamePasswordCredentials) credentials).getPassword().equals("right")) {
                    throw new IllegalArgumentException("wrong password");
                }
                return User.fromName(name);
            });
        }
    }

    private int start(int instances) {
        Instances.await(vertx.deployVerticle(Site::new, new DeploymentOptions().setInstances(instances)));
        return sites.element().server.actualPort();
    }

    private static String login(String name, String password) {
        byte[] plain = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(plain);
    }

    private static EngineClient client(int port, String path, String way, String... headers) {
        EngineClient client = way.equals("websocket")
                ? EngineClient.webSocket(port, path, headers)
                : EngineClient.polling(port, path, headers);
        if (way.equals("upgrade")) {
            client.upgrade();
        }
        client.send("40");
        assertThat(client.receiveMessage()).startsWith("0{");
        return client;
    }

    private static JsonArray who(EngineClient client) {
        client.send("421[\"who\"]");
        String answer = client.receiveMessage();
        assertThat(answer).startsWith("31");
        return new JsonArray(answer.substring(2));
    }

    // ---------------------------------------------------------------- who comes

    @ParameterizedTest
    @CsvSource({"1,polling", "1,websocket", "1,upgrade", "4,polling", "4,websocket", "4,upgrade"})
    void theUserWhomAHandlerBeforeHasAuthenticatedReachesTheSocket(int instances, String way) {
        int port = start(instances);
        for (String name : List.of("asha", "ravi")) {
            try (EngineClient client = client(port, CLOSED, way, login(name, "right"))) {
                assertThat(who(client)).isEqualTo(new JsonArray().add(name).addNull());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoIsAuthenticatedAtTheHandshakeCountsForAllRequestsOfTheSession(int instances) {
        int port = start(instances);
        try (EngineClient client = client(port, CLOSED, "polling", login("asha", "right"))) {
            HttpAnswer sent = RawConnection.request(
                    port, "POST", client.target("polling"), "421[\"who\"]", login("ravi", "right"));
            assertThat(sent.status()).isEqualTo(200);
            assertThat(client.receiveMessage()).startsWith("31[\"asha\"");
        }
    }

    @Test
    void whoIsRefusedByAHandlerBeforeGetsNoSession() {
        int port = start(1);
        HttpAnswer nobody = RawConnection.request(port, "GET", CLOSED + HANDSHAKE, null);
        HttpAnswer liar = RawConnection.request(port, "GET", CLOSED + HANDSHAKE, null, login("asha", "wrong"));
        assertThat(List.of(nobody.status(), liar.status())).containsOnly(401);
        assertThat(nobody.header("www-authenticate")).isPresent();
        assertThat(sites.element().io.engine().sessionCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,polling", "1,websocket", "1,upgrade", "4,polling", "4,websocket", "4,upgrade"})
    void theSessionOfASessionHandlerReachesTheSocket(int instances, String way) {
        int port = start(instances);
        String cookie = RawConnection.request(port, "GET", "/fill", null)
                .header("set-cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
        try (EngineClient client = client(port, OPEN, way, "Cookie: " + cookie)) {
            assertThat(who(client)).isEqualTo(new JsonArray().addNull().add("mangoes"));
        }
    }

    // ---------------------------------------------------------------- beside others

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void aClientTalksToAServerOnASubRouterBehindASessionHandler(String way) throws Exception {
        int port = start(1);
        String[] transports = way.equals("upgrade") ? new String[] {"polling", "websocket"} : new String[] {way};
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setPath(OPEN)
                .setTransports(transports)
                .build();
        io.socket.client.Socket client = IO.socket(URI.create("http://127.0.0.1:" + port), options);
        CompletableFuture<Object> answer = new CompletableFuture<>();
        client.connect();
        client.emit("who", new Object[] {"me"}, (io.socket.client.Ack) args -> answer.complete(args.length));
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        client.close();
        assertThat(passed).hasPositiveValue();
    }

    @Test
    void otherRoutesAreAnsweredAsBefore() {
        int port = start(1);
        assertThat(RawConnection.request(port, "GET", "/fill", null).text()).isEqualTo("filled");
        assertThat(RawConnection.request(port, "GET", "/late", null).text()).isEqualTo("late");
        assertThat(RawConnection.request(port, "GET", "/nowhere", null).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"1,polling", "1,upgrade", "4,polling"})
    void aBodyHandlerBeforeMayHaveReadTheRequest(int instances, String way) {
        int port = start(instances);
        try (EngineClient client = client(port, READ, way)) {
            assertThat(who(client)).hasSize(2);
            if (way.equals("polling")) {
                client.send("4" + "2[\"long\",\"" + "x".repeat(100_000) + "\"]");
                assertThat(who(client)).hasSize(2);
            }
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedAlsoWhenItHasBeenRead() {
        int port = start(1);
        try (EngineClient client = client(port, READ, "polling")) {
            assertThat(client.post("4" + "x".repeat(1_000_001)).status()).isEqualTo(413);
        }
    }

    @Test
    void aCorsHandlerBeforeAndTheOptionsOfTheServerDoNotSpeakTwice() {
        int port = start(1);
        HttpAnswer answer = RawConnection.request(port, "GET", OPEN + HANDSHAKE, null, "Origin: " + SHOP);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().stream()
                        .filter(line -> line.toLowerCase().startsWith("access-control-allow-origin")))
                .hasSize(1);
        HttpAnswer preflight = RawConnection.request(
                port, "OPTIONS", OPEN + HANDSHAKE, null, "Origin: " + SHOP, "Access-Control-Request-Method: POST");
        assertThat(preflight.header("access-control-allow-origin")).contains(SHOP);
        HttpAnswer other = RawConnection.request(port, "GET", OPEN + HANDSHAKE, null, "Origin: https://other.example");
        assertThat(other.status()).isEqualTo(403);
    }
}
