package io.samvad.socketio.protocol;

import io.samvad.link.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The codec of clients that were given {@code socket.io-msgpack-parser}, version 3: each packet is one binary frame with one
 * MessagePack map {@code {type, nsp, id?, data?}}. Shorter than JSON where there are numbers or binary values, which stand
 * where they belong instead of following in frames of their own; so {@link DecoderLimits#maxAttachments()} has no meaning.
 * In the browser it is {@code socket.io.msgpack.min.js}. Over polling, binary frames grow by a third, so there JSON may be
 * shorter.
 *
 * <p>What values become:
 *
 * <table>
 * <caption>Values on the wire</caption>
 * <tr><th>here</th><th>MessagePack</th></tr>
 * <tr><td>whole numbers of -2<sup>63</sup> to 2<sup>64</sup> - 1</td><td>the shortest int or uint; exact both ways. (The
 * JavaScript parser itself rounds beyond 2<sup>53</sup>.)</td></tr>
 * <tr><td>{@link Double}</td><td>float 64, exact both ways, also 1.0; a float 32 is read too</td></tr>
 * <tr><td>larger whole numbers, {@link java.math.BigDecimal}</td><td>the nearest float 64, infinite beyond its range: what a
 * JavaScript client makes of them when they come as JSON. To keep them exact, send text</td></tr>
 * <tr><td>{@link io.vertx.core.buffer.Buffer}</td><td>bin; read from bin and from ext of type 0, as Node sends an
 * {@code ArrayBuffer}</td></tr>
 * <tr><td>{@code null}</td><td>nil; also read from {@code undefined} (fixext 1, type 0) and from NaN and infinite, as JSON has
 * it</td></tr>
 * <tr><td>text such as {@code 2026-11-22T08:30:00.000Z}</td><td>str; also read from a {@code Date} (fixext 8, type 0), as JSON
 * has it</td></tr>
 * </table>
 *
 * <p>Other extensions, keys that are no strings, and strings that are not UTF-8 break the protocol: no client of Socket.IO
 * sends them. What a packet must be otherwise is the same as in {@link JsonPacketCodec}; fields that the protocol does not
 * know, such as the {@code options} of JavaScript clients, are passed over.
 */
public final class MsgpackPacketCodec implements PacketCodec {
    private static final MsgpackPacketCodec WITH_DEFAULTS = new MsgpackPacketCodec(DecoderLimits.defaults());

    private final MsgpackPacketDecoder decoder;

    /**
     * @param limits what peers may ask of the decoders
     */
    public MsgpackPacketCodec(DecoderLimits limits) {
        this.decoder = new MsgpackPacketDecoder(Objects.requireNonNull(limits, "limits"));
    }

    /** The codec with {@link DecoderLimits#defaults()}, always the same object. */
    public static MsgpackPacketCodec create() {
        return WITH_DEFAULTS;
    }

    /** The one decoder for all: no packet takes more than a frame, so there is nothing to remember. */
    @Override
    public PacketDecoder decoder() {
        return decoder;
    }

    @Override
    public List<Frame> encode(Packet packet) {
        try {
            MsgpackWriter out = new MsgpackWriter();
            switch (packet.type()) {
                case CONNECT -> connect(out, (Packet.Connect) packet);
                case DISCONNECT -> out.begin(PacketHeader.DISCONNECT, packet.namespace(), Packet.Event.NO_ACK, false);
                case EVENT -> event(out, (Packet.Event) packet);
                case ACK -> ack(out, (Packet.Ack) packet);
                case CONNECT_ERROR -> connectError(out, (Packet.ConnectError) packet);
            }
            return List.of(Frame.binary(out.toBytes()));
        } catch (IOException e) {
            // The bytes go to memory only.
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(MsgpackWriter out, Packet.Connect packet) throws IOException {
        JsonObject payload = packet.payload();
        out.begin(PacketHeader.CONNECT, packet.namespace(), Packet.Event.NO_ACK, payload != null);
        if (payload != null) {
            out.value(JsonValues.object(payload));
        }
    }

    private static void connectError(MsgpackWriter out, Packet.ConnectError packet) throws IOException {
        out.begin(PacketHeader.CONNECT_ERROR, packet.namespace(), Packet.Event.NO_ACK, true);
        out.value(packet.payload() instanceof JsonObject object ? JsonValues.object(object) : packet.payload());
    }

    private static void event(MsgpackWriter out, Packet.Event event) throws IOException {
        out.begin(PacketHeader.EVENT, event.namespace(), event.id(), true);
        out.arguments(event.name(), event.args());
    }

    private static void ack(MsgpackWriter out, Packet.Ack ack) throws IOException {
        out.begin(PacketHeader.ACK, ack.namespace(), ack.id(), true);
        out.arguments(null, ack.args());
    }
}
