package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.Frame;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawArgumentsTest {
    private static final int DEPTH = 4;
    private static final String[] PIECES = {
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\\",
        "\\u00e9",
        "\\n",
        " ",
        "\t",
        "0",
        "1",
        "-",
        ".5",
        "e3",
        "1234567890123456",
        "true",
        "false",
        "null",
        "\"a\"",
        "\"say\"",
        "\"\"",
        "{\"a\":1}",
        "[]",
        "é",
        "\u0001",
        "x",
        "{\"_placeholder\":true}"
    };

    private final PacketCodec codec = new JsonPacketCodec(new DecoderLimits(10, DEPTH, 256));

    private static RawArguments raw(String packet) {
        byte[] frame = packet.getBytes(StandardCharsets.UTF_8);
        PacketHeader header = PacketHeader.read(frame, DecoderLimits.defaults());
        return RawArguments.of(frame, header, DEPTH, header.type() == PacketHeader.EVENT);
    }

    private Packet.Event decoded(String packet) {
        return (Packet.Event) codec.decoder().add(Frame.text(packet));
    }

    private String passedOn(Args args, String event) {
        return codec.encode(new Packet.Event("/", event, args)).get(0).text();
    }

    @Test
    void whatIsOnlyPassedOnLeavesAsItCame() {
        Packet.Event event = decoded("2[\"say\" , \"\\u00e9\\/\", {\"b\" : 1.50,\"a\":[ ]} ]");
        assertThat(event.name()).isEqualTo("say");
        assertThat(event.args().size()).isEqualTo(2);
        assertThat(passedOn(event.args(), "sa\"id"))
                .isEqualTo("2[\"sa\\\"id\",\"\\u00e9\\/\", {\"b\" : 1.50,\"a\":[ ]} ]");
        assertThat(Args.of(event.args())).isSameAs(event.args());
    }

    @Test
    void anObjectThatWasChangedLeavesAsItIsNow() {
        Args args = decoded("2[\"say\",{\"a\":1}]").args();
        args.object(0).put("b", 2);
        assertThat(passedOn(args, "say")).isEqualTo("2[\"say\",{\"a\":1,\"b\":2}]");
    }

    @Test
    void valuesAreThoseOfTheFullReader() {
        Args args =
                decoded("2[\"say\",\"\\u00e9\",-0.5,[true,null],{\"a\":12}]").args();
        assertThat(args)
                .isEqualTo(Args.of("é", -0.5, java.util.Arrays.asList(true, null), new JsonObject().put("a", 12)));
        assertThat(args.get(9)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2[\"say\"]", "2[ \"say\" ] ", "31[]", "31[ ]"})
    void thereMayBeNone(String packet) {
        assertThat(raw(packet).count()).isZero();
        assertThat(new String(raw(packet).payload("x"), StandardCharsets.UTF_8)).isEqualTo("[\"x\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2[\"say\",]",
                "2[\"say\" 1]",
                "2[\"say\",1,]",
                "2[\"say\",1]]",
                "2[\"say\",01]",
                "2[\"say\",1.]",
                "2[\"say\",+1]",
                "2[\"say\",.5]",
                "2[\"say\",\"\\x\"]",
                "2[\"say\",\"\\u12g4\"]",
                "2[\"say\",\"\t\"]",
                "2[\"say\",{\"a\"}]",
                "2[\"say\",{\"a\":1,}]",
                "2[\"say\",{1:1}]",
                "2[\"say\",tru]",
                "2[\"say\",nullx]",
                "2[\"say\",\"",
                "2[\"say",
                "2[",
                "2[]",
                "2[1,2]",
                "2[\"connect\",1]",
                "2[\"\\u0061\",1]",
                "2[\"say\",[[[[1]]]]]",
                "2[\"say\",1e5]",
                "2[\"say\",12345678901234567890]",
                "31[,]",
                "31[1",
                "2[\"say\",1]x"
            })
    void whatIsNotPlainIsLeftToTheFullReader(String packet) {
        assertThat(raw(packet)).isNull();
    }

    @Property(tries = 5_000)
    void whatIsTakenForPlainIsRightAndCounted(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder packet = new StringBuilder(random.nextBoolean() ? "2[\"say\"," : "31[");
        for (int i = random.nextInt(12); i >= 0; i--) {
            packet.append(PIECES[random.nextInt(PIECES.length)]);
            packet.append(random.nextInt(3) == 0 ? "," : "");
        }
        packet.append("]".repeat(random.nextInt(3)));
        RawArguments raw = raw(packet.toString());
        if (raw != null) {
            assertThat(raw.values()).hasSize(raw.count());
        }
    }
}
