package io.samvad.engineio;

import static io.samvad.engineio.EchoEngine.PATH;
import static io.samvad.engineio.EchoEngine.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The session is on one node, the request or the WebSocket on another: docs/adr/0008. Every client here shakes hands with the
 * first node and goes on at the second.
 */
class TwoNodesTest {
    private static final Map<String, Link> LINKS = new ConcurrentHashMap<>();
    private static final Map<String, CloseReason> CLOSED = new ConcurrentHashMap<>();
    private static final Map<String, List<Frame>> RECEIVED = new ConcurrentHashMap<>();
    private static final int MAX_PAYLOAD = 100_000;
    private static final String LONG = "again and ".repeat(200);

    private static Instances<EngineServer> owner;
    private static Instances<EngineServer> other;

    @BeforeAll
    static void start() {
        List<Vertx> nodes = ClusteredVertx.start(2, 1);
        EngineOptions options = new EngineOptions()
                .setMaxPayload(MAX_PAYLOAD)
                .setUpgradeTimeout(2_000)
                .setMaxQueuedBytes(1 << 20)
                .setPerMessageDeflate(true);
        owner = Instances.engine(nodes.get(0), 1, options, engine -> engine.onConnection(TwoNodesTest::accept));
        other = Instances.engine(nodes.get(1), 1, options, engine -> engine.onConnection(TwoNodesTest::accept));
    }

    @AfterAll
    static void stop() {
        other.close();
        owner.close();
    }

    private static LinkReceiver accept(Link link) {
        LINKS.put(link.id(), link);
        RECEIVED.put(link.id(), new ArrayList<>());
        return new LinkReceiver() {
            @Override
            public void receive(Frame frame) {
                RECEIVED.get(link.id()).add(frame);
                link.send(List.of(frame));
            }

            @Override
            public void closed(CloseReason reason) {
                CLOSED.put(link.id(), reason);
            }
        };
    }

    @AfterEach
    void nothingIsLeftOnEitherNode() {
        awaitTrue(() -> owner.on(0, EngineServer::sessionCount) == 0);
        awaitTrue(() -> owner.on(0, EngineServer::exchangeCount) == 0 && other.on(0, EngineServer::exchangeCount) == 0);
    }

    // ---------------------------------------------------------------- polling

    @Test
    void getsAndPostsAlternateBetweenTheNodes() {
        EngineClient client = shakeHands();
        for (int i = 0; i < 20; i++) {
            assertThat(post(i % 2 == 0 ? other : owner, client, "4hello " + i).text())
                    .isEqualTo("ok");
            assertThat(get(i % 2 == 0 ? owner : other, client).text()).isEqualTo("4hello " + i);
            assertThat(post(other, client, "bAQID").text()).isEqualTo("ok");
            assertThat(get(other, client).text()).isEqualTo("bAQID");
        }
        assertThat(post(other, client, "1").text()).isEqualTo("ok");
        assertThat(CLOSED).containsEntry(client.sid(), CloseReason.TRANSPORT_CLOSE);
    }

    @Test
    void aPendingGetIsAnsweredOnTheNodeWhereItWaits() {
        EngineClient client = shakeHands();
        try (RawConnection waiting = startGet(other, client)) {
            awaitTrue(() -> on(client, Link::writable));
            on(client, link -> {
                link.send(List.of(Frame.text("late"), Frame.binary(new byte[] {1})));
                return null;
            });
            assertThat(waiting.answer().text()).isEqualTo("4late\u001ebAQ==");
        }
        close(client);
    }

    @Test
    void anAnswerIsCompressedOnTheNodeWhereThePollIsUnlessItMayNot() {
        EngineClient client = shakeHands();
        for (Frame message : List.of(Frame.text(LONG), Frame.text(LONG).uncompressed())) {
            on(client, link -> {
                link.send(List.of(message));
                return null;
            });
            HttpAnswer answer =
                    RawConnection.request(other.port(), "GET", client.target("polling"), null, "Accept-Encoding: gzip");
            assertThat(answer.header("content-encoding").isPresent()).isEqualTo(message.isCompressible());
        }
        close(client);
    }

    @Test
    void twoGetsAtATimeEndTheSessionWhereverTheyAre() {
        EngineClient client = shakeHands();
        try (RawConnection first = startGet(other, client)) {
            awaitTrue(() -> on(client, Link::writable));
            assertThat(get(owner, client).status()).isEqualTo(400);
            assertThat(first.answer().text()).isEqualTo("1");
        }
        assertThat(CLOSED).containsKey(client.sid());
    }

    @Test
    void aPollThatTheClientBreaksOffEndsTheSession() {
        EngineClient client = shakeHands();
        RawConnection waiting = startGet(other, client);
        awaitTrue(() -> on(client, Link::writable));
        waiting.close();
        awaitClosed(client, CloseReason.TRANSPORT_CLOSE);
    }

    /** The owner answers before it hears from the other node that the connection there is gone. */
    @Test
    void anAnswerThatCrossesWithTheEndOfItsConnectionEndsTheSession() {
        EngineClient client = shakeHands();
        RawConnection waiting = startGet(other, client);
        awaitTrue(() -> on(client, Link::writable));
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CompletableFuture<Boolean> busy = CompletableFuture.supplyAsync(() -> on(client, link -> {
            // Answered when this turn ends.
            link.send(List.of(Frame.text("lost")));
            sent.countDown();
            return isOver(gone);
        }));
        assertThat(isOver(sent)).isTrue();
        waiting.reset();
        // Its loop has then seen the reset, and said so.
        awaitTrue(() -> other.on(0, EngineServer::exchangeCount) == 0);
        gone.countDown();
        assertThat(busy.join()).isTrue();
        awaitClosed(client, CloseReason.TRANSPORT_CLOSE);
    }

    private static boolean isOver(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        EngineClient client = shakeHands();
        HttpAnswer answer = post(other, client, "4" + "x".repeat(MAX_PAYLOAD));
        assertThat(answer.status()).isEqualTo(413);
        awaitClosed(client, CloseReason.PARSE_ERROR);
    }

    @Test
    void aBrokenPayloadIsRefusedWithItsReason() {
        EngineClient client = shakeHands();
        HttpAnswer answer = post(other, client, "abc");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"code\":3");
        awaitClosed(client, CloseReason.PARSE_ERROR);
    }

    @Test
    void aSessionOfNobodyIsUnknownAtOnce() {
        EngineClient client = shakeHands();
        String forgedOwner = "AAAAAAAA" + client.sid().substring(8);
        String forgedRest = client.sid().substring(0, 8) + "AAAAAAAAAAAAAAAAAAAA";
        long begin = System.nanoTime();
        for (String sid : List.of(forgedOwner, forgedRest)) {
            String target = PATH + "?EIO=4&transport=polling&sid=" + sid;
            assertThat(RawConnection.request(other.port(), "GET", target, null).text())
                    .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
            assertThat(RawConnection.request(other.port(), "POST", target, "4a").text())
                    .contains("\"code\":1");
            assertThat(RawWebSocket.tryToOpen(other.port(), target.replace("polling", "websocket"))
                            .text())
                    .contains("\"code\":1");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        close(client);
    }

    // ---------------------------------------------------------------- WebSocket

    @Test
    void anUpgradeOnTheOtherNodeCarriesTextAndBinaryBothWays() {
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            webSocket.send("4hello");
            assertThat(webSocket.readText()).isEqualTo("4hello");
            webSocket.send(RawFrame.binary(new byte[] {1, 2, 3}));
            assertThat(webSocket.read().payload()).containsExactly(1, 2, 3);
            assertThat(get(other, client).status()).isEqualTo(400);
            assertThat(get(owner, client).status()).isEqualTo(400);
            close(client);
            assertThat(webSocket.readClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void messagesAreCompressedForAClientThatHasAgreedWithTheOtherNode() {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate";
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket =
                upgrade(client, RawWebSocket.open(other.port(), client.target("websocket"), offer))) {
            webSocket.send(RawFrame.text("4" + LONG).deflated(), RawFrame.text("4short"));
            RawFrame echo = webSocket.read();
            assertThat(echo.isDeflated()).isTrue();
            assertThat(echo.inflated().text()).isEqualTo("4" + LONG);
            assertThat(webSocket.readText()).isEqualTo("4short");
            close(client);
        }
    }

    @Test
    void anUpgradeThatIsNotProbedIsDroppedAndPollingGoesOn() {
        EngineClient client = shakeHands();
        try (RawWebSocket silent = RawWebSocket.open(other.port(), client.target("websocket"))) {
            assertThat(silent.readClose().closeCode()).isEqualTo(1000);
        }
        assertThat(post(other, client, "4on").text()).isEqualTo("ok");
        assertThat(get(other, client).text()).isEqualTo("4on");
        close(client);
    }

    @Test
    void aSecondWebSocketIsClosedAndTheFirstGoesOn() {
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            try (RawWebSocket second = RawWebSocket.open(other.port(), client.target("websocket"))) {
                assertThat(second.readClose().closeCode()).isEqualTo(1008);
            }
            webSocket.send("4still here");
            assertThat(webSocket.readText()).isEqualTo("4still here");
            close(client);
        }
    }

    @Test
    void theClientsCloseAndItsResetReachTheOwner() {
        EngineClient polite = shakeHands();
        try (RawWebSocket webSocket = upgrade(polite)) {
            webSocket.send(RawFrame.close(1000, ""));
            assertThat(webSocket.readClose().closeCode()).isEqualTo(1000);
        }
        awaitClosed(polite, CloseReason.TRANSPORT_CLOSE);
        EngineClient rude = shakeHands();
        upgrade(rude).reset();
        awaitTrue(() -> CLOSED.containsKey(rude.sid()));
        assertThat(CLOSED.get(rude.sid())).isIn(CloseReason.TRANSPORT_CLOSE, CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void aBrokenPacketClosesTheWebSocketOnTheOtherNode() {
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            webSocket.send("9");
            assertThat(webSocket.readClose().opcode()).isEqualTo(RawFrame.CLOSE);
        }
        awaitClosed(client, CloseReason.PARSE_ERROR);
    }

    @Test
    void tenThousandMessagesKeepTheirOrderBothWays() {
        int count = 10_000;
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i++) {
                    webSocket.send("4" + i + "x".repeat(i % 200));
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(webSocket.readText()).isEqualTo("4" + i + "x".repeat(i % 200));
            }
            sending.join();
            close(client);
        }
    }

    @Test
    void whatIsMoreThanAWindowArrivesWholeAtAPatientReader() {
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            byte[] large = new byte[90_000];
            for (int round = 0; round < 10; round++) {
                on(client, link -> {
                    for (int i = 0; i < 10; i++) {
                        link.send(List.of(Frame.binary(large)));
                    }
                    return null;
                });
                for (int i = 0; i < 10; i++) {
                    assertThat(webSocket.read().payload()).hasSize(large.length);
                }
            }
            close(client);
        }
    }

    @Test
    void whatWasSentToTheOtherNodeDrains() {
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            AtomicBoolean drained = new AtomicBoolean();
            int queued = on(client, link -> {
                link.send(List.of(Frame.text("hello")));
                link.whenDrained(() -> drained.set(true));
                return link.queuedBytes();
            });
            assertThat(queued).isGreaterThan(5);
            assertThat(webSocket.readText()).isEqualTo("4hello");
            awaitTrue(drained::get);
            assertThat(on(client, Link::queuedBytes)).isZero();
            close(client);
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOffByTheOwner() {
        EngineClient client = shakeHands();
        try (RawConnection deaf = RawConnection.open(other.port(), 4096)) {
            upgrade(client, RawWebSocket.open(deaf, client.target("websocket")));
            byte[] large = new byte[100_000];
            awaitTrue(() -> on(client, link -> {
                link.send(List.of(Frame.binary(large)));
                return CLOSED.containsKey(client.sid());
            }));
        }
        awaitClosed(client, CloseReason.SLOW_CONSUMER);
    }

    @Test
    void aFloodOfTheClientIsTakenInOrder() {
        int count = 200;
        EngineClient client = shakeHands();
        try (RawWebSocket webSocket = upgrade(client)) {
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i++) {
                    assertThat(webSocket.read().payload()).hasSize(50_000);
                }
            });
            byte[] large = new byte[50_000];
            for (int i = 0; i < count; i++) {
                large[0] = (byte) i;
                webSocket.send(RawFrame.binary(large));
            }
            reading.join();
            List<Frame> received = RECEIVED.get(client.sid());
            for (int i = 0; i < count; i++) {
                assertThat(received.get(i).payload()[0]).isEqualTo((byte) i);
            }
            close(client);
        }
    }

    // ---------------------------------------------------------------- steps

    private static EngineClient shakeHands() {
        return EngineClient.polling(owner.port(), PATH);
    }

    private static HttpAnswer get(Instances<EngineServer> node, EngineClient client) {
        return RawConnection.request(node.port(), "GET", client.target("polling"), null);
    }

    private static RawConnection startGet(Instances<EngineServer> node, EngineClient client) {
        return RawConnection.open(node.port()).send(RawConnection.message("GET", client.target("polling"), null));
    }

    private static HttpAnswer post(Instances<EngineServer> node, EngineClient client, String payload) {
        return RawConnection.request(node.port(), "POST", client.target("polling"), payload);
    }

    private static RawWebSocket upgrade(EngineClient client) {
        return upgrade(client, RawWebSocket.open(other.port(), client.target("websocket")));
    }

    private static RawWebSocket upgrade(EngineClient client, RawWebSocket candidate) {
        candidate.send("2probe");
        assertThat(candidate.readText()).isEqualTo("3probe");
        candidate.send("5");
        awaitTrue(() -> on(client, link -> link.transport().equals("websocket")));
        return candidate;
    }

    private static <R> R on(EngineClient client, Function<Link, R> call) {
        return owner.on(0, engine -> call.apply(LINKS.get(client.sid())));
    }

    private static void close(EngineClient client) {
        boolean polling = on(client, link -> {
            link.close(CloseReason.FORCED_CLOSE);
            return link.transport().equals("polling");
        });
        if (polling) {
            assertThat(get(other, client).text()).isEqualTo("1");
        }
    }

    private static void awaitClosed(EngineClient client, CloseReason reason) {
        awaitTrue(() -> CLOSED.containsKey(client.sid()));
        assertThat(CLOSED).containsEntry(client.sid(), reason);
    }
}
