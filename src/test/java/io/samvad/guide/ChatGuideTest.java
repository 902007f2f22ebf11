package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/1-chat.md}; the ten lines themselves are run by {@link ReadmeTest}. */
class ChatGuideTest {
    private static final Queue<Throwable> FAILURES = new ConcurrentLinkedQueue<>();

    private static void comingAndGoing(SocketIo io) {
        // snippet: coming and going
        io.onConnection(socket -> {
            socket.emit("welcome", socket.id());
            socket.broadcast().emit("joined", socket.id());
            socket.onDisconnect(reason -> io.emit("left", socket.id(), reason.text()));
        });
        // end
    }

    private static void arguments(SocketIo io) {
        // snippet: arguments
        io.onConnection(socket -> socket.on("order", args -> {
            String dish = args.string(0);
            int plates = args.integer(1);
            String remark = args.object(2).getString("remark");
            boolean toGo = args.bool(3, false);
            JsonObject order = new JsonObject().put("dish", dish).put("remark", remark);
            socket.emit("ordered", order, plates, toGo);
        }));
        // end
    }

    // snippet: record
    record Order(String dish, int plates) {}

    private static void orders(SocketIo io) {
        io.onConnection(socket -> socket.on("order for me", Order.class, (order, ack) -> {
            ack.send(order.plates() + " of " + order.dish());
        }));
    }
    // end

    private static void failures(SocketIo io, Consumer<Throwable> log) {
        // snippet: failures
        io.exceptionHandler(failure -> log.accept(failure));
        // end
    }

    // snippet: other routes
    public static class Site extends VerticleBase {
        @Override
        public Future<?> start() {
            SocketIo io = SocketIo.create(vertx);
            io.onConnection(socket -> socket.on("chat message", args -> io.emit("chat message", args.get(0))));
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        if (io.handles(request)) {
                            io.handle(request);
                        } else {
                            request.response()
                                    .end("The chat is at "
                                            + io.options().getEngine().getPath());
                        }
                    })
                    .listen(config().getInteger("port", 3000));
        }
    }
    // end

    private static Instances<SocketIo> serve(Consumer<SocketIo> setUp) {
        return Instances.socketIo(2, new SocketIoOptions(), setUp);
    }

    @Test
    void everybodyHearsWhoComesAndGoes() {
        try (Instances<SocketIo> server = serve(ChatGuideTest::comingAndGoing);
                Visitor first = Visitor.enter(server.url())) {
            assertThat(first.next("welcome")).containsExactly(first.id());
            Visitor second = Visitor.enter(server.url());
            String id = second.id();
            assertThat(first.next("joined")).containsExactly(id);
            second.close();
            assertThat(first.next("left")).containsExactly(id, "client namespace disconnect");
        }
    }

    @Test
    void argumentsAreTakenByPlaceAndType() throws JSONException {
        try (Instances<SocketIo> server = serve(ChatGuideTest::arguments);
                Visitor guest = Visitor.enter(server.url())) {
            guest.emit("order", "dosa", 2, new JSONObject().put("remark", "crisp"));
            List<Object> ordered = guest.next("ordered");
            assertThat(ordered.get(0)).hasToString("{\"dish\":\"dosa\",\"remark\":\"crisp\"}");
            assertThat(ordered.subList(1, 3)).containsExactly(2, false);
        }
    }

    @Test
    void argumentsThatAreARecordFitOrAreAnsweredWithAnError() throws JSONException {
        try (Instances<SocketIo> server = serve(ChatGuideTest::orders);
                Visitor guest = Visitor.enter(server.url())) {
            assertThat(guest.ask("order for me", "dosa", 2)).containsExactly("2 of dosa");
            JSONObject named = new JSONObject().put("dish", "idli").put("plates", 3);
            assertThat(guest.ask("order for me", named)).containsExactly("3 of idli");
            assertThat(guest.ask("order for me", "dosa", "two").get(0).toString())
                    .startsWith("{\"error\":");
        }
    }

    @Test
    void whatAListenerCannotTakeGoesToTheExceptionHandlerAndTheSocketLivesOn() {
        FAILURES.clear();
        Consumer<SocketIo> setUp = io -> {
            failures(io, FAILURES::add);
            arguments(io);
        };
        try (Instances<SocketIo> server = serve(setUp);
                Visitor guest = Visitor.enter(server.url())) {
            guest.emit("order", "dosa", "two", new JSONArray());
            guest.emit("order", "dosa", 2, new JSONObject());
            guest.next("ordered");
            assertThat(FAILURES).singleElement().satisfies(failure -> assertThat(failure)
                    .hasMessage("argument 1 is a string, an integer of 32 bits was expected"));
        }
    }

    @Test
    void theChatLivesBesideOtherRoutes() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Vertx vertx = Vertx.vertx();
        try {
            Instances.await(vertx.deployVerticle(
                    Site.class, new DeploymentOptions().setConfig(new JsonObject().put("port", port))));
            assertThat(RawConnection.request(port, "GET", "/", null).text()).isEqualTo("The chat is at /socket.io");
            try (Visitor visitor = Visitor.enter("http://127.0.0.1:" + port)) {
                visitor.emit("chat message", "namaste");
                assertThat(visitor.next("chat message")).containsExactly("namaste");
            }
        } finally {
            Instances.await(vertx.close());
        }
    }
}
