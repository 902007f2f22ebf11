package io.samvad.socketio.protocol;

import com.fasterxml.jackson.core.JacksonException;
import io.samvad.link.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The codec that every Socket.IO client speaks unless it was given another parser (specification, "Packet encoding"): a text
 * frame {@code <type>[<attachments>-][<namespace>,][<id>]<json>}, then the attachments as binary frames. In the JSON each
 * binary value is a placeholder {@code {"_placeholder":true,"num":0}}.
 *
 * <p>A buffer that is in several places of a packet is sent once. Current JavaScript clients refuse more than 10 attachments
 * unless configured otherwise; this codec does not hold the application to that.
 */
public final class JsonPacketCodec implements PacketCodec {
    private static final JsonPacketCodec WITH_DEFAULTS = new JsonPacketCodec(DecoderLimits.defaults());

    private final DecoderLimits limits;

    /**
     * @param limits what peers may ask of the decoders
     */
    public JsonPacketCodec(DecoderLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** A codec with {@link DecoderLimits#defaults()}. */
    public static JsonPacketCodec create() {
        return WITH_DEFAULTS;
    }

    @Override
    public PacketDecoder decoder() {
        return new JsonPacketDecoder(limits, JsonPacketCodec::readConnect);
    }

    @Override
    public List<Frame> encode(Packet packet) {
        try {
            return switch (packet.type()) {
                case CONNECT -> connect((Packet.Connect) packet);
                case DISCONNECT -> plain(PacketHeader.DISCONNECT, packet.namespace(), null);
                case EVENT -> event((Packet.Event) packet);
                case ACK -> ack((Packet.Ack) packet);
                case CONNECT_ERROR -> connectError((Packet.ConnectError) packet);
            };
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        } catch (IOException e) {
            // The bytes go to memory only.
            throw new UncheckedIOException(e);
        }
    }

    private static Packet.Connect readConnect(byte[] frame, PacketHeader header, DecoderLimits limits) {
        if (header.end() == frame.length) {
            return new Packet.Connect(header.namespace(), null);
        }
        if (frame[header.end()] != '{') {
            throw PacketHeader.unexpected(frame, header.end(), "an object or nothing as the payload of CONNECT");
        }
        return new Packet.Connect(header.namespace(), (JsonObject) JsonPacketDecoder.payload(frame, header, limits));
    }

    private static List<Frame> connect(Packet.Connect packet) throws IOException {
        Output out = new Output();
        PacketHeader.write(out, PacketHeader.CONNECT, 0, packet.namespace(), Packet.Event.NO_ACK);
        if (packet.payload() != null && writePlain(out, packet.payload())) {
            return List.of(Frame.text(out.toBytes()));
        }
        JsonObject payload = packet.payload() == null ? null : JsonValues.object(packet.payload());
        return plain(PacketHeader.CONNECT, packet.namespace(), payload);
    }

    /**
     * Writes an object of nothing but plain strings: who is let in is told ids, and a generator would cost more than all the
     * rest of that.
     *
     * @return false if it is another object; what was written is of no use then
     */
    private static boolean writePlain(Output out, JsonObject object) {
        int separator = '{';
        for (Map.Entry<String, Object> entry : object.getMap().entrySet()) {
            out.write(separator);
            if (!(entry.getValue() instanceof String value) || !writePlain(out, entry.getKey())) {
                return false;
            }
            out.write(':');
            if (!writePlain(out, value)) {
                return false;
            }
            separator = ',';
        }
        out.write('}');
        return separator == ',';
    }

    private static boolean writePlain(Output out, String text) {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
            out.write(c);
        }
        out.write('"');
        return true;
    }

    private static List<Frame> connectError(Packet.ConnectError packet) throws IOException {
        Object payload = packet.payload() instanceof JsonObject object ? JsonValues.object(object) : packet.payload();
        return plain(PacketHeader.CONNECT_ERROR, packet.namespace(), payload);
    }

    /** A packet of a type that can be neither acknowledged nor binary. */
    static List<Frame> plain(int type, String namespace, Object payload) throws IOException {
        Output out = new Output();
        PacketHeader.write(out, type, 0, namespace, Packet.Event.NO_ACK);
        if (payload != null) {
            try (PayloadWriter writer = new PayloadWriter(out, List.of())) {
                writer.value(payload);
            }
        }
        return List.of(Frame.text(out.toBytes()));
    }

    static List<Frame> event(Packet.Event event) throws IOException {
        int type = event.args().hasBinary() ? PacketHeader.BINARY_EVENT : PacketHeader.EVENT;
        return withArguments(type, event.namespace(), event.id(), event.name(), event.args());
    }

    static List<Frame> ack(Packet.Ack ack) throws IOException {
        int type = ack.args().hasBinary() ? PacketHeader.BINARY_ACK : PacketHeader.ACK;
        return withArguments(type, ack.namespace(), ack.id(), null, ack.args());
    }

    private static List<Frame> withArguments(int type, String namespace, long id, String name, Args args)
            throws IOException {
        List<Buffer> attachments = args.hasBinary() ? attachments(args) : List.of();
        Output out = new Output();
        PacketHeader.write(out, type, attachments.size(), namespace, id);
        RawArguments raw = args.raw();
        if (raw != null) {
            out.write(raw.payload(name));
            return List.of(Frame.text(out.toBytes()));
        }
        try (PayloadWriter writer = new PayloadWriter(out, attachments)) {
            writer.arguments(name, args);
        }
        Frame text = Frame.text(out.toBytes());
        if (attachments.isEmpty()) {
            return List.of(text);
        }
        List<Frame> frames = new ArrayList<>(1 + attachments.size());
        frames.add(text);
        attachments.forEach(buffer -> frames.add(Frame.binary(buffer.getBytes())));
        return List.copyOf(frames);
    }

    private static List<Buffer> attachments(Args args) {
        List<Buffer> found = new ArrayList<>();
        args.forEach(value -> collect(value, found));
        return found;
    }

    private static void collect(Object value, List<Buffer> found) {
        if (value instanceof Buffer buffer) {
            // Each once: a peer may name one attachment a hundred thousand times, and we may pass its packet on.
            if (PayloadWriter.indexOf(found, buffer) < 0) {
                found.add(buffer);
            }
        } else if (value instanceof JsonObject object) {
            collect(object.getMap(), found);
        } else if (value instanceof JsonArray array) {
            collect(array.getList(), found);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(nested -> collect(nested, found));
        } else if (value instanceof List<?> list) {
            list.forEach(nested -> collect(nested, found));
        }
    }

    /** Bytes that grow. The generator gives away a payload below its own buffer of 8 kB at once: so much is not too much. */
    private static final class Output extends OutputStream {
        private byte[] bytes = new byte[16];
        private int length;

        @Override
        public void write(int value) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) value;
        }

        @Override
        public void write(byte[] source, int from, int count) {
            if (bytes.length - length < count) {
                // Exactly, the first time, because usually nothing follows.
                int grown = bytes.length <= 64 ? 0 : 2 * bytes.length;
                bytes = Arrays.copyOf(bytes, Math.max(grown, length + count));
            }
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }
}
