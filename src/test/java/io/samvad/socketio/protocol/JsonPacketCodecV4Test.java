package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.link.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Socket.IO protocol v4, as far as it is not v5: how a namespace is opened and refused. */
class JsonPacketCodecV4Test {
    private final PacketCodec codec = JsonPacketCodecV4.create();

    private String text(Packet packet) {
        List<Frame> frames = codec.encode(packet);
        assertThat(frames).hasSize(1);
        return frames.get(0).text();
    }

    private Packet decoded(String text) {
        return codec.decoder().add(Frame.text(text));
    }

    @Example
    void theServersConnectHasNoPayload() {
        JsonObject sid = new JsonObject().put("sid", "abc");
        assertThat(text(new Packet.Connect("/", sid))).isEqualTo("0");
        assertThat(text(new Packet.Connect("/admin", sid))).isEqualTo("0/admin,");
    }

    @Example
    void theQueryOfAClientsConnectBecomesItsPayload() {
        assertThat(decoded("0/admin,")).isEqualTo(new Packet.Connect("/admin", null));
        assertThat(decoded("0/admin")).isEqualTo(new Packet.Connect("/admin", null));
        JsonObject parameters = new JsonObject()
                .put("a b", "c&d=é")
                .put("empty", "")
                .put("bare", "")
                .put("twice", "2");
        assertThat(decoded("0/admin?a%20b=c%26d%3D%C3%A9&empty=&bare&&twice=1&twice=2,"))
                .isEqualTo(new Packet.Connect("/admin", parameters));
        assertThat(decoded("0/admin?,")).isEqualTo(new Packet.Connect("/admin", new JsonObject()));
    }

    @Example
    void aClientsConnectHasNoPayloadAndNoBrokenEscapes() {
        for (String broken : List.of("0{}", "0/admin,{\"token\":1}", "0/admin?a=%,", "0/admin?%zz=1,")) {
            assertThatThrownBy(() -> decoded(broken)).as(broken).isInstanceOf(ProtocolException.class);
        }
    }

    @Example
    void aRefusalHasTheDataOfTheErrorOrItsMessage() {
        JsonObject refusal = new JsonObject().put("message", "no é");
        assertThat(text(new Packet.ConnectError("/admin", refusal))).isEqualTo("4/admin,\"no é\"");
        assertThat(text(new Packet.ConnectError("/", "why"))).isEqualTo("4\"why\"");
        Stream.of(new JsonObject().put("code", 7), new JsonArray().add(1), "text", 3, false)
                .forEach(data -> assertThat(
                                text(new Packet.ConnectError("/", refusal.copy().put("data", data))))
                        .isEqualTo("4" + new JsonArray().add(data).encode().replaceAll("^\\[|\\]$", "")));
    }

    @Example
    void eventsAndAcknowledgementsAreThoseOfTheCurrentVersion() {
        Args args = Args.of("text", Buffer.buffer("b"));
        List<Packet> packets = List.of(
                new Packet.Event("/admin", 12, "say", args),
                new Packet.Event("/", "say", Args.of(1)),
                new Packet.Ack("/admin", 12, args),
                new Packet.Disconnect("/admin"));
        for (Packet packet : packets) {
            List<Frame> frames = codec.encode(packet);
            List<Frame> current = JsonPacketCodec.create().encode(packet);
            assertThat(frames.stream().map(Frame::text))
                    .containsExactlyElementsOf(current.stream().map(Frame::text).toList());
            PacketDecoder decoder = codec.decoder();
            Packet last = null;
            for (Frame frame : frames) {
                last = decoder.add(frame);
            }
            assertThat(last).isEqualTo(packet);
        }
    }

    @Example
    void aValueThatHasNoFormOnTheWireIsTheCallersMistake() {
        JsonObject refusal = new JsonObject().put("message", "no").put("data", new Object());
        assertThatThrownBy(() -> codec.encode(new Packet.ConnectError("/", refusal)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whateverFollowsAConnectOnlyRaisesTheProtocolException(@ForAll String anything) {
        for (String start : List.of("0", "0/", "0/a?", "0/a?b=", "0/a?%")) {
            try {
                assertThat(decoded(start + anything)).isInstanceOf(Packet.Connect.class);
            } catch (ProtocolException expected) {
                assertThat(expected.getMessage()).matches("[ -~]{10,400}");
            }
        }
    }
}
