package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.WireClient.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said in one turn of the event loop is delivered together, and nobody can tell by the order. */
class TurnTest {
    private static final String FENCE = "2[\"fence\"]";

    private final List<String> mine = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    /** Lets two sockets of a room speak in one turn, and hears what both clients were sent. */
    private void inOneTurn(Wire wire, Consumer<Socket> speech) {
        try (Stage stage = new Stage(1, io -> io.of("/other"))) {
            Guest me = stage.arrive(wire);
            Guest other = stage.arrive(wire);
            List.of(me, other).forEach(guest -> guest.run(socket -> socket.join("room")));
            me.run(socket -> {
                speech.accept(socket);
                socket.namespace().io().emit("fence");
            });
            hear(me, mine);
            hear(other, others);
        }
    }

    private static void hear(Guest guest, List<String> heard) {
        for (String packet = guest.client().receive();
                !packet.equals(FENCE);
                packet = guest.client().receive()) {
            heard.add(packet);
        }
    }

    private static List<String> say(int from, int to) {
        List<String> packets = new ArrayList<>();
        for (int i = from; i < to; i++) {
            packets.add("2[\"say\"," + i + "]");
        }
        return packets;
    }

    private static BroadcastOperator room(Socket socket) {
        return socket.namespace().to("room");
    }

    @ParameterizedTest
    @EnumSource
    void whatASocketIsSentAloneKeepsItsPlaceAmongTheBroadcasts(Wire wire) {
        inOneTurn(wire, me -> {
            room(me).emit("say", 0);
            me.emit("say", 1);
            me.emit("say", 2);
            room(me).emit("say", 3);
            room(me).emit("say", 4);
            me.emit("say", 5);
            room(me).emit("say", 6);
        });
        assertThat(mine).isEqualTo(say(0, 7));
        assertThat(others).containsExactly("2[\"say\",0]", "2[\"say\",3]", "2[\"say\",4]", "2[\"say\",6]");
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesOrJoinsBetweenTwoBroadcastsHearsHisPart(Wire wire) {
        inOneTurn(wire, me -> {
            room(me).emit("say", 0);
            me.leave("room");
            room(me).emit("say", 1);
            me.join("room");
            room(me).emit("say", 2);
        });
        assertThat(mine).containsExactly("2[\"say\",0]", "2[\"say\",2]");
        assertThat(others).isEqualTo(say(0, 3));
    }

    @ParameterizedTest
    @EnumSource
    void broadcastsToOthersKeepTheirPlace(Wire wire) {
        inOneTurn(wire, me -> {
            room(me).emit("say", 0);
            me.to("room").emit("say", 1);
            me.namespace().asVolatile().emit("say", 2);
            room(me).except(me.id()).emit("say", 3);
            me.namespace().to(me.id()).emit("say", 4);
            room(me).emit("say", 5);
        });
        assertThat(mine).containsSubsequence("2[\"say\",0]", "2[\"say\",4]", "2[\"say\",5]");
        assertThat(others).containsSubsequence("2[\"say\",0]", "2[\"say\",1]", "2[\"say\",3]", "2[\"say\",5]");
        assertThat(others).isSorted().doesNotContain("2[\"say\",4]");
    }

    @ParameterizedTest
    @EnumSource
    void whoIsDisconnectedIsToldBehindWhatWasSaidBefore(Wire wire) {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest me = stage.arrive(wire);
            Guest other = stage.arrive(wire);
            me.run(socket -> {
                socket.namespace().emit("say", 0);
                socket.disconnect();
                socket.namespace().emit("say", 1);
            });
            assertThat(me.client().receive()).isEqualTo("2[\"say\",0]");
            assertThat(me.client().receive()).isEqualTo("1");
            assertThat(other.client().receive()).isEqualTo("2[\"say\",0]");
            assertThat(other.client().receive()).isEqualTo("2[\"say\",1]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanFitsTogetherComesInOrder(Wire wire) {
        String large = "x".repeat(700);
        inOneTurn(wire, me -> {
            for (int i = 0; i < 1_000; i++) {
                room(me).emit("say", i);
            }
            for (int i = 0; i < 200; i++) {
                room(me).emit("large", large, i);
            }
        });
        List<String> expected = say(0, 1_000);
        for (int i = 0; i < 200; i++) {
            expected.add("2[\"large\",\"" + large + "\"," + i + "]");
        }
        assertThat(mine).isEqualTo(expected);
        assertThat(others).isEqualTo(expected);
    }
}
