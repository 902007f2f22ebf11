package io.samvad.rawsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.transport.PerMessageDeflate;
import io.samvad.engineio.transport.WebSocketLimits;
import io.samvad.socketio.DisconnectReason;
import io.samvad.socketio.SocketIo;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain WebSocket clients beside clients of Socket.IO in one conversation, over four instances. */
class RawEndpointTest {
    private static final int INSTANCES = 4;
    private static final String PATH = "/chat";
    private static final String EVENT = "chat message";

    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<DisconnectReason> gone = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private int pingInterval = 25_000;

    /** A chat in the words of the tutorial. */
    private final class Instance extends VerticleBase {
        private SocketIo io;
        private RawEndpoint raw;
        private HttpServer server;

        @Override
        public Future<?> start() {
            io = SocketIo.create(vertx);
            io.onConnection(socket -> {
                socket.on(EVENT, args -> {
                    heard.add(args.get(0));
                    io.emit(EVENT, args.get(0));
                });
                socket.onDisconnect(gone::add);
            });
            raw = new RawEndpoint(
                    vertx,
                    io,
                    new RawOptions(
                            PATH,
                            EVENT,
                            pingInterval,
                            new WebSocketLimits(10_000, 1_000_000, new PerMessageDeflate(100, 6)),
                            0));
            HttpServerOptions options = new HttpServerOptions()
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false);
            server = vertx.createHttpServer(options).requestHandler(request -> {
                if (raw.handles(request)) {
                    raw.handle(request);
                } else {
                    io.handle(request);
                }
            });
            return server.listen(-1, "127.0.0.1").onSuccess(listening -> instances.add(this));
        }

        private void call(Runnable task) {
            context.runOnContext(here -> task.run());
        }
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(INSTANCES));
        deploy();
    }

    private void deploy() {
        Instances.await(vertx.deployVerticle(Instance::new, new DeploymentOptions().setInstances(INSTANCES)));
    }

    @AfterEach
    void stop() {
        Instances.await(vertx.close());
    }

    private int port() {
        return instances.get(0).server.actualPort();
    }

    private RawWebSocket connect() {
        return RawWebSocket.open(port(), PATH);
    }

    private EngineClient socketIo() {
        EngineClient client = EngineClient.webSocket(port(), "/socket.io/");
        client.send("40");
        assertThat(client.receive()).startsWith("40{\"sid\":");
        return client;
    }

    private Object nextHeard() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    // ---------------------------------------------------------------- HTTP

    /** RFC 9110, section 15.5.22 */
    @Test
    void aPlainGetIsToldToUpgradeAndHow() {
        HttpAnswer answer = RawConnection.request(port(), "GET", PATH, null, "Host: chat.example:3000");
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("upgrade")).contains("websocket");
        assertThat(answer.header("connection").orElse("")).containsIgnoringCase("upgrade");
        assertThat(answer.text()).contains("npx wscat -c ws://chat.example:3000/chat");
        assertThat(RawConnection.request(port(), "POST", PATH, "hello").status())
                .isEqualTo(426);
    }

    @Test
    void pagesOfOtherOriginsAreRefused() {
        assertThat(RawWebSocket.tryToOpen(port(), PATH, "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(RawWebSocket.tryToOpen(port(), PATH, "Host: a.example", "Origin: https://a.example")
                        .status())
                .isEqualTo(101);
    }

    @Test
    void aBrokenQueryOrHandshakeIsRefused() {
        assertThat(RawWebSocket.tryToOpen(port(), PATH + "?%").status()).isEqualTo(400);
        HttpAnswer draft = RawConnection.request(
                port(), "GET", PATH, null, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 8");
        assertThat(draft.status()).isEqualTo(426);
        assertThat(draft.header("sec-websocket-version")).contains("13");
    }

    // ---------------------------------------------------------------- one conversation

    @Test
    void textGoesBothWaysBetweenPlainClientsAndThoseOfSocketIo() {
        try (RawWebSocket one = connect();
                RawWebSocket other = connect();
                EngineClient socketIo = socketIo()) {
            one.send("नमस्ते");
            assertThat(one.readText()).isEqualTo("नमस्ते");
            assertThat(other.readText()).isEqualTo("नमस्ते");
            assertThat(socketIo.receive()).isEqualTo("42[\"chat message\",\"नमस्ते\"]");
            socketIo.send("42[\"chat message\",\"hello\"]");
            assertThat(one.readText()).isEqualTo("hello");
            assertThat(other.readText()).isEqualTo("hello");
        }
    }

    @Test
    void longMessagesAreCompressedForWhoOffersIt() {
        String text = "again and ".repeat(20);
        try (RawWebSocket one = RawWebSocket.open(port(), PATH, "Sec-WebSocket-Extensions: permessage-deflate");
                RawWebSocket other = connect()) {
            one.send(RawFrame.text(text).deflated());
            RawFrame frame = one.read();
            assertThat(frame.isDeflated()).isTrue();
            assertThat(frame.inflated().text()).isEqualTo(text);
            assertThat(other.readText()).isEqualTo(text);
        }
    }

    @Test
    void whatLooksLikeAPacketIsJustText() throws InterruptedException {
        try (RawWebSocket client = connect()) {
            for (String text : List.of("40", "1", "{\"a\":1}", "")) {
                client.send(text);
                assertThat(client.readText()).isEqualTo(text);
                assertThat(nextHeard()).isEqualTo(text);
            }
        }
    }

    @Test
    void bytesArriveAsBytes() throws InterruptedException {
        try (RawWebSocket client = connect();
                EngineClient socketIo = socketIo()) {
            client.send(RawFrame.binary((byte) 1, (byte) 2));
            assertThat(client.read().payload()).containsExactly(1, 2);
            assertThat(nextHeard()).isEqualTo(Buffer.buffer(new byte[] {1, 2}));
            assertThat(socketIo.receive()).startsWith("451-[\"chat message\",{");
            assertThat(socketIo.webSocket().read().payload()).containsExactly(1, 2);
        }
    }

    @Test
    void argumentsThatAreNoTextArriveAsJson() {
        try (RawWebSocket client = connect()) {
            Object[] arguments = {new JsonObject().put("a", 1), new JsonArray().add("x"), 5, true};
            for (Object argument : arguments) {
                instances.get(0).call(() -> instances.get(0).io.emit(EVENT, argument));
            }
            for (String json : List.of("{\"a\":1}", "[\"x\"]", "5", "true")) {
                assertThat(client.readText()).isEqualTo(json);
            }
        }
    }

    @Test
    void otherEventsAndEventsWithoutArgumentDoNotReachPlainClients() {
        try (RawWebSocket client = connect()) {
            instances.get(0).call(() -> {
                instances.get(0).io.emit("other", "never");
                instances.get(0).io.emit(EVENT);
                instances.get(0).io.emit(EVENT, "the first");
            });
            assertThat(client.readText()).isEqualTo("the first");
        }
    }

    // ---------------------------------------------------------------- ends

    @Test
    void aClientThatClosesIsAnsweredAndGone() throws InterruptedException {
        try (RawWebSocket client = connect()) {
            client.send(RawFrame.close(1001, ""));
            assertThat(client.readClose().closeCode()).isEqualTo(1001);
            assertThat(gone.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aMessageAboveTheLimitCloses1009() {
        try (RawWebSocket client = connect()) {
            client.send("x".repeat(10_000));
            assertThat(client.readText()).hasSize(10_000);
            client.send("x".repeat(10_001));
            assertThat(client.readClose().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void allAreToldWhenTheServerGoesDown() {
        try (RawWebSocket one = connect();
                RawWebSocket other = connect()) {
            one.send("hello");
            assertThat(one.readText()).isEqualTo("hello");
            assertThat(other.readText()).isEqualTo("hello");
            instances.forEach(instance -> instance.call(() -> {
                instance.raw.close();
                instance.io.close();
            }));
            for (RawWebSocket client : List.of(one, other)) {
                RawFrame close = client.readClose();
                assertThat(close.closeCode()).isEqualTo(1001);
                assertThat(close.closeReason()).isEqualTo("server shutting down");
            }
        }
    }

    // ---------------------------------------------------------------- heartbeat: ping frames, RFC 6455, section 5.5.2

    @Test
    void aSilentPeerIsPingedAndThenGivenUp() throws InterruptedException {
        restart(60);
        try (RawWebSocket client = connect()) {
            assertThat(client.read().opcode()).isEqualTo(RawFrame.PING);
            assertThat(gone.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.PING_TIMEOUT);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aPeerThatAnswersStays() {
        restart(1_500);
        try (RawWebSocket client = connect()) {
            for (int i = 0; i < 2; i++) {
                RawFrame ping = client.read();
                assertThat(ping.opcode()).isEqualTo(RawFrame.PING);
                client.send(RawFrame.of(RawFrame.PONG, ping.payload()));
            }
            client.send("still here");
            assertThat(client.readText()).isEqualTo("still here");
        }
    }

    private void restart(int interval) {
        stop();
        instances.clear();
        pingInterval = interval;
        start();
    }
}
