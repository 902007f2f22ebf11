package io.samvad.engineio.protocol;

import io.samvad.link.Frame;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The HTTP body of a poll or a post. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PayloadCodecBenchmark {
    private static final String EVENT = "2[\"chat message\",\"" + "0123456789abcdef".repeat(4) + "\"]";
    private static final int MAX_PACKETS = 1_000;

    /** Packets in one body. */
    @Param({"1", "16"})
    int packets;

    private byte[] payload;

    @Setup
    public void prepare() {
        payload = PayloadCodec.encode(messages());
    }

    /** New frames each time: a frame keeps what it was encoded to. */
    private List<EnginePacket> messages() {
        return IntStream.range(0, packets)
                .mapToObj(i -> new EnginePacket(EnginePacket.Type.MESSAGE, Frame.text(EVENT)))
                .toList();
    }

    /** From packets to the body; making the packets is part of it. */
    @Benchmark
    public byte[] encode() {
        return PayloadCodec.encode(messages());
    }

    /** From the body to the packets. */
    @Benchmark
    public List<EnginePacket> decode() {
        return PayloadCodec.decode(payload, MAX_PACKETS);
    }
}
