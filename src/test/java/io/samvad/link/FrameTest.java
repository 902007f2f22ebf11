package io.samvad.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void aFrameIsTextOrBinary() {
        Frame text = Frame.text("संवाद");
        assertThat(text.isBinary()).isFalse();
        assertThat(text.text()).isEqualTo("संवाद");
        assertThat(text.length()).isEqualTo(15);
        Frame binary = Frame.binary(new byte[] {1, 2});
        assertThat(binary.isBinary()).isTrue();
        assertThat(binary.payload()).containsExactly(1, 2);
        assertThat(binary).hasToString("binary frame of 2 bytes");
    }

    @Test
    void eachFormIsEncodedOnce() {
        AtomicInteger encodings = new AtomicInteger();
        WireForm one = frame -> new byte[encodings.incrementAndGet()];
        WireForm other = frame -> new byte[10 * encodings.incrementAndGet()];
        Frame frame = Frame.text("hello");
        byte[] first = frame.as(one);
        byte[] second = frame.as(other);
        assertThat(frame.as(one)).isSameAs(first).hasSize(1);
        assertThat(frame.as(other)).isSameAs(second).hasSize(20);
        assertThat(encodings).hasValue(2);
    }
}
