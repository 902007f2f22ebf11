package io.samvad.socketio.protocol;

import io.samvad.link.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** One event of the chat in the shapes that cost differently: as most are, acknowledged, with a buffer, with nested JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonPacketCodecBenchmark {
    private static final String TEXT = "0123456789abcdef".repeat(4);

    /** What the event looks like. */
    public enum Shape {
        /** {@code 2["chat message","…64 bytes…"]}. */
        TEXT,
        /** The same with an id. */
        WITH_ACK,
        /** The same with 64 bytes of binary in place of the text. */
        BINARY,
        /** An object of objects, arrays and numbers, of about 250 characters. */
        NESTED
    }

    @Param
    Shape shape;

    private final PacketCodec codec = JsonPacketCodec.create();
    private final PacketDecoder decoder = codec.decoder();
    private Packet packet;
    private List<Frame> frames;

    @Setup
    public void prepare() {
        packet = switch (shape) {
            case TEXT -> new Packet.Event("/", "chat message", Args.of(TEXT));
            case WITH_ACK -> new Packet.Event("/", 12, "chat message", Args.of(TEXT));
            case BINARY -> new Packet.Event("/", "chat message", Args.of(Buffer.buffer(TEXT)));
            case NESTED -> new Packet.Event("/", "chat message", Args.of(nested()));
        };
        frames = codec.encode(packet);
    }

    private static JsonObject nested() {
        return new JsonObject()
                .put("room", "general")
                .put(
                        "from",
                        new JsonObject().put("id", 4711).put("name", "Asha").put("online", true))
                .put("text", TEXT)
                .put("sent", 1_700_000_000_000L)
                .put("score", 0.75)
                .put("mentions", new JsonArray().add("Ravi").add("Mina").add(3).addNull())
                .put(
                        "reactions",
                        new JsonObject().put("heart", new JsonArray().add(1).add(2)));
    }

    /** From the packet to the frames of a link. */
    @Benchmark
    public List<Frame> encode() {
        return codec.encode(packet);
    }

    /** From the frames to the packet. */
    @Benchmark
    public Packet decode() {
        Packet last = null;
        for (Frame frame : frames) {
            last = decoder.add(frame);
        }
        return last;
    }
}
