package io.samvad.engineio.transport;

import io.samvad.link.Frame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A message as finished RFC 6455 frame: the first recipient of a broadcast pays for it, the others share it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WebSocketFramesBenchmark {
    private final byte[] event =
            ("2[\"chat message\",\"" + "0123456789abcdef".repeat(4) + "\"]").getBytes(StandardCharsets.UTF_8);
    private final Frame shared = Frame.text(event);

    /** For the first recipient. */
    @Benchmark
    public byte[] first() {
        return Frame.text(event).as(WebSocketFrames.ENGINE_MESSAGE);
    }

    /** For each of the others. */
    @Benchmark
    public byte[] shared() {
        return shared.as(WebSocketFrames.ENGINE_MESSAGE);
    }
}
