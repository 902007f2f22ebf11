package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a socket leaves: the reasons of Socket.IO's documentation, who is told what, and that nothing is left. */
class LeavingTest {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Stage stage;

    @AfterEach
    void nothingIsLeft() {
        await().until(() -> stage.server()
                        .<Integer>sum(io -> io.connectionCount()
                                + io.sockets().size()
                                + io.of("/").rooms().size()
                                + io.engine().sessionCount())
                == 0);
        assertThat(stage.failures()).isEmpty();
        stage.close();
    }

    private void begin(int instances, SocketIoOptions options) {
        stage = new Stage(instances, options, io -> {
            io.of("/other");
            io.onConnection(socket -> socket.join("room")
                    .onSuccess(joined -> socket.onDisconnecting(reason -> told.add("disconnecting: " + reason + " "
                                    + socket.rooms().size() + " rooms, connected " + socket.isConnected()))
                            .onDisconnect(reason -> told.add("disconnect: " + reason + " "
                                    + socket.rooms().size() + " rooms, connected " + socket.isConnected()))));
        });
    }

    private void assertToldOnce(DisconnectReason reason) throws InterruptedException {
        assertThat(told.poll(10, TimeUnit.SECONDS))
                .isEqualTo("disconnecting: " + reason.text() + " 2 rooms, connected true");
        assertThat(told.poll(10, TimeUnit.SECONDS))
                .isEqualTo("disconnect: " + reason.text() + " 0 rooms, connected false");
        assertThat(told).isEmpty();
    }

    static Stream<Arguments> farewells() {
        return Stream.of(
                farewell(Wire.WEBSOCKET, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, guest -> {
                    guest.client().send("1");
                    await().until(() -> !guest.on(Socket::isConnected));
                    guest.client().close();
                }),
                farewell(Wire.POLLING, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, guest -> guest.client()
                        .engine()
                        .post("41\u001e1")),
                farewell(Wire.WEBSOCKET, DisconnectReason.TRANSPORT_CLOSE, guest -> guest.client()
                        .close()),
                farewell(
                        Wire.WEBSOCKET,
                        DisconnectReason.TRANSPORT_CLOSE,
                        guest -> guest.client().engine().webSocket().send(RawFrame.close(1000, "bye"))),
                farewell(Wire.WEBSOCKET, DisconnectReason.TRANSPORT_CLOSE, guest -> guest.client()
                        .engine()
                        .send("1")),
                farewell(Wire.POLLING, DisconnectReason.TRANSPORT_CLOSE, guest -> guest.client()
                        .engine()
                        .post("1")),
                farewell(Wire.POLLING, DisconnectReason.TRANSPORT_ERROR, LeavingTest::pollTwice),
                farewell(Wire.WEBSOCKET, DisconnectReason.PARSE_ERROR, LeavingTest::breakTheProtocol),
                farewell(Wire.POLLING, DisconnectReason.PARSE_ERROR, LeavingTest::breakTheProtocol),
                farewell(Wire.WEBSOCKET, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, guest -> {
                    guest.run(Socket::disconnect);
                    assertThat(guest.client().receive()).isEqualTo("1");
                    guest.client().close();
                }),
                farewell(Wire.WEBSOCKET, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, guest -> {
                    guest.run(socket -> socket.disconnect(true));
                    assertThat(guest.client().receive()).isEqualTo("1");
                    guest.client().awaitClose();
                    guest.client().close();
                }),
                farewell(Wire.POLLING, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, guest -> {
                    guest.run(socket -> socket.disconnect(true));
                    assertThat(guest.client().receive()).isEqualTo("1");
                    guest.client().awaitClose();
                }));
    }

    private static Arguments farewell(Wire wire, DisconnectReason reason, Consumer<Guest> leaving) {
        return Arguments.of(wire, reason, leaving);
    }

    private static void breakTheProtocol(Guest guest) {
        guest.client().sendBroken(List.of("2{}"));
        guest.client().awaitClose();
        guest.client().close();
    }

    /** An overlap of polls is a broken client (protocol v4 of Engine.IO, section "HTTP long-polling"). */
    private static void pollTwice(Guest guest) {
        try (RawConnection first = guest.client().engine().startGet();
                RawConnection second = guest.client().engine().startGet()) {
            first.answer();
            second.answer();
        }
    }

    @ParameterizedTest
    @MethodSource("farewells")
    void aSocketIsToldOnceWhyItLeaves(Wire wire, DisconnectReason reason, Consumer<Guest> leaving)
            throws InterruptedException {
        begin(2, new SocketIoOptions());
        leaving.accept(stage.arrive(wire));
        assertToldOnce(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEBSOCKET", "POLLING"})
    void aSilentClientLeavesByPingTimeout(Wire wire) throws InterruptedException {
        begin(
                2,
                new SocketIoOptions()
                        .setEngine(new EngineOptions().setPingInterval(300).setPingTimeout(200)));
        stage.arrive(wire);
        assertToldOnce(DisconnectReason.PING_TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEBSOCKET", "POLLING"})
    void aShutdownIsTheReasonOfAllWhoAreThere(Wire wire) throws InterruptedException {
        begin(2, new SocketIoOptions());
        Guest guest = stage.arrive(wire);
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> stage.server().closeServed());
        guest.client().awaitClose();
        guest.client().close();
        closing.orTimeout(10, TimeUnit.SECONDS).join();
        assertToldOnce(DisconnectReason.SERVER_SHUTTING_DOWN);
    }

    @Test
    void whoDoesNotReadIsCutOffInTheMiddleOfABroadcastAndTheOthersHearAll() throws InterruptedException {
        begin(1, new SocketIoOptions().setEngine(new EngineOptions().setMaxQueuedBytes(100_000)));
        Guest neighbour = stage.arrive();
        Guest polling = stage.arrive(Wire.POLLING);
        Guest another = stage.arrive();
        for (int i = 0; i < 12; i++) {
            int n = i;
            // Each in a turn of its own: for those who read nothing piles up.
            polling.run(socket -> socket.namespace().emit("say", n, "x".repeat(10_000)));
        }
        assertToldOnce(DisconnectReason.SLOW_CONSUMER);
        for (Guest reader : List.of(neighbour, another)) {
            for (int i = 0; i < 12; i++) {
                assertThat(reader.client().receive()).startsWith("2[\"say\"," + i + ",");
            }
            reader.client().close();
            assertToldOnce(DisconnectReason.TRANSPORT_CLOSE);
        }
    }

    @Test
    void allNamespacesOfAConnectionLeaveWithIt() throws InterruptedException {
        begin(1, new SocketIoOptions());
        Guest guest = stage.arrive();
        stage.server().on(0, io -> io.of("/other")
                .onConnection(socket -> socket.onDisconnect(reason -> told.add("other: " + reason))));
        guest.client().connect("/other,");
        guest.client().close();
        assertThat(List.of(told.take(), told.take(), told.take()))
                .contains(
                        "disconnecting: transport close 2 rooms, connected true",
                        "disconnect: transport close 0 rooms, connected false",
                        "other: transport close");
    }

    @Test
    void handlersThatThrowOrDisconnectOnceMoreHarmNothing() throws InterruptedException {
        begin(1, new SocketIoOptions());
        Guest guest = stage.arrive();
        guest.run(socket -> {
            socket.onDisconnecting(reason -> {
                socket.disconnect();
                socket.disconnect(true);
                throw new IllegalStateException("disconnecting");
            });
            socket.onDisconnect(reason -> {
                socket.disconnect(true);
                throw new IllegalStateException("disconnect");
            });
            socket.onDisconnect(reason -> told.add("the last handler"));
        });
        guest.client().send("1");
        assertToldOnce(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, "the last handler");
        guest.client().close();
        assertThat(List.of(stage.failures().remove(), stage.failures().remove()))
                .extracting(Throwable::getMessage)
                .containsExactly("disconnecting", "disconnect");
    }

    private void assertToldOnce(DisconnectReason reason, String last) throws InterruptedException {
        assertThat(List.of(told.take(), told.take(), told.take()))
                .containsExactly(
                        "disconnecting: " + reason + " 2 rooms, connected true",
                        "disconnect: " + reason + " 0 rooms, connected false",
                        last);
        assertThat(told).isEmpty();
    }
}
