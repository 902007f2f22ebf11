package io.samvad.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.JsonPacketCodec;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ClusterMessageCodecTest {
    private static final int BEFORE = 3;

    private final ClusterMessageCodec codec = new ClusterMessageCodec();

    @Property(tries = 500)
    void whatWasEncodedIsReadAgain(@ForAll("messages") ClusterMessage message) {
        ClusterMessage read = codec.decodeFromWire(BEFORE, encode(message));
        assertThat(describe(read)).isEqualTo(describe(message));
    }

    @Property(tries = 1000)
    void arbitraryBytesAreIgnored(@ForAll byte[] bytes) {
        assertThat(codec.decodeFromWire(0, Buffer.buffer(bytes))).isNull();
    }

    @Property(tries = 500)
    void damagedMessagesNeverThrow(@ForAll("messages") ClusterMessage message, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] intact = encode(message).getBytes();
        for (int i = 0; i < 20; i++) {
            byte[] damaged = intact.clone();
            damaged[BEFORE + random.nextInt(damaged.length - BEFORE)] = (byte) random.nextInt();
            Buffer wire = Buffer.buffer(damaged).slice(0, random.nextBoolean() ? damaged.length : damaged.length - 1);
            codec.decodeFromWire(BEFORE, wire);
        }
    }

    @Example
    void aMessageOfAnotherVersionIsIgnored() {
        Buffer wire = encode(new ClusterMessage("loop", 1, new ClusterMessage.Goodbye()));
        wire.setByte(BEFORE + Integer.BYTES, (byte) (ClusterMessageCodec.VERSION + 1));
        assertThat(codec.decodeFromWire(BEFORE, wire)).isNull();
    }

    @Example
    void allLoopsOfANodeShareTheFramesOfABroadcast() {
        Outgoing outgoing = new Outgoing(new Packet.Event("/", "hello", Args.of(1)));
        Buffer wire =
                encode(new ClusterMessage("loop", 1, new ClusterMessage.Broadcast("/", outgoing, Target.EVERYBODY)));
        assertThat(codec.decodeFromWire(BEFORE, wire)).isSameAs(codec.decodeFromWire(BEFORE, wire));
    }

    @Example
    void inOneJvmMessagesPassByReference() {
        ClusterMessage message = new ClusterMessage("loop", 1, new ClusterMessage.Goodbye());
        assertThat(codec.transform(message)).isSameAs(message);
    }

    @Example
    void whatAnApplicationRemembersStaysIfItIsNotJson() {
        JsonObject data =
                new JsonObject().put("name", "x").put("object", new Object()).put("bytes", Buffer.buffer("y"));
        SocketSnapshot socket = new SocketSnapshot("id", new JsonObject(), Set.of("id"), data);
        ClusterMessage read = codec.decodeFromWire(
                BEFORE, encode(new ClusterMessage("loop", 0, new ClusterMessage.Response(1, List.of(socket)))));
        List<?> sockets = (List<?>) ((ClusterMessage.Response) read.body()).result();
        assertThat(((SocketSnapshot) sockets.get(0)).data())
                .isEqualTo(new JsonObject().put("name", "x").put("bytes", Buffer.buffer("y")));
    }

    private Buffer encode(ClusterMessage message) {
        Buffer wire = Buffer.buffer("abc");
        codec.encodeToWire(wire, message);
        return wire;
    }

    /** Packets are compared by their frames: until somebody asks for more, there is nothing else. */
    private static String describe(ClusterMessage message) {
        StringBuilder text = new StringBuilder(message.origin() + message.sequence());
        ClusterMessage.Body body = message.body();
        if (body instanceof ClusterMessage.Broadcast broadcast) {
            text.append(broadcast.namespace()).append(broadcast.target());
            describe(text, broadcast.outgoing());
        } else if (body instanceof ClusterMessage.Question question) {
            text.append(question.namespace()).append(question.target());
            text.append(question.id()).append(question.timeout());
            describe(text, question.outgoing());
        } else if (body instanceof ClusterMessage.Response response && response.result() instanceof Recovered session) {
            text.append(session.pid()).append(session.sid()).append(session.rooms());
            text.append(session.data()).append(session.offset()).append(session.seen());
            session.missed().forEach(missed -> describe(text, missed));
        } else {
            text.append(body);
        }
        return text.toString();
    }

    private static void describe(StringBuilder text, Outgoing outgoing) {
        text.append(outgoing.offset()).append(outgoing.packet());
        for (Frame frame : outgoing.frames(JsonPacketCodec.create())) {
            text.append(frame.isBinary()).append(frame.isCompressible()).append(Buffer.buffer(frame.payload()));
        }
    }

    @Provide
    Arbitrary<ClusterMessage> messages() {
        return Combinators.combine(texts(), Arbitraries.longs(), bodies()).as(ClusterMessage::new);
    }

    private static Arbitrary<ClusterMessage.Body> bodies() {
        Arbitrary<Long> numbers = Arbitraries.longs();
        return Arbitraries.oneOf(
                names().map(ClusterMessage.Hello::new),
                Arbitraries.create(ClusterMessage.Goodbye::new),
                Combinators.combine(args(), offsets(), targets())
                        .as((args, offset, target) -> new ClusterMessage.Broadcast(
                                "/été", outgoing(args, offset, target.compress()), target)),
                Combinators.combine(args(), targets(), numbers, numbers)
                        .as((args, target, id, time) -> new ClusterMessage.Question(
                                "/", outgoing(args, null, target.compress()), target, id, time)),
                Combinators.combine(numbers, Arbitraries.integers()).as(ClusterMessage.Asked::new),
                Combinators.combine(numbers, args().injectNull(0.3)).as(ClusterMessage.Answer::new),
                Combinators.combine(numbers, tasks()).as(ClusterMessage.Request::new),
                Combinators.combine(numbers, results().injectNull(0.2)).as(ClusterMessage.Response::new));
    }

    private static Arbitrary<ClusterMessage.Task> tasks() {
        return Arbitraries.oneOf(
                Combinators.combine(texts(), targets(), names()).as(ClusterMessage.Join::new),
                Combinators.combine(texts(), targets(), names()).as(ClusterMessage.Leave::new),
                Combinators.combine(texts(), targets(), Arbitraries.of(true, false))
                        .as(ClusterMessage.Disconnect::new),
                Combinators.combine(texts(), targets()).as(ClusterMessage.Fetch::new),
                Combinators.combine(texts(), texts(), texts().injectNull(0.3)).as(ClusterMessage.Recover::new),
                Combinators.combine(texts(), texts(), args(), Arbitraries.of(true, false))
                        .as(ClusterMessage.ServerSide::new));
    }

    private static Arbitrary<Object> results() {
        Arbitrary<SocketSnapshot> sockets =
                Combinators.combine(texts(), objects(), names(), objects()).as(SocketSnapshot::new);
        Arbitrary<Recovered> sessions = Combinators.combine(
                        texts(),
                        names(),
                        objects(),
                        texts().injectNull(0.3),
                        outgoing().list().ofMaxSize(2))
                .as((id, rooms, data, offset, missed) ->
                        new Recovered(id, id + "s", rooms, data, offset, missed, Map.of(id, 7L)));
        return Arbitraries.oneOf(args().map(Object.class::cast), sockets.list().ofMaxSize(3), sessions);
    }

    private static Arbitrary<Outgoing> outgoing() {
        return Combinators.combine(args(), offsets()).as((args, offset) -> outgoing(args, offset, true));
    }

    private static Outgoing outgoing(Args args, Offset offset, boolean compress) {
        return new Outgoing(new Packet.Event("/a", 5, "event", args), offset, compress);
    }

    private static Arbitrary<Offset> offsets() {
        return Combinators.combine(texts(), Arbitraries.longs(), Arbitraries.of(true, false))
                .as(Offset::new)
                .injectNull(0.5);
    }

    private static Arbitrary<Target> targets() {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return Combinators.combine(names(), names(), flags, flags, flags).as(Target::new);
    }

    private static Arbitrary<Args> args() {
        Arbitrary<Object> values = Arbitraries.oneOf(
                texts(),
                Arbitraries.longs(),
                objects(),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(5).map(Buffer::buffer),
                Arbitraries.just(null));
        // More attachments than a client may send: the application may send as many as it likes.
        return values.list().ofMaxSize(15).map(list -> Args.of(list.toArray()));
    }

    private static Arbitrary<JsonObject> objects() {
        return Arbitraries.maps(texts(), texts()).ofMaxSize(3).map(map -> new JsonObject(Map.copyOf(map)));
    }

    private static Arbitrary<Set<String>> names() {
        return texts().set().ofMaxSize(3);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab/é€ \"").ofMaxLength(10);
    }
}
