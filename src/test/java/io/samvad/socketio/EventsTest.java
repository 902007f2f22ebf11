package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listening to events, sending them, and what listeners do wrong. */
class EventsTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(
                1,
                io -> io.onConnection(socket ->
                        socket.on("echo", (args, ack) -> ack.send(args.toList().toArray()))));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private Handler<Args> hearsAs(String name) {
        return args -> heard.add(name + args);
    }

    /** The client sends events, and all of them have been handled. */
    private void says(Stage.Guest guest, String... packets) {
        for (String packet : packets) {
            guest.client().send(packet);
        }
        guest.client().expectNothingBefore("2999[\"echo\"]", "3999[]");
    }

    @Test
    void listenersHearTheirEventInTheOrderTheyCame() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket ->
                socket.on("say", hearsAs("first")).on("say", hearsAs("second")).on("other", hearsAs("other")));
        says(guest, "2[\"say\",1,null,{\"a\":[2]}]", "2[\"nobody\"]", "2[5,1]");
        assertThat(heard).containsExactly("first[1, null, {\"a\": [2]}]", "second[1, null, {\"a\": [2]}]");
    }

    @Test
    void onceHearsTheNextEventOnly() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.once("say", hearsAs("once")).once("say", (args, ack) -> ack.send("answered")));
        guest.client().send("21[\"say\",1]");
        assertThat(guest.client().receive()).isEqualTo("31[\"answered\"]");
        says(guest, "22[\"say\",2]");
        assertThat(heard).containsExactly("once[1]");
        assertThat(guest.on(Socket::eventNames)).containsExactly("echo");
    }

    @Test
    void aOnceListenerThatThrowsIsGoneAllTheSame() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.once("say", args -> {
            heard.add("once");
            throw new IllegalStateException("and throws");
        }));
        says(guest, "2[\"say\"]", "2[\"say\"]");
        assertThat(heard).containsExactly("once");
        assertThat(stage.failures()).hasSize(1);
    }

    @Test
    void offTakesAwayOneListenerOrAllHoweverTheyWereAdded() {
        Handler<Args> first = hearsAs("first");
        Handler<Args> second = hearsAs("second");
        EventListener third = (args, ack) -> heard.add("third");
        Stage.Guest guest = stage.arrive();
        guest.run(socket ->
                socket.on("say", first).once("say", second).on("say", third).once("say", third));
        guest.run(socket -> socket.off("say", second).off("say", third).off("unknown", third));
        says(guest, "2[\"say\"]");
        assertThat(heard).containsExactly("first[]", "third");
        heard.clear();
        guest.run(socket ->
                socket.off("say", first).on("say", third).on("say", third).off("say"));
        says(guest, "2[\"say\"]");
        assertThat(heard).isEmpty();
    }

    @Test
    void onAnyHearsEverythingBeforeTheOthersUntilOffAny() {
        AnyListener any = (event, args) -> heard.add(event + args);
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("say", hearsAs("listener")).onAny(any));
        says(guest, "2[\"say\",1]", "2[\"nobody\",2]");
        assertThat(heard).containsExactly("say[1]", "listener[1]", "nobody[2]", "echo[]");
        heard.clear();
        guest.run(socket -> socket.offAny(any));
        says(guest, "2[\"say\",3]");
        assertThat(heard).containsExactly("listener[3]");
    }

    @Test
    void aListenerOfAllEventsMayAnswerThemAndThenOthersDoNot() {
        AnyEventListener any = (event, args, ack) -> {
            heard.add(event + ack.isWanted());
            if (event.startsWith("ask")) {
                ack.send(event);
            }
        };
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.onAny(any)
                .prependAny((event, args, ack) -> heard.add("first"))
                .on("ask", (args, ack) -> ack.send("too late")));
        guest.client().expectNothingBefore("21[\"ask\"]", "31[\"ask\"]");
        guest.client().expectNothingBefore("22[\"ask you\"]", "32[\"ask you\"]");
        says(guest, "2[\"tell\"]");
        assertThat(heard)
                .containsExactly("first", "asktrue", "first", "ask youtrue", "first", "tellfalse", "first", "echotrue");
        heard.clear();
        assertThat(guest.on(Socket::listenersAny)).hasSize(2).endsWith(any);
        guest.run(socket -> socket.offAny(any));
        guest.client().expectNothingBefore("23[\"ask\"]", "33[\"too late\"]");
        // As a listener of what is sent, which nobody can answer.
        guest.run(socket -> socket.offAny().onAnyOutgoing(any).emit("ask"));
        assertThat(heard).containsExactly("first", "askfalse");
    }

    @Test
    void offAloneTakesAwayTheListenersOfAllEventsAndNothingElse() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("say", hearsAs("say"))
                .once("tell", hearsAs("tell"))
                .onAny((event, args) -> heard.add("any"))
                .onDisconnect(reason -> heard.add("gone")));
        guest.run(Socket::off);
        assertThat(guest.on(Socket::eventNames)).isEmpty();
        guest.run(socket -> socket.on("echo", (args, ack) -> ack.send()));
        says(guest, "2[\"say\"]", "2[\"tell\"]");
        guest.run(Socket::disconnect);
        assertThat(heard).containsExactly("any", "any", "any", "gone");
    }

    @Test
    void listenersAreGivenOutAsTheyWereAddedAndTheListIsACopy() {
        EventListener first = (args, ack) -> heard.add("first");
        EventListener second = (args, ack) -> heard.add("second");
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("say", first).once("say", second).on("say", hearsAs("third")));
        List<EventListener> listeners = guest.on(socket -> socket.listeners("say"));
        assertThat(listeners).hasSize(3).startsWith(first, second);
        List<EventListener> nobody = guest.on(socket -> socket.listeners("nobody"));
        assertThat(nobody).isEmpty();
        guest.run(socket -> socket.off("say", first));
        assertThat(listeners).hasSize(3);
        guest.run(socket -> listeners.forEach(listener -> socket.off("say", listener)));
        assertThat(guest.on(Socket::eventNames)).containsExactly("echo");
    }

    @Test
    void listenersOfAllEventsAreGivenOutAndTakenAwayTogether() {
        AnyListener first = (event, args) -> heard.add("first " + event);
        AnyListener second = (event, args) -> heard.add("second " + event);
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.onAny(first).prependAny(second));
        guest.run(socket -> socket.onAnyOutgoing(second).prependAnyOutgoing(first));
        List<AnyListener> any = guest.on(Socket::listenersAny);
        assertThat(any).containsExactly(second, first);
        assertThat(guest.on(Socket::listenersAnyOutgoing)).containsExactly(first, second);
        guest.run(Socket::offAny);
        assertThat(any).hasSize(2);
        assertThat(guest.on(Socket::listenersAny)).isEmpty();
        says(guest, "2[\"say\"]");
        guest.run(socket -> socket.emit("one"));
        guest.run(Socket::offAnyOutgoing);
        guest.run(socket -> socket.emit("two"));
        assertThat(guest.on(Socket::listenersAnyOutgoing)).isEmpty();
        assertThat(heard).containsExactly("first one", "second one");
    }

    @Test
    void aListenerMayChangeTheListenersFromTheNextEventOn() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("say", args -> {
            heard.add("changer");
            socket.off("say").on("say", hearsAs("successor"));
        }));
        guest.run(socket -> socket.on("say", hearsAs("neighbour")));
        says(guest, "2[\"say\",1]", "2[\"say\",2]");
        assertThat(heard).containsExactly("changer", "neighbour[1]", "successor[2]");
    }

    @Test
    void whatAListenerThrowsReachesTheExceptionHandlerAndNobodyElse() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> {
            socket.onAny((event, args) -> {
                throw new IllegalStateException("any");
            });
            socket.on("say", args -> args.string(7));
            socket.on("say", args -> {
                throw new AssertionError("an error");
            });
            socket.on("say", hearsAs("neighbour"));
        });
        guest.client().send("2[\"say\"]");
        guest.client().expectNothingBefore("21[\"echo\",2]", "31[2]");
        assertThat(heard).containsExactly("neighbour[]");
        assertThat(stage.failures())
                .extracting(Throwable::getMessage)
                .containsExactly("any", "argument 7 is missing, a string was expected", "an error", "any");
    }

    @Test
    void anExceptionHandlerThatThrowsHarmsNothing() {
        stage.server()
                .on(
                        0,
                        io -> io.exceptionHandler(failure -> {
                            throw new IllegalStateException("the handler itself", failure);
                        }));
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("say", args -> args.string(0)).on("say", hearsAs("neighbour")));
        says(guest, "2[\"say\"]");
        assertThat(heard).containsExactly("neighbour[]");
    }

    @Test
    void theFirstAnswerCounts() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("ask", (args, ack) -> {
            heard.add("wanted " + ack.isWanted());
            assertThatThrownBy(() -> ack.send(new Object())).isInstanceOf(IllegalArgumentException.class);
            ack.send(1, "a");
            ack.send(2);
        }));
        guest.client().send("2[\"ask\"]").send("25[\"ask\"]");
        assertThat(guest.client().receive()).isEqualTo("35[1,\"a\"]");
        guest.client().expectNothingBefore("26[\"echo\"]", "36[]");
        assertThat(heard).containsExactly("wanted false", "wanted true");
    }

    @Test
    void anAnswerMayComeLaterAndFromAnotherThread() throws InterruptedException {
        BlockingQueue<Ack> acks = new LinkedBlockingQueue<>();
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> socket.on("ask", (args, ack) -> acks.add(ack)));
        guest.client().send("25[\"ask\"]");
        acks.poll(10, TimeUnit.SECONDS).send("later");
        assertThat(guest.client().receive()).isEqualTo("35[\"later\"]");
    }

    // ---------------------------------------------------------------- sending

    @Test
    void whatCannotBeSentIsRefusedAtOnce() {
        Stage.Guest guest = stage.arrive();
        Map<Integer, String> wrongKeys = Map.of(1, "one");
        for (Object value : new Object[] {new Object(), Double.NaN, Float.POSITIVE_INFINITY, wrongKeys, 'c'}) {
            assertThatThrownBy(() -> guest.socket().emit("say", value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.socket().emitWithAck("say", value))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.socket().asVolatile().emit("say", value))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.instance().to("room").emit("say", value))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.instance().timeout(9).emitWithAck("say", List.of(value)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ConnectError("no", value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ConnectError("no", Buffer.buffer("b")))
                .isInstanceOf(IllegalArgumentException.class);
        says(guest);
    }

    @Test
    void reservedNamesAndEmptyTimeoutsAreRefusedAtOnce() {
        Stage.Guest guest = stage.arrive();
        for (String name : Packet.Event.RESERVED_NAMES) {
            assertThatThrownBy(() -> guest.socket().emit(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
            assertThatThrownBy(() -> guest.socket().emitWithAck(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.instance().emit(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.instance().emitWithAck(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> guest.socket().timeout(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.instance().timeout(-1)).isInstanceOf(IllegalArgumentException.class);
        says(guest);
    }

    @Test
    void anEventIsSentAsItWasWhenEmitWasCalled() {
        Stage.Guest guest = stage.arrive();
        JsonObject mutable = new JsonObject().put("state", "then");
        guest.run(socket -> {
            socket.emit("say", mutable, List.of(1, 2), Map.of("k", new byte[] {1}), null, 1.5f, Wire.POLLING);
            mutable.put("state", "later");
        });
        assertThat(guest.client().receive(2))
                .containsExactly(
                        "51-[\"say\",{\"state\":\"then\"},[1,2],{\"k\":{\"_placeholder\":true,\"num\":0}},null,1.5,"
                                + "\"POLLING\"]",
                        "<01>");
    }

    @Test
    void aSocketThatHasLeftNeitherSendsNorHears() {
        Stage.Guest guest = stage.arrive();
        guest.run(socket -> {
            socket.on("say", hearsAs("late"));
            socket.disconnect();
            socket.emit("lost");
            socket.disconnect(true);
        });
        assertThat(guest.client().receive()).isEqualTo("1");
        assertThat(guest.on(Socket::isConnected)).isFalse();
        WireClient again = guest.client().connect("");
        again.expectNothingBefore("21[\"echo\"]", "31[]");
        assertThat(heard).isEmpty();
    }

    // ---------------------------------------------------------------- order

    @ParameterizedTest
    @EnumSource(Wire.class)
    void tenThousandMessagesKeepTheirOrderBothWays(Wire wire) {
        int count = 10_000;
        Stage.Guest guest = stage.arrive(wire);
        guest.run(socket -> socket.on("n", args -> socket.emit("back", args.integer(0))));
        for (int sent = 0; sent < count; sent += 500) {
            List<String> expected = new ArrayList<>();
            StringBuilder payload = new StringBuilder();
            for (int n = sent; n < sent + 500; n++) {
                expected.add("2[\"back\"," + n + "]");
                if (wire == Wire.WEBSOCKET) {
                    guest.client().send("2[\"n\"," + n + "]");
                } else {
                    payload.append(n == sent ? "" : "\u001e")
                            .append("42[\"n\",")
                            .append(n)
                            .append(']');
                }
            }
            if (wire == Wire.POLLING) {
                guest.client().engine().post(payload.toString());
            }
            assertThat(guest.client().receive(500)).isEqualTo(expected);
        }
    }
}
