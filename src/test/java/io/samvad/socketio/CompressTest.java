package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.EngineOptions;
import io.samvad.engineio.PerMessageDeflateOptions;
import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.WireClient.Wire;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code compress(…)}: what may be compressed is, where the client takes it, and what may not is not. */
class CompressTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final String LONG = "again and ".repeat(200);

    private static Stage stage(int instances) {
        return new Stage(instances, options(), io -> {});
    }

    private static SocketIoOptions options() {
        EngineOptions engine =
                new EngineOptions().setPerMessageDeflate(new PerMessageDeflateOptions().setThreshold(1_000));
        return new SocketIoOptions().setEngine(engine);
    }

    private static Guest arrive(Stage stage) {
        return stage.arrive(
                WireClient.open(stage.server().port(), Wire.WEBSOCKET, OFFER).connect(""));
    }

    /** Reads the next event and tells whether it came compressed. */
    private static boolean isCompressed(Guest guest) {
        RawFrame frame = guest.client().engine().webSocket().read();
        assertThat(frame.inflated().text()).startsWith("42").contains(LONG);
        return frame.isDeflated();
    }

    @Test
    void aBroadcastIsCompressedOnAllInstancesUnlessItMayNot() {
        try (Stage stage = stage(4)) {
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                guests.add(arrive(stage));
            }
            Guest plain = stage.arrive();
            SocketIo io = guests.get(0).instance();
            io.emit("news", LONG);
            io.compress(false).emit("news", LONG);
            io.compress(false).compress(true).emit("news", LONG);
            for (Guest guest : guests) {
                assertThat(isCompressed(guest)).isTrue();
                assertThat(isCompressed(guest)).isFalse();
                assertThat(isCompressed(guest)).isTrue();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(isCompressed(plain)).isFalse();
            }
        }
    }

    @Test
    void eachWayToSendHasTheFlag() {
        try (Stage stage = stage(2)) {
            Guest guest = arrive(stage);
            Guest other = arrive(stage);
            Namespace main = guest.socket().namespace();
            other.run(socket -> socket.join("room"));
            List<Consumer<Boolean>> toBoth = List.of(
                    flag -> main.compress(flag).emit("e", LONG),
                    flag -> main.to(guest.id(), "room").compress(flag).emit("e", LONG),
                    flag -> main.compress(flag).timeout(5_000).emitWithAck("e", LONG));
            List<Consumer<Boolean>> toGuest = List.of(
                    flag -> guest.socket().compress(flag).emit("e", LONG),
                    flag -> guest.socket().asVolatile().compress(flag).emit("e", LONG),
                    flag -> guest.socket().compress(flag).emitWithAck("e", LONG),
                    flag -> guest.socket().compress(flag).timeout(5_000).emitWithAck("e", LONG),
                    flag -> other.socket().broadcast().compress(flag).emit("e", LONG));
            for (boolean flag : new boolean[] {true, false}) {
                for (Consumer<Boolean> way : toBoth) {
                    way.accept(flag);
                    assertThat(isCompressed(guest)).isEqualTo(flag);
                    assertThat(isCompressed(other)).isEqualTo(flag);
                }
                for (Consumer<Boolean> way : toGuest) {
                    way.accept(flag);
                    assertThat(isCompressed(guest)).isEqualTo(flag);
                }
            }
        }
    }

    @Test
    void whatIsSaidFromOutsideOrToAFamilyHasTheFlagToo() {
        List<ParentNamespace> families = new CopyOnWriteArrayList<>();
        try (Stage stage = new Stage(1, options(), io -> families.add(io.of(Pattern.compile("/child-\\d"))))) {
            Guest guest = arrive(stage);
            guest.client().connect("/child-1,");
            Emitter emitter = Emitter.create(stage.server().vertx());
            for (boolean flag : new boolean[] {true, false}) {
                emitter.compress(flag).to(guest.socket().id()).emit("e", LONG);
                assertThat(isCompressed(guest)).isEqualTo(flag);
                families.get(0).compress(flag).emit("e", LONG);
                assertThat(isCompressed(guest)).isEqualTo(flag);
            }
        }
    }

    @Test
    void theFlagHoldsWhereSessionsCanBeRecovered() {
        SocketIoOptions options = options().setConnectionStateRecovery(RecoveryOptions.DEFAULT);
        try (Stage stage = new Stage(1, options, io -> {})) {
            Guest guest = arrive(stage);
            guest.run(socket -> {
                socket.compress(false).emit("e", LONG);
                socket.emit("e", LONG);
                socket.namespace().compress(false).emit("e", LONG);
                socket.namespace().compress(false).asVolatile().emit("e", LONG);
            });
            assertThat(isCompressed(guest)).isFalse();
            assertThat(isCompressed(guest)).isTrue();
            assertThat(isCompressed(guest)).isFalse();
            assertThat(isCompressed(guest)).isFalse();
        }
    }

    /** As in Engine.IO: an answer is compressed as a whole, if any of its packets may be. */
    @Test
    void anAnswerToAPollIsCompressedIfOnePacketInItMayBe() {
        try (Stage stage = stage(1)) {
            Guest guest = stage.arrive(WireClient.open(stage.server().port(), Wire.POLLING, "Accept-Encoding: gzip")
                    .connect(""));
            guest.run(socket -> socket.compress(false).emit("e", LONG));
            HttpAnswer plain = guest.client().engine().get();
            assertThat(plain.header("content-encoding")).isEmpty();
            assertThat(plain.text()).contains(LONG);
            guest.run(socket -> socket.emit("e", LONG));
            assertThat(guest.client().engine().get().header("content-encoding")).contains("gzip");
            guest.run(socket -> {
                socket.compress(false).emit("e", LONG);
                socket.emit("e", "short");
            });
            assertThat(guest.client().engine().get().header("content-encoding")).contains("gzip");
        }
    }
}
