package io.samvad.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.CorsOptions;
import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.ConnectError;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoHandler;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BasicAuthHandler;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/4-auth-and-middleware.md}. */
class AuthGuideTest {
    private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

    // snippet: middleware
    static Future<Void> requireToken(Socket socket) {
        String token = socket.handshake().auth().getString("token", "");
        return userOf(token).compose(user -> {
            if (user.isEmpty()) {
                return Future.failedFuture(new ConnectError("who are you?", new JsonObject().put("code", "TOKEN")));
            }
            socket.data().put("user", user.get());
            return Future.succeededFuture();
        });
    }
    // end

    /** Stands for a question to a database. */
    private static Future<Optional<String>> userOf(String token) {
        Vertx vertx = Vertx.currentContext().owner();
        return vertx.executeBlocking(() ->
                Optional.ofNullable(Map.of("s3cret", "Asha", "adm1n", "Ravi").get(token)));
    }

    private static void users(SocketIo io) {
        // snippet: use
        io.use(AuthGuideTest::requireToken);
        io.onConnection(socket -> socket.emit("hello", socket.data().getString("user")));
        // end
    }

    private static void admin(SocketIo io) {
        // snippet: namespace
        io.of("/admin")
                .use(AuthGuideTest::requireToken)
                .use(AuthGuideTest::requireAdmin)
                .onConnection(socket -> {
                    socket.on("restart", (args, ack) -> ack.send("restarting"));
                });
        // end
    }

    private static Future<Void> requireAdmin(Socket socket) {
        boolean admin = "Ravi".equals(socket.data().getString("user"));
        return admin ? Future.succeededFuture() : Future.failedFuture(new ConnectError("not an admin"));
    }

    private static void events(SocketIo io) {
        Set<String> mutes = Set.of("Asha");
        // snippet: events
        io.onConnection(socket -> {
            socket.use((event, args) -> {
                boolean muted =
                        event.equals("say") && mutes.contains(socket.data().getString("user"));
                return muted ? Future.failedFuture("you are muted") : Future.succeededFuture();
            });
            socket.onError(failure -> socket.emit("refused", failure.getMessage()));
            socket.on("say", args -> io.emit("said", args.string(0)));
        });
        // end
    }

    private static SocketIoOptions origins() {
        // snippet: origins
        EngineOptions engine = new EngineOptions();
        engine.setCors(
                new CorsOptions().setOrigins(List.of("https://chat.example")).setCredentials(true));
        SocketIoOptions options = new SocketIoOptions().setEngine(engine);
        // end
        return options;
    }

    private static void requests(SocketIo io) {
        // snippet: requests
        io.engine().allowRequest(request -> {
            boolean known = request.headers().contains("x-api-key", "k3y", false);
            return known ? Future.succeededFuture() : Future.failedFuture("an x-api-key is needed");
        });
        // end
    }

    private static Router router(Vertx vertx, SocketIo io, AuthenticationProvider users) {
        // snippet: router
        Router router = Router.router(vertx);
        router.route().handler(SessionHandler.create(LocalSessionStore.create(vertx)));
        router.route("/socket.io/*").handler(BasicAuthHandler.create(users)).handler(SocketIoHandler.create(io));
        io.onConnection(socket -> socket.emit("hello", socket.handshake().user().subject()));
        // end
        return router;
    }

    private static Instances<SocketIo> serve(Consumer<SocketIo> setUp) {
        return Instances.socketIo(2, new SocketIoOptions(), setUp);
    }

    @Test
    void aMiddlewareLetsInWhoHasATokenAndRemembersTheUser() throws JSONException {
        try (Instances<SocketIo> server = serve(AuthGuideTest::users);
                Visitor asha = Visitor.enter(server.url(), Map.of("token", "s3cret"));
                Visitor nobody = Visitor.knock(server.url(), Map.of("token", "guessed"))) {
            assertThat(asha.next("hello")).containsExactly("Asha");
            JSONObject refusal = (JSONObject) nobody.next("connect_error").get(0);
            assertThat(refusal.getString("message")).isEqualTo("who are you?");
            assertThat(refusal.getJSONObject("data").getString("code")).isEqualTo("TOKEN");
        }
    }

    @Test
    void aNamespaceHasRulesOfItsOwn() throws JSONException {
        try (Instances<SocketIo> server = serve(AuthGuideTest::admin);
                Visitor ravi = Visitor.enter(server.url() + "/admin", Map.of("token", "adm1n"));
                Visitor asha = Visitor.knock(server.url() + "/admin", Map.of("token", "s3cret"));
                Visitor anybody = Visitor.enter(server.url())) {
            assertThat(ravi.ask("restart")).containsExactly("restarting");
            JSONObject refusal = (JSONObject) asha.next("connect_error").get(0);
            assertThat(refusal.getString("message")).isEqualTo("not an admin");
            assertThat(anybody.id()).isNotNull();
        }
    }

    @Test
    void aMiddlewareOfASocketSeesEachEventFirst() {
        Consumer<SocketIo> setUp = io -> {
            users(io);
            events(io);
        };
        try (Instances<SocketIo> server = serve(setUp);
                Visitor asha = Visitor.enter(server.url(), Map.of("token", "s3cret"));
                Visitor ravi = Visitor.enter(server.url(), Map.of("token", "adm1n"))) {
            asha.emit("say", "I say");
            assertThat(asha.next("refused")).containsExactly("you are muted");
            ravi.emit("say", "she is muted");
            assertThat(asha.next("said")).containsExactly("she is muted");
        }
    }

    @Test
    void theUserOfAnAuthenticationHandlerReachesTheSocket() throws Exception {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                AuthenticationProvider users = credentials -> Future.succeededFuture(User.fromName("Asha"));
                return vertx.createHttpServer()
                        .requestHandler(router(vertx, SocketIo.create(vertx), users))
                        .listen(0, "127.0.0.1")
                        .onSuccess(server -> port.complete(server.actualPort()));
            }
        });
        String login = "Authorization: Basic " + Base64.getEncoder().encodeToString("asha:pw".getBytes(UTF_8));
        try (EngineClient asha = EngineClient.webSocket(port.get(10, TimeUnit.SECONDS), "/socket.io/", login)) {
            asha.send("40");
            assertThat(asha.receiveMessage()).startsWith("0{");
            assertThat(asha.receiveMessage()).isEqualTo("2[\"hello\",\"Asha\"]");
        } finally {
            Instances.await(vertx.close());
        }
    }

    @Test
    void onlyPagesOfTheNamedOriginMayConnect() {
        try (Instances<SocketIo> server = Instances.socketIo(1, origins(), io -> {})) {
            HttpAnswer ours =
                    RawConnection.request(server.port(), "GET", HANDSHAKE, null, "Origin: https://chat.example");
            assertThat(ours.header("access-control-allow-origin")).contains("https://chat.example");
            HttpAnswer others =
                    RawConnection.request(server.port(), "GET", HANDSHAKE, null, "Origin: https://other.example");
            assertThat(others.status()).isEqualTo(403);
        }
    }

    @Test
    void aRequestCanBeRefusedBeforeThereIsASession() {
        try (Instances<SocketIo> server = serve(AuthGuideTest::requests)) {
            HttpAnswer refused = RawConnection.request(server.port(), "GET", HANDSHAKE, null);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).isEqualTo("{\"code\":4,\"message\":\"an x-api-key is needed\"}");
            HttpAnswer known = RawConnection.request(server.port(), "GET", HANDSHAKE, null, "X-Api-Key: k3y");
            assertThat(known.status()).isEqualTo(200);
        }
    }
}
