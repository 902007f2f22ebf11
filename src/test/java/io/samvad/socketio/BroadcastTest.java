package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.WireClient.Wire;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms and broadcasts, whose sockets may be on any instance. */
class BroadcastTest {
    private static final String FENCE = "2[\"fence\"]";

    /** Three guests on each instance: {@code guests.get(0)} to {@code get(2)} on the first one, and so on. */
    private static List<Guest> fill(Stage stage) {
        List<List<Guest>> rows = List.of(stage.arriveEverywhere(), stage.arriveEverywhere(), stage.arriveEverywhere());
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < stage.server().count(); i++) {
            for (List<Guest> row : rows) {
                guests.add(row.get(i));
            }
        }
        return guests;
    }

    /** Positions of the guests who hear an event that the first guest's loop sends: each at most once. */
    private static List<Integer> reached(List<Guest> guests, Consumer<Socket> sending) {
        guests.get(0).run(socket -> {
            sending.accept(socket);
            socket.namespace().emit("fence");
        });
        List<Integer> reached = new ArrayList<>();
        for (int i = 0; i < guests.size(); i++) {
            List<String> heard = untilFence(guests.get(i).client());
            assertThat(heard).hasSizeLessThan(2).allMatch("2[\"say\",1]"::equals);
            if (!heard.isEmpty()) {
                reached.add(i);
            }
        }
        return reached;
    }

    private static List<String> untilFence(WireClient client) {
        List<String> heard = new ArrayList<>();
        for (String packet = client.receive(); !packet.equals(FENCE); packet = client.receive()) {
            heard.add(packet);
        }
        return heard;
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> range = new ArrayList<>();
        for (int i = from; i < to; i++) {
            range.add(i);
        }
        return range;
    }

    /** Every third guest from the given one on. */
    private static List<Integer> thirds(List<Guest> guests, int first) {
        return range(0, guests.size()).stream().filter(i -> i % 3 == first).toList();
    }

    private static SocketIo io(Socket socket) {
        return socket.namespace().io();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whoIsMeantHearsItOnceAndNobodyElse(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> guests = fill(stage);
            int all = guests.size();
            for (int i = 0; i < all; i++) {
                String third = "third" + i % 3;
                guests.get(i).run(socket -> socket.join(third, "all"));
            }
            String last = guests.get(all - 1).id();

            assertThat(reached(guests, me -> io(me).emit("say", 1))).isEqualTo(range(0, all));
            assertThat(reached(guests, me -> io(me).to("third1").emit("say", 1)))
                    .isEqualTo(thirds(guests, 1));
            assertThat(reached(
                            guests,
                            me -> io(me).in("third1", "all").to("third2").emit("say", 1)))
                    .isEqualTo(range(0, all));
            assertThat(reached(guests, me -> io(me).to("nobody").emit("say", 1)))
                    .isEmpty();
            assertThat(reached(guests, me -> io(me).to(last).emit("say", 1))).containsExactly(all - 1);
            assertThat(reached(guests, me -> io(me).except("third1", "third2").emit("say", 1)))
                    .isEqualTo(thirds(guests, 0));
            assertThat(reached(guests, me -> io(me).to("all").except(last).emit("say", 1)))
                    .isEqualTo(range(0, all - 1));
            assertThat(reached(guests, me -> io(me).local().emit("say", 1))).containsExactly(0, 1, 2);
            assertThat(reached(guests, me -> io(me).local().to("third2").emit("say", 1)))
                    .containsExactly(2);
            assertThat(reached(guests, me -> io(me).asVolatile().emit("say", 1)))
                    .isEqualTo(range(0, all));

            assertThat(reached(guests, me -> me.emit("say", 1))).containsExactly(0);
            assertThat(reached(guests, me -> me.broadcast().emit("say", 1))).isEqualTo(range(1, all));
            assertThat(reached(guests, me -> me.to("all").emit("say", 1))).isEqualTo(range(1, all));
            assertThat(reached(guests, me -> me.to(me.id()).emit("say", 1))).isEmpty();
            assertThat(reached(guests, me -> me.except("third1", last).emit("say", 1)))
                    .isEqualTo(
                            range(1, all - 1).stream().filter(i -> i % 3 != 1).toList());
            assertThat(reached(guests, me -> me.local().emit("say", 1))).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anOperatorCanBeKeptAndIsNotChangedByUse(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> guests = fill(stage);
            guests.get(1).run(socket -> socket.join("a"));
            guests.get(guests.size() - 1).run(socket -> socket.join("b"));
            BroadcastOperator operator = guests.get(0).instance().to("a");
            operator.to("b").except("a").local().asVolatile();
            assertThat(reached(guests, me -> operator.emit("say", 1))).containsExactly(1);
            assertThat(reached(guests, me -> operator.emit("say", 1))).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatIsSaidToAnotherNamespaceStaysThere(int instances) {
        try (Stage stage = new Stage(instances, io -> io.of("/other"))) {
            List<Guest> guests = fill(stage);
            guests.forEach(guest -> guest.client().connect("/other,"));
            guests.get(0).run(me -> io(me).of("/other").emit("say", 2));
            guests.get(0).run(me -> io(me).emit("fence"));
            guests.forEach(guest -> assertThat(untilFence(guest.client())).containsExactly("2/other,[\"say\",2]"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void attachmentsFollowTheirEventWhoeverElseSends(int instances) {
        int count = 300;
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> guests = fill(stage);
            Guest first = guests.get(0);
            Guest last = guests.get(guests.size() - 1);
            WireClient reader = guests.get(1).client();
            for (int i = 0; i < count; i++) {
                byte n = (byte) i;
                first.instance().emit("say", "first", Buffer.buffer(new byte[] {1, n}), new byte[] {2, n});
                last.instance().emit("say", "last", new byte[] {3, n});
                first.instance().emit("text");
            }
            int fromFirst = 0;
            int fromLast = 0;
            for (int seen = 0; seen < 3 * count; seen++) {
                String packet = reader.receive();
                if (packet.startsWith("52-[\"say\",\"first\"")) {
                    String n = String.format("%02x>", fromFirst++ & 0xff);
                    assertThat(reader.receive(2)).containsExactly("<01" + n, "<02" + n);
                } else if (packet.startsWith("51-[\"say\",\"last\"")) {
                    assertThat(reader.receive()).isEqualTo(String.format("<03%02x>", fromLast++ & 0xff));
                } else {
                    assertThat(packet).isEqualTo("2[\"text\"]");
                }
            }
            assertThat(List.of(fromFirst, fromLast)).containsExactly(count, count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void socketsJoinAndLeaveByCommandWhereverTheyAre(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            List<Guest> guests = fill(stage);
            int all = guests.size();
            for (int i : thirds(guests, 2)) {
                guests.get(i).run(socket -> socket.join("marked"));
            }
            assertThat(reached(guests, me -> {
                        io(me).to("marked").socketsJoin("red", "blue");
                        io(me).to("red").emit("say", 1);
                    }))
                    .isEqualTo(thirds(guests, 2));
            assertThat(guests.get(all - 1).on(Socket::rooms))
                    .startsWith(guests.get(all - 1).id())
                    .containsExactlyInAnyOrder(guests.get(all - 1).id(), "marked", "red", "blue");
            assertThat(reached(guests, me -> {
                        io(me).in("red").except(guests.get(2).id()).socketsLeave("red", "marked");
                        io(me).to("red").emit("say", 1);
                    }))
                    .containsExactly(2);
            assertThat(reached(guests, me -> io(me).to("blue").emit("say", 1))).isEqualTo(thirds(guests, 2));
            assertThat(reached(guests, me -> {
                        io(me).local().socketsJoin("here");
                        io(me).to("here").emit("say", 1);
                    }))
                    .containsExactly(0, 1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void socketsAreDisconnectedByCommandWhereverTheyAre(int instances) {
        try (Stage stage = new Stage(instances, io -> io.of("/other"))) {
            List<Guest> guests = fill(stage);
            for (int i : thirds(guests, 1)) {
                guests.get(i).run(socket -> socket.join("gone"));
            }
            for (int i : thirds(guests, 2)) {
                guests.get(i).client().connect("/other,");
                guests.get(i).run(socket -> socket.join("closed"));
            }
            guests.get(0).run(me -> {
                io(me).to("gone").disconnectSockets(false);
                io(me).to("closed").disconnectSockets(true);
                me.broadcast().emit("say", 1);
            });
            for (int i : thirds(guests, 0)) {
                if (i > 0) {
                    assertThat(guests.get(i).client().receive()).isEqualTo("2[\"say\",1]");
                }
            }
            for (int i : thirds(guests, 1)) {
                assertThat(guests.get(i).client().receive()).isEqualTo("1");
                guests.get(i).client().connect("");
            }
            for (int i : thirds(guests, 2)) {
                assertThat(guests.get(i).client().receive(2)).containsExactlyInAnyOrder("1", "1/other,");
                guests.get(i).client().awaitClose();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aVolatileEventIsDroppedForWhoIsNotReadyAndOthersAreKept(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            // Between two polls nothing would leave at once.
            Guest polling = stage.arrive(Wire.POLLING);
            Guest ready = stage.arrive();
            polling.run(me -> {
                me.asVolatile().emit("lost");
                io(me).asVolatile().emit("say");
                me.emit("kept");
            });
            assertThat(ready.client().receive()).isEqualTo("2[\"say\"]");
            assertThat(polling.client().receive()).isEqualTo("2[\"kept\"]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aRoomIsThereAsLongAsSomebodyIsInIt(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            Guest guest = stage.arrive();
            assertThat(guest.on(Socket::rooms)).containsExactly(guest.id());
            guest.run(socket -> socket.join("a", "b", "a"));
            assertThat(guest.on(Socket::rooms)).containsExactly(guest.id(), "a", "b");
            assertThat(guest.<Set<String>>on(
                            socket -> Set.copyOf(socket.namespace().rooms())))
                    .containsExactlyInAnyOrder("a", "b");
            guest.run(socket -> socket.leave("a"));
            guest.run(socket -> socket.leave("never joined"));
            assertThat(guest.on(Socket::rooms)).containsExactly(guest.id(), "b");
            guest.run(Socket::disconnect);
            assertThat(guest.on(Socket::rooms)).isEmpty();
            assertThat(guest.<Integer>on(socket -> socket.namespace().rooms().size()))
                    .isZero();
            guest.run(socket -> socket.join("too late"));
            assertThat(guest.<Integer>on(socket -> socket.namespace().rooms().size()))
                    .isZero();
        }
    }
}
