package io.samvad.socketio.protocol;

import com.fasterxml.jackson.core.JacksonException;
import io.samvad.link.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The codec of Socket.IO protocol v4, which the clients of Socket.IO 2.x speak. Events and acknowledgements look as in v5; what
 * differs is how a namespace is opened:
 *
 * <ul>
 *   <li>A CONNECT of a client has no payload but perhaps a query behind the namespace, {@code 0/admin?token=1,}: its
 *       parameters become the payload, all of them strings.
 *   <li>The CONNECT of the server has no payload: the client knows its id from the handshake.
 *   <li>A refusal (there called ERROR) has as payload only the data of the error, or its message if there is none.
 * </ul>
 */
public final class JsonPacketCodecV4 implements PacketCodec {
    private static final JsonPacketCodecV4 WITH_DEFAULTS = new JsonPacketCodecV4();

    private JsonPacketCodecV4() {}

    /** A codec with {@link DecoderLimits#defaults()}. */
    public static JsonPacketCodecV4 create() {
        return WITH_DEFAULTS;
    }

    @Override
    public PacketDecoder decoder() {
        return new JsonPacketDecoder(DecoderLimits.defaults(), JsonPacketCodecV4::readConnect);
    }

    @Override
    public List<Frame> encode(Packet packet) {
        try {
            return switch (packet.type()) {
                case CONNECT -> JsonPacketCodec.plain(PacketHeader.CONNECT, packet.namespace(), null);
                case DISCONNECT -> JsonPacketCodec.plain(PacketHeader.DISCONNECT, packet.namespace(), null);
                case EVENT -> JsonPacketCodec.event((Packet.Event) packet);
                case ACK -> JsonPacketCodec.ack((Packet.Ack) packet);
                case CONNECT_ERROR -> error((Packet.ConnectError) packet);
            };
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        } catch (IOException e) {
            // The bytes go to memory only.
            throw new UncheckedIOException(e);
        }
    }

    private static List<Frame> error(Packet.ConnectError refusal) throws IOException {
        Object payload = refusal.payload();
        if (payload instanceof JsonObject object) {
            JsonObject checked = JsonValues.object(object);
            Object data = checked.getValue("data");
            payload = data == null ? checked.getString("message", "") : data;
        }
        return JsonPacketCodec.plain(PacketHeader.CONNECT_ERROR, refusal.namespace(), payload);
    }

    private static Packet.Connect readConnect(byte[] frame, PacketHeader header, DecoderLimits limits) {
        if (header.end() < frame.length) {
            throw PacketHeader.unexpected(frame, header.end(), "nothing, since CONNECT has no payload");
        }
        String asked = header.namespace();
        int query = asked.indexOf('?');
        return query < 0
                ? new Packet.Connect(asked, null)
                : new Packet.Connect(asked.substring(0, query), parameters(asked, query + 1));
    }

    /** Of repeated parameters the last counts. */
    private static JsonObject parameters(String asked, int from) {
        JsonObject parameters = new JsonObject();
        for (String pair : asked.substring(from).split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new ProtocolException("the query of a namespace has an incomplete or unknown % escape");
        }
    }
}
