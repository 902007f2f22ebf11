package io.samvad.engineio.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ExchangeMessageCodecTest {
    private static final int BEFORE = 3;

    private final ExchangeMessageCodec codec = new ExchangeMessageCodec();

    @Property(tries = 500)
    void whatWasEncodedIsReadAgain(
            @ForAll long exchange,
            @ForAll long sequence,
            @ForAll Kind kind,
            @ForAll long number,
            @ForAll byte[] bytes,
            @ForAll boolean named) {
        ExchangeMessage message =
                new ExchangeMessage("loop", exchange, sequence, kind, number, named ? "größer\n" : "", bytes);
        ExchangeMessage read = codec.decodeFromWire(BEFORE, encode(message));
        assertThat(read).usingRecursiveComparison().isEqualTo(message);
    }

    @Property(tries = 1000)
    void arbitraryBytesAreIgnored(@ForAll byte[] bytes) {
        assertThat(codec.decodeFromWire(0, Buffer.buffer(bytes))).isNull();
    }

    @Property(tries = 1000)
    void damagedMessagesNeverThrow(@ForAll byte[] bytes, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] wire = encode(new ExchangeMessage("loop", 1, 2, Kind.WRITE, 3, "text", bytes))
                .getBytes();
        wire[BEFORE + random.nextInt(wire.length - BEFORE)] = (byte) random.nextInt();
        codec.decodeFromWire(BEFORE, Buffer.buffer(wire));
        codec.decodeFromWire(BEFORE, Buffer.buffer(wire).slice(0, random.nextInt(wire.length)));
    }

    @Example
    void aMessageOfAnotherVersionIsIgnored() {
        Buffer wire = encode(new ExchangeMessage("loop", 1, 0, Kind.GET, 0, "sid", ExchangeMessage.NO_BYTES));
        wire.setByte(BEFORE + Integer.BYTES, (byte) (ExchangeMessageCodec.VERSION + 1));
        assertThat(codec.decodeFromWire(BEFORE, wire)).isNull();
    }

    private Buffer encode(ExchangeMessage message) {
        Buffer wire = Buffer.buffer("abc");
        codec.encodeToWire(wire, message);
        return wire;
    }
}
