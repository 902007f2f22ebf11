package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.JsonPacketCodec;
import io.samvad.socketio.protocol.MsgpackPacketCodec;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.samvad.socketio.protocol.PacketDecoder;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which codec a server speaks. */
class ParserTest {

    /** JSON behind a sign of its own; counts what it encodes. */
    private static final class Signed implements PacketCodec {
        private final PacketCodec json = JsonPacketCodec.create();
        private final AtomicInteger events = new AtomicInteger();

        @Override
        public List<Frame> encode(Packet packet) {
            if (packet.type() == Packet.Type.EVENT) {
                events.incrementAndGet();
            }
            return List.of(Frame.text("~" + json.encode(packet).get(0).text()));
        }

        @Override
        public PacketDecoder decoder() {
            PacketDecoder decoder = json.decoder();
            return frame -> decoder.add(Frame.text(frame.text().substring(1)));
        }
    }

    @Test
    void oneOfTheApplicationsOwnSpeaksInBothDirections() {
        Signed codec = new Signed();
        try (Instances<SocketIo> server = Instances.socketIo(
                        1,
                        new SocketIoOptions().setCodec(codec),
                        io -> io.onConnection(socket -> socket.on("say", args -> io.emit("said", args.get(0)))));
                WireClient one = WireClient.open(server.port(), WireClient.Wire.WEBSOCKET);
                WireClient other = WireClient.open(server.port(), WireClient.Wire.POLLING)) {
            for (WireClient client : List.of(one, other)) {
                assertThat(client.send("~0").receive()).startsWith("~0{\"sid\":");
            }
            one.send("~2[\"say\",1]");
            for (WireClient client : List.of(one, other)) {
                assertThat(client.receive()).isEqualTo("~2[\"said\",1]");
            }
            assertThat(codec.events).hasValue(1);
        }
    }

    @Test
    void theNameOfTheParserIsInTheJsonOfTheOptions() {
        assertThat(new SocketIoOptions(new JsonObject()).getCodec()).isSameAs(JsonPacketCodec.create());
        JsonObject json = new SocketIoOptions().setParser("msgpack").toJson();
        assertThat(json.getString("parser")).isEqualTo("msgpack");
        assertThat(new SocketIoOptions(json).getCodec()).isSameAs(MsgpackPacketCodec.create());
        assertThat(new SocketIoOptions().setCodec(new Signed()).toJson().containsKey("parser"))
                .isFalse();
    }

    @Test
    void aParserThatNobodyKnowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketIoOptions(new JsonObject().put("parser", "xml")))
                .withMessage("parser is xml, expected is json or msgpack");
    }
}
