package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.msgpack.core.MessagePack;

class MsgpackPacketCodecPropertyTest {
    private static final PacketCodec CODEC = MsgpackPacketCodec.create();

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void decodingWhatWasEncodedGivesAnEqualPacket(@ForAll("packets") Packet packet) throws Exception {
        Packet sendable = sendable(packet);
        List<Frame> frames = CODEC.encode(sendable);
        assertThat(frames).hasSize(1);
        assertThat(CODEC.decoder().add(frames.get(0))).isEqualTo(sendable);
        try (var unpacker = MessagePack.newDefaultUnpacker(frames.get(0).payload())) {
            assertThat(unpacker.unpackValue().isMapValue()).isTrue();
            assertThat(unpacker.hasNext()).isFalse();
        }
    }

    @Property(tries = 2000)
    void numbersOf64BitsKeepTheirExactValue(@ForAll long number, @ForAll double any) {
        double finite = Double.isFinite(any) ? any : 0;
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(number));
        Packet packet = new Packet.Ack("/", 1, Args.of(number, unsigned, finite));
        assertThat(CODEC.decoder().add(CODEC.encode(packet).get(0))).isEqualTo(packet);
    }

    @Property(tries = 3000)
    void arbitraryBytesOnlyRaiseTheProtocolException(@ForAll byte[] bytes) {
        feed(bytes);
    }

    @Property(tries = 3000)
    void arbitraryBytesAsArgumentsOnlyRaiseTheProtocolException(@ForAll byte[] bytes) {
        byte[] frame =
                CODEC.encode(new Packet.Event("/", "a", Args.of(true))).get(0).payload();
        byte[] joined = Arrays.copyOf(frame, frame.length - 1 + bytes.length);
        System.arraycopy(bytes, 0, joined, frame.length - 1, bytes.length);
        feed(joined);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void mutatedPacketsOnlyRaiseTheProtocolException(@ForAll("packets") Packet packet, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] frame = CODEC.encode(packet).get(0).payload();
        for (int i = 0; i < 40; i++) {
            feed(mutated(frame, random));
        }
    }

    private static void feed(byte[] bytes) {
        byte[] before = bytes.clone();
        try {
            assertThat(CODEC.decoder().add(Frame.binary(bytes))).isNotNull();
        } catch (ProtocolException expected) {
            assertThat(expected.getMessage()).matches("[ -~]{10,400}");
            assertThat(expected.getStackTrace()).isEmpty();
        }
        assertThat(bytes).isEqualTo(before);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && result.length > 1; i--) {
            int at = random.nextInt(result.length);
            // Mostly the bytes from 0xc0 on, which say what follows.
            byte other = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0xc0 + random.nextInt(0x20));
            switch (random.nextInt(4)) {
                case 0, 1 -> result[at] = other;
                case 2 -> result = Arrays.copyOf(result, random.nextInt(4) == 0 ? at : result.length);
                default -> {
                    byte[] longer = new byte[result.length + 1];
                    System.arraycopy(result, 0, longer, 0, at);
                    longer[at] = other;
                    System.arraycopy(result, at, longer, at + 1, result.length - at);
                    result = longer;
                }
            }
        }
        return result;
    }

    @Provide
    Arbitrary<Packet> packets() {
        return new PacketCodecPropertyTest().packets();
    }

    // ---------------------------------------------------------------- what has an exact form

    private static Packet sendable(Packet packet) {
        if (packet instanceof Packet.Event event) {
            return new Packet.Event(event.namespace(), event.id(), event.name(), sendable(event.args()));
        }
        if (packet instanceof Packet.Ack ack) {
            return new Packet.Ack(ack.namespace(), ack.id(), sendable(ack.args()));
        }
        if (packet instanceof Packet.Connect connect && connect.payload() != null) {
            return new Packet.Connect(connect.namespace(), (JsonObject) exact(connect.payload()));
        }
        if (packet instanceof Packet.ConnectError refusal) {
            return new Packet.ConnectError(refusal.namespace(), exact(refusal.payload()));
        }
        return packet;
    }

    private static Args sendable(Args args) {
        return Args.of(args.toList().stream()
                .map(MsgpackPacketCodecPropertyTest::exact)
                .toArray());
    }

    /** The value with each number that has no exact form replaced as the documentation of the codec says. */
    private static Object exact(Object value) {
        if (value instanceof JsonObject object) {
            return new JsonObject(JsonValues.asMap(exact(object.getMap())));
        }
        if (value instanceof JsonArray array) {
            return new JsonArray((List<?>) exact(array.getList()));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, nested) -> copy.put(key, exact(nested)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(nested -> copy.add(exact(nested)));
            return copy;
        }
        boolean unsigned = value instanceof BigInteger integer && integer.signum() > 0 && integer.bitLength() <= 64;
        if (!unsigned && (value instanceof BigInteger || value instanceof BigDecimal)) {
            double nearest = ((Number) value).doubleValue();
            return Double.isFinite(nearest) ? nearest : null;
        }
        return value;
    }
}
