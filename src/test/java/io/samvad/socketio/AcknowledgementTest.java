package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server asks, one client or many: each answer, each silence and each farewell ends in a result and leaves nothing. */
class AcknowledgementTest {
    private static final long LONG = 10_000;

    private static <T> Throwable failure(Future<T> future) {
        return catchThrowable(() -> Instances.await(future));
    }

    private static int pending(Guest guest) {
        return guest.on(Socket::pendingAckCount);
    }

    /** Reads a question and gives the id under which it wants to be answered. */
    private static String question(Guest guest) {
        String packet = guest.client().receive();
        assertThat(packet).matches("2\\d+\\[\"ask\"]");
        return packet.substring(1, packet.indexOf('['));
    }

    private static void answer(Guest guest, String answer) {
        guest.client().send("3" + question(guest) + "[\"" + answer + "\"]");
    }

    private static Set<String> texts(List<Args> answers) {
        return answers.stream().map(args -> args.string(0)).collect(Collectors.toSet());
    }

    // ---------------------------------------------------------------- one client

    @Test
    void anAnswerCompletesAndLeavesNothing() {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive();
            Future<Args> patient = guest.socket().emitWithAck("ask");
            Future<Args> timed = guest.socket().timeout(LONG).emitWithAck("ask");
            answer(guest, "a");
            answer(guest, "b");
            assertThat(Instances.await(patient)).isEqualTo(Args.of("a"));
            assertThat(Instances.await(timed)).isEqualTo(Args.of("b"));
            assertThat(pending(guest)).isZero();
        }
    }

    @Test
    void silenceFailsAndLeavesNothingAndALateAnswerIsIgnored() {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive();
            Future<Args> unanswered = guest.socket().timeout(50).emitWithAck("ask");
            assertThat(pending(guest)).isEqualTo(1);
            assertThat(failure(unanswered))
                    .isInstanceOf(AckTimeoutException.class)
                    .hasMessageContaining("50 ms");
            assertThat(pending(guest)).isZero();
            answer(guest, "late");
            Future<Args> next = guest.socket().emitWithAck("ask");
            answer(guest, "next");
            assertThat(Instances.await(next)).isEqualTo(Args.of("next"));
            assertThat(stage.failures()).isEmpty();
        }
    }

    @Test
    void whoLeavesFailsWithTheReasonBeforeDisconnectIsTold() {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive();
            StringBuffer order = new StringBuffer();
            Future<Args> patient = guest.socket().emitWithAck("ask").onFailure(gone -> order.append("answer "));
            Future<Args> timed = guest.socket().timeout(LONG).emitWithAck("ask");
            Future<Args> onTheWay = guest.on(socket -> {
                socket.onDisconnect(reason -> order.append("disconnect"));
                return socket.emitWithAck("ask");
            });
            guest.client().send("1");
            for (Future<Args> unanswered : List.of(patient, timed, onTheWay)) {
                assertThat(failure(unanswered))
                        .isInstanceOfSatisfying(DisconnectedException.class, gone -> assertThat(gone.reason())
                                .isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT));
            }
            assertThat(pending(guest)).isZero();
            assertThat(order).hasToString("answer disconnect");
            assertThat(failure(guest.socket().emitWithAck("ask")))
                    .isInstanceOfSatisfying(DisconnectedException.class, gone -> assertThat(gone.reason())
                            .isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT));
        }
    }

    @Test
    void whatIsThrownOverAnAnswerReachesTheExceptionHandlerAndHarmsNothing() {
        try (Stage stage = new Stage(1, io -> io.of("/other"))) {
            Guest guest = stage.arrive();
            guest.client().connect("/other,");
            guest.run(socket -> {
                socket.emitWithAck("ask").onComplete(answer -> {
                    throw new IllegalStateException("over the answer");
                });
                socket.timeout(30).emitWithAck("ask").onFailure(late -> {
                    throw new IllegalStateException("over the silence");
                });
                io(socket).timeout(30).emitWithAck("ask").onFailure(late -> {
                    throw new IllegalStateException("over the silence of all");
                });
            });
            answer(guest, "a");
            Future<Args> fence = guest.socket().timeout(60).emitWithAck("ask");
            failure(fence);
            guest.run(socket -> {
                socket.emitWithAck("ask").onFailure(gone -> {
                    throw new IllegalStateException("over the farewell");
                });
                socket.onDisconnect(reason -> {
                    throw new IllegalStateException("over the disconnect");
                });
                socket.disconnect(true);
            });
            assertThat(stage.failures())
                    .extracting(Throwable::getMessage)
                    .containsExactlyInAnyOrder(
                            "over the answer",
                            "over the silence",
                            "over the silence of all",
                            "over the farewell",
                            "over the disconnect");
            assertThat(stage.server()
                            .<Integer>sum(io -> io.connectionCount()
                                    + io.sockets().size()
                                    + io.of("/other").sockets().size()))
                    .isZero();
        }
    }

    private static SocketIo io(Socket socket) {
        return socket.namespace().io();
    }

    // ---------------------------------------------------------------- many clients

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aBroadcastCollectsTheAnswersOfAll(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> guests = stage.arriveEverywhere();
            Future<List<Args>> all = guests.get(0).instance().timeout(LONG).emitWithAck("ask");
            guests.forEach(guest -> answer(guest, guest.id()));
            assertThat(texts(Instances.await(all)))
                    .containsExactlyInAnyOrderElementsOf(
                            guests.stream().map(Guest::id).toList());

            Future<List<Args>> others =
                    guests.get(0).on(me -> me.broadcast().timeout(LONG).emitWithAck("ask"));
            guests.stream().skip(1).forEach(guest -> answer(guest, "other"));
            assertThat(Instances.await(others)).hasSize(instances - 1);

            Future<List<Args>> local =
                    guests.get(0).instance().local().timeout(LONG).emitWithAck("ask");
            answer(guests.get(0), "local");
            assertThat(texts(Instances.await(local))).containsExactly("local");
            guests.forEach(guest -> assertThat(pending(guest)).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aBroadcastToNobodyIsAnsweredAtOnce(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            Guest guest = stage.arrive();
            assertThat(Instances.await(guest.instance().to("nobody").emitWithAck("ask")))
                    .isEmpty();
            assertThat(Instances.await(guest.instance().local().to("nobody").emitWithAck("ask")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aBroadcastThatTimesOutTellsWhatCameAndLeavesNothing(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> quick = stage.arriveEverywhere();
            List<Guest> silent = stage.arriveEverywhere();
            Future<List<Args>> asked = quick.get(0).instance().timeout(400).emitWithAck("ask");
            quick.forEach(guest -> answer(guest, guest.id()));
            Throwable failure = failure(asked);
            assertThat(failure).isInstanceOf(AckTimeoutException.class).hasMessageContaining("400 ms");
            assertThat(texts(((AckTimeoutException) failure).answers()))
                    .containsExactlyInAnyOrderElementsOf(
                            quick.stream().map(Guest::id).toList());
            silent.forEach(guest -> {
                answer(guest, "late");
                await().until(() -> pending(guest) == 0);
            });
            assertThat(stage.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aSocketThatLeavesIsNotWaitedFor(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> staying = stage.arriveEverywhere();
            List<Guest> leaving = stage.arriveEverywhere();
            Future<List<Args>> asked = staying.get(0).instance().timeout(LONG).emitWithAck("ask");
            for (Guest guest : leaving) {
                question(guest);
                guest.client().close();
            }
            staying.forEach(guest -> answer(guest, guest.id()));
            assertThat(texts(Instances.await(asked)))
                    .containsExactlyInAnyOrderElementsOf(
                            staying.stream().map(Guest::id).toList());
            staying.forEach(guest -> assertThat(pending(guest)).isZero());
            leaving.forEach(guest -> assertThat(pending(guest)).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aSecondAnswerToABroadcastIsIgnored(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> guests = stage.arriveEverywhere();
            Guest eager = guests.get(instances - 1);
            Guest slow = stage.arrive();
            Future<List<Args>> asked = guests.get(0).instance().timeout(LONG).emitWithAck("ask");
            String id = question(eager);
            eager.client().send("3" + id + "[\"first\"]").send("3" + id + "[\"second\"]");
            guests.stream().filter(guest -> guest != eager).forEach(guest -> answer(guest, "other"));
            answer(slow, "slow");
            assertThat(texts(Instances.await(asked))).contains("first", "slow").doesNotContain("second");
        }
    }
}
