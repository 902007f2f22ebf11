package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.Stage.Guest;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who and what is let in, and what happens when those who decide throw, sleep, or answer from elsewhere. */
class MiddlewareTest {
    private static final Future<Void> PASS = Future.succeededFuture();

    private final Queue<String> order = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** What the client gets who asks for the main namespace. */
    private static String verdict(Instances<SocketIo> server) {
        try (WireClient client = WireClient.open(server.port(), WireClient.Wire.WEBSOCKET)) {
            return client.send("0{\"name\":\"n\"}").receive();
        }
    }

    private Instances<SocketIo> server(Middleware... middlewares) {
        return Instances.socketIo(1, new SocketIoOptions(), io -> {
            io.exceptionHandler(failures::add);
            List.of(middlewares).forEach(io::use);
            io.onConnection(socket -> order.add("connected"));
        });
    }

    // ---------------------------------------------------------------- of a namespace

    @Test
    void middlewaresRunInOrderBeforeTheConnectionAndShareTheData() {
        try (Instances<SocketIo> server = server(
                socket -> {
                    order.add(
                            "first " + socket.isConnected() + socket.handshake().auth());
                    socket.data().put("by", "first");
                    return PASS;
                },
                socket -> {
                    order.add("second " + socket.data().getString("by"));
                    return PASS;
                })) {
            assertThat(verdict(server)).startsWith("0{");
            assertThat(order).containsExactly("first false{\"name\":\"n\"}", "second first", "connected");
        }
    }

    @Test
    void theFirstRefusalEndsIt() {
        try (Instances<SocketIo> server =
                server(socket -> Future.failedFuture(new ConnectError("no", "data")), socket -> {
                    order.add("second");
                    return PASS;
                })) {
            assertThat(verdict(server)).isEqualTo("4{\"message\":\"no\",\"data\":\"data\"}");
            assertThat(order).isEmpty();
            assertThat(server.<Integer>on(0, io -> io.sockets().size())).isZero();
        }
    }

    @Test
    void aDecisionMayComeLaterAndFromAnotherThread() {
        AtomicReference<Thread> loop = new AtomicReference<>();
        try (Instances<SocketIo> server = server(
                socket -> {
                    loop.set(Thread.currentThread());
                    Promise<Void> promise = Promise.promise();
                    ForkJoinPool.commonPool().execute(promise::complete);
                    return promise.future();
                },
                socket -> {
                    order.add("on the loop: " + (Thread.currentThread() == loop.get()));
                    Promise<Void> promise = Promise.promise();
                    ForkJoinPool.commonPool().execute(() -> promise.fail(new ConnectError("late no")));
                    return promise.future();
                })) {
            assertThat(verdict(server)).isEqualTo("4{\"message\":\"late no\"}");
            assertThat(order).containsExactly("on the loop: true");
        }
    }

    @Test
    void whatAMiddlewareThrowsIsARefusalAndReachesTheExceptionHandler() {
        Middleware throwing = socket -> {
            throw new IllegalStateException("broken");
        };
        for (List<Middleware> middlewares : List.of(List.of(throwing), List.of(socket -> PASS, throwing))) {
            try (Instances<SocketIo> server = server(middlewares.toArray(Middleware[]::new))) {
                assertThat(verdict(server)).isEqualTo("4{\"message\":\"broken\"}");
                assertThat(failures.remove()).hasMessage("broken");
                // Not stuck in the middle: it may ask again on the same connection.
                try (WireClient client = WireClient.open(server.port(), WireClient.Wire.WEBSOCKET)) {
                    assertThat(client.send("0").receive()).startsWith("4{");
                    assertThat(client.send("0").receive()).startsWith("4{");
                }
                failures.clear();
            }
        }
    }

    @Test
    void aRefusalWithoutAMessageIsToldInWordsToo() {
        try (Instances<SocketIo> server = server(socket -> Future.failedFuture(new IllegalStateException()))) {
            assertThat(verdict(server)).isEqualTo("4{\"message\":\"refused by a middleware\"}");
        }
    }

    @Test
    void aThrownConnectErrorIsARefusalLikeAnyOther() {
        try (Instances<SocketIo> server = server(socket -> {
            throw new ConnectError("no", 5);
        })) {
            assertThat(verdict(server)).isEqualTo("4{\"message\":\"no\",\"data\":5}");
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void noFutureAndAnErrorAreRefusalsToo() {
        try (Instances<SocketIo> server = server(socket -> null)) {
            assertThat(verdict(server)).startsWith("4{\"message\":\"a middleware returned null");
        }
        try (Instances<SocketIo> server = server(socket -> {
            throw new StackOverflowError("deep");
        })) {
            assertThat(verdict(server)).isEqualTo("4{\"message\":\"deep\"}");
        }
        assertThat(failures).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatGoesWhileAMiddlewareDecidesLeavesNothing(boolean wouldPass) throws InterruptedException {
        BlockingQueue<Promise<Void>> pending = new LinkedBlockingQueue<>();
        try (Instances<SocketIo> server = server(
                socket -> {
                    Promise<Void> promise = Promise.promise();
                    pending.add(promise);
                    return promise.future();
                },
                socket -> {
                    order.add("second");
                    return PASS;
                })) {
            WireClient client = WireClient.open(server.port(), WireClient.Wire.WEBSOCKET);
            client.send("0");
            Promise<Void> decision = pending.poll(10, TimeUnit.SECONDS);
            client.close();
            await().until(() -> server.<Integer>sum(SocketIo::connectionCount) == 0);
            decision.complete(null, wouldPass ? null : new ConnectError("no"));
            assertThat(server.<Integer>on(0, io -> io.sockets().size())).isZero();
            assertThat(order).isEmpty();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aClientWhoseMiddlewareNeverDecidesIsClosedAfterTheConnectTimeout() throws InterruptedException {
        SocketIoOptions impatient = new SocketIoOptions().setConnectTimeout(50);
        try (Instances<SocketIo> server = Instances.socketIo(
                        1,
                        impatient,
                        io -> io.use(socket -> Promise.<Void>promise().future()));
                WireClient client = WireClient.open(server.port(), WireClient.Wire.WEBSOCKET)) {
            client.send("0");
            client.awaitClose();
            await().until(() -> server.<Integer>sum(SocketIo::connectionCount) == 0);
        }
    }

    @Test
    void eachNamespaceHasItsOwn() {
        try (Stage stage = new Stage(1, io -> io.of("/guarded").use(socket -> Future.failedFuture("never")))) {
            Guest guest = stage.arrive();
            assertThat(guest.client().send("0/guarded,").receive()).isEqualTo("4/guarded,{\"message\":\"never\"}");
        }
    }

    // ---------------------------------------------------------------- of a socket

    @Test
    void aMiddlewareOfASocketLetsEventsPassOrHandsItsFailureToOnError() {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive();
            guest.run(socket -> socket.use((event, args) -> {
                        order.add("first " + event + args);
                        return PASS;
                    })
                    .use((event, args) -> switch (event) {
                        case "refused" -> Future.failedFuture("refused");
                        case "thrown" -> throw new IllegalStateException("thrown");
                        case "null" -> null;
                        default -> PASS;
                    })
                    .onAny((event, args) -> order.add("heard " + event))
                    .onError(failure -> order.add("error " + failure.getMessage()))
                    .on("last", (args, ack) -> ack.send()));
            guest.client().send("2[\"refused\",1]").send("2[\"thrown\"]").send("2[\"null\"]");
            guest.client().expectNothingBefore("21[\"last\"]", "31[]");
            assertThat(order)
                    .containsExactly(
                            "first refused[1]",
                            "error refused",
                            "first thrown[]",
                            "error thrown",
                            "first null[]",
                            "error a middleware returned null, not a future",
                            "first last[]",
                            "heard last");
            assertThat(stage.failures())
                    .hasSize(2)
                    .extracting(Throwable::getMessage)
                    .allMatch(Objects::nonNull);
        }
    }

    @Test
    void anEventWhoseMiddlewareAnswersFromAnotherThreadIsHeardOnTheLoop() {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive();
            Thread loop = guest.on(socket -> Thread.currentThread());
            guest.run(socket -> socket.use((event, args) -> {
                        Promise<Void> promise = Promise.promise();
                        ForkJoinPool.commonPool().execute(promise::complete);
                        return promise.future();
                    })
                    .on("ask", (args, ack) -> ack.send(Thread.currentThread() == loop)));
            guest.client().expectNothingBefore("21[\"ask\"]", "31[true]");
        }
    }

    @Test
    void anEventThatIsLetPassAfterTheSocketHasLeftIsNotHeard() throws InterruptedException {
        BlockingQueue<Promise<Void>> pending = new LinkedBlockingQueue<>();
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive();
            guest.run(socket -> socket.use((event, args) -> {
                        Promise<Void> promise = Promise.promise();
                        pending.add(promise);
                        return promise.future();
                    })
                    .onAny((event, args) -> order.add("heard")));
            guest.client().send("2[\"say\"]");
            Promise<Void> decision = pending.poll(10, TimeUnit.SECONDS);
            guest.run(Socket::disconnect);
            decision.complete();
            guest.run(socket -> assertThat(order).isEmpty());
        }
    }
}
