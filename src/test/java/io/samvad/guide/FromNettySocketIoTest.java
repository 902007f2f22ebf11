package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.ConnectError;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/from-netty-socketio.md}. */
class FromNettySocketIoTest {

    // snippet: server
    public static class ChatServer extends VerticleBase {
        private SocketIo io;

        @Override
        public Future<?> start() {
            EngineOptions engine = new EngineOptions().setPath("/socket.io").setPingTimeout(20_000);
            io = SocketIo.create(vertx, new SocketIoOptions().setEngine(engine));
            chat(io);
            return vertx.createHttpServer().requestHandler(io).listen(config().getInteger("port", 9092));
        }

        @Override
        public Future<?> stop() {
            return io.close();
        }
    }
    // end

    // snippet: chat object
    record ChatObject(String userName, String message) {
        JsonObject toJson() {
            return new JsonObject().put("userName", userName).put("message", message);
        }
    }
    // end

    private static void chat(SocketIo io) {
        // snippet: event listener
        io.onConnection(socket -> socket.on("chatevent", ChatObject.class, (chat, ack) -> {
            io.emit("chatevent", chat.toJson());
            if (ack.isWanted()) {
                ack.send("received by " + socket.id());
            }
        }));
        // end
    }

    private static void rooms(SocketIo io) {
        // snippet: rooms
        io.onConnection(socket -> {
            socket.join("lobby");
            socket.on("to all", args -> io.to("lobby").emit("said", args.get(0)));
            socket.on("to others", args -> socket.to("lobby").emit("said", args.get(0)));
            socket.on("to one", args -> io.to(args.string(0)).emit("said", args.get(1)));
            socket.on("size", (args, ack) -> io.in("lobby").fetchSockets().onSuccess(all -> ack.send(all.size())));
        });
        // end
    }

    private static void namespaces(SocketIo io) {
        // snippet: namespaces
        io.of("/chat1")
                .onConnection(socket -> socket.on("message", args -> {
                    io.of("/chat1").emit("message", args.get(0));
                }));
        // end
    }

    private static void authorization(SocketIo io) {
        // snippet: authorization
        io.engine().allowRequest(request -> {
            boolean known = "k3y".equals(request.getParam("key"));
            return known ? Future.succeededFuture() : Future.failedFuture("a key is needed");
        });
        io.use(socket -> {
            String token = socket.handshake().auth().getString("token");
            if (!"s3cret".equals(token)) {
                return Future.failedFuture(new ConnectError("a token is needed"));
            }
            socket.data().put("user", "Asha");
            return Future.succeededFuture();
        });
        // end
    }

    private static void callback(SocketIo io) {
        // snippet: ack callback
        io.onConnection(socket -> socket.on("begin", args -> socket.timeout(10_000)
                .emitWithAck("ready?", "for the test")
                .onSuccess(answer -> io.emit("ready", answer.string(0)))
                .onFailure(late -> io.emit("not ready"))));
        // end
    }

    private static Instances<SocketIo> serve(Consumer<SocketIo> setUp) {
        return Instances.socketIo(2, new SocketIoOptions(), setUp);
    }

    @Test
    void theServerIsAVerticleAndTheObjectARecord() throws IOException, JSONException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Vertx vertx = Vertx.vertx();
        DeploymentOptions two = new DeploymentOptions().setInstances(2).setConfig(new JsonObject().put("port", port));
        try {
            String deployment = Instances.await(vertx.deployVerticle(ChatServer.class, two));
            try (Visitor asha = Visitor.enter("http://127.0.0.1:" + port)) {
                JSONObject chat = new JSONObject().put("userName", "Asha").put("message", "namaste");
                assertThat(asha.ask("chatevent", chat)).containsExactly("received by " + asha.id());
                assertThat(asha.next("chatevent").get(0))
                        .hasToString("{\"userName\":\"Asha\",\"message\":\"namaste\"}");
            }
            try (EngineClient last = EngineClient.webSocket(port, "/socket.io/")) {
                Future<Void> undeployed = vertx.undeploy(deployment);
                assertThat(last.webSocket().readToEnd())
                        .extracting(RawFrame::opcode)
                        .containsExactly(RawFrame.CLOSE);
                Instances.await(undeployed);
            }
        } finally {
            Instances.await(vertx.close());
        }
    }

    @Test
    void aRoomHasAllOthersAndOne() {
        try (Instances<SocketIo> server = serve(FromNettySocketIoTest::rooms);
                Visitor asha = Visitor.enter(server.url());
                Visitor ravi = Visitor.enter(server.url())) {
            assertThat(asha.ask("size")).containsExactly(2);
            asha.emit("to others", "but me");
            asha.emit("to all", "and me");
            asha.emit("to one", ravi.id(), "only you");
            assertThat(ravi.next("said")).containsExactly("but me");
            assertThat(ravi.next("said")).containsExactly("and me");
            assertThat(ravi.next("said")).containsExactly("only you");
            assertThat(asha.next("said")).containsExactly("and me");
        }
    }

    @Test
    void aNamespaceHasItsOwnListeners() {
        try (Instances<SocketIo> server = serve(FromNettySocketIoTest::namespaces);
                Visitor asha = Visitor.enter(server.url() + "/chat1");
                Visitor ravi = Visitor.enter(server.url() + "/chat1")) {
            asha.emit("message", "hello");
            assertThat(ravi.next("message")).containsExactly("hello");
        }
    }

    @Test
    void theRequestIsCheckedFirstAndThenTheToken() throws JSONException {
        String handshake = "/socket.io/?EIO=4&transport=polling";
        try (Instances<SocketIo> server = serve(FromNettySocketIoTest::authorization);
                Visitor asha = Visitor.enter(server.url() + "?key=k3y", Map.of("token", "s3cret"));
                Visitor nobody = Visitor.knock(server.url() + "?key=k3y", Map.of())) {
            assertThat(asha.id()).isNotNull();
            JSONObject refusal = (JSONObject) nobody.next("connect_error").get(0);
            assertThat(refusal.getString("message")).isEqualTo("a token is needed");
            assertThat(RawConnection.request(server.port(), "GET", handshake, null)
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aClientIsAskedWithALimit() {
        try (Instances<SocketIo> server = serve(FromNettySocketIoTest::callback);
                Visitor asha = Visitor.enter(server.url()).answers("ready?", "yes")) {
            asha.emit("begin");
            assertThat(asha.next("ready?")).containsExactly("for the test");
            assertThat(asha.next("ready")).containsExactly("yes");
        }
    }
}
