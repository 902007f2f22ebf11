package io.samvad.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.link.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DataFormatException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The forms of messages: compressed once, and whole again when they are unpacked. */
class PerMessageDeflateTest {
    private static final PerMessageDeflate DEFLATE = new PerMessageDeflate(100, 6);
    private static final String LONG = "again and ".repeat(20);

    @Example
    void aBroadcastIsCompressedOnceForAllLoops() {
        Frame frame = Frame.text(LONG);
        byte[] here = DEFLATE.encode(frame, WebSocketFrames.ENGINE_MESSAGE);
        byte[] onAnotherLoop = CompletableFuture.supplyAsync(
                        () -> new PerMessageDeflate(100, 6).encode(frame, WebSocketFrames.ENGINE_MESSAGE))
                .join();
        assertThat(onAnotherLoop).isSameAs(here);
        assertThat(here).hasSizeLessThan(50);
        assertThat(frame.as(WebSocketFrames.ENGINE_MESSAGE)).hasSizeGreaterThan(LONG.length());
    }

    @Example
    void textIsCompressedOnceForClientsOfAllVersions() {
        Frame frame = Frame.text(LONG);
        MessageForm old = ProtocolVersion.v3(false).message();
        MessageForm current = ProtocolVersion.v4().message();
        assertThat(DEFLATE.encode(frame, old)).isSameAs(DEFLATE.encode(frame, current));
    }

    @Example
    void whatIsNotCompressedIsTheVerySameForAll() {
        Frame small = Frame.text("a".repeat(99));
        Frame forbidden = Frame.text(LONG).uncompressed();
        Frame noise = Frame.binary(new byte[] {1, 7, 3});
        for (Frame frame : new Frame[] {small, forbidden, noise}) {
            byte[] plain = frame.as(WebSocketFrames.PLAIN);
            assertThat(DEFLATE.encode(frame, WebSocketFrames.PLAIN)).isSameAs(plain);
        }
        assertThat(new PerMessageDeflate(0, 6).encode(noise, WebSocketFrames.PLAIN))
                .isSameAs(noise.as(WebSocketFrames.PLAIN));
    }

    /** Few different bytes, so that most of it shrinks; of all the lengths that have headers of their own. */
    @Property(tries = 200)
    void whatIsPackedUnpacksToTheSame(
            @ForAll byte[] part,
            @ForAll @IntRange(min = 1, max = 9) int level,
            @ForAll @IntRange(max = 3_000) int times)
            throws DataFormatException {
        byte[] message = new byte[part.length * times];
        for (int i = 0; i < message.length; i++) {
            message[i] = part[i % part.length];
        }
        Frame frame = Frame.binary(message);
        byte[] wire = new PerMessageDeflate(0, level).encode(frame, WebSocketFrames.PLAIN);
        int start = WebSocketFrames.startOfPayload(wire);
        ByteBuffer payload = ByteBuffer.wrap(wire, start, wire.length - start);
        boolean compressed = (wire[0] & 0x40) != 0;
        if (compressed) {
            assertThat(MessageInflater.inflate(payload, message.length)).isEqualTo(message);
            assertThat(MessageInflater.inflate(payload.position(start), message.length - 1))
                    .isNull();
        } else {
            assertThat(Arrays.copyOfRange(wire, start, wire.length)).isEqualTo(message);
        }
    }

    @Example
    void theLevelIsTheOneThatWasAskedFor() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            words.append("number ").append(i % 1000).append(' ');
        }
        Frame frame = Frame.text(words.toString());
        assertThat(new PerMessageDeflate(0, 9).encode(frame, WebSocketFrames.PLAIN))
                .hasSizeLessThan(new PerMessageDeflate(0, 1).encode(frame, WebSocketFrames.PLAIN).length);
    }

    @Example
    void valuesOutOfRangeAreRefusedAtOnce() {
        assertThatThrownBy(() -> new PerMessageDeflate(-1, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PerMessageDeflate(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PerMessageDeflate(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
