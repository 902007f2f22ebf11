package io.samvad.socketio.protocol;

import io.samvad.link.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePackException;

/**
 * The decoder of {@link MsgpackPacketCodec}: reads the fields of a frame, whichever their order, then holds them to the same
 * rules as {@link JsonPacketDecoder}. It keeps nothing from one frame to the next.
 */
final class MsgpackPacketDecoder implements PacketDecoder {
    private final DecoderLimits limits;

    MsgpackPacketDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    @Override
    public Packet add(Frame frame) {
        if (!frame.isBinary()) {
            throw new ProtocolException(
                    "a text frame of " + frame.length() + " bytes, expected is a packet as a binary frame");
        }
        MsgpackReader in = new MsgpackReader(frame.payload(), limits.maxDepth());
        Fields fields;
        try {
            fields = new Fields(in);
        } catch (MessageInsufficientBufferException e) {
            throw new ProtocolException("the packet breaks off at byte " + frame.length());
        } catch (MessagePackException e) {
            throw new ProtocolException("no valid MessagePack before byte " + in.position());
        } catch (IOException e) {
            // The bytes come from memory only.
            throw new UncheckedIOException(e);
        }
        return packet(fields);
    }

    private Packet packet(Fields fields) {
        int type = type(fields.type);
        String namespace = namespace(fields.namespace);
        long id = id(fields.id, type);
        return switch (type) {
            case PacketHeader.CONNECT -> new Packet.Connect(namespace, connectPayload(fields.data));
            case PacketHeader.DISCONNECT -> disconnect(namespace, fields.data);
            case PacketHeader.CONNECT_ERROR -> new Packet.ConnectError(namespace, refusal(fields.data));
            case PacketHeader.ACK -> new Packet.Ack(namespace, id, arguments(fields, 0));
            default -> new Packet.Event(namespace, id, name(fields.data), arguments(fields, 1));
        };
    }

    private static int type(Object field) {
        Long type = whole(field);
        // Types for binary packets are there in JSON only.
        if (type == null || type < PacketHeader.CONNECT || type > PacketHeader.CONNECT_ERROR) {
            throw unexpected("type", field, "a packet type from 0 to 4");
        }
        return type.intValue();
    }

    private String namespace(Object field) {
        if (!(field instanceof String namespace) || !namespace.startsWith("/") || namespace.indexOf(',') >= 0) {
            throw unexpected("nsp", field, "a string that begins with a slash and has no comma");
        }
        if (namespace.getBytes(StandardCharsets.UTF_8).length > limits.maxNamespaceLength()) {
            throw new ProtocolException("the namespace is longer than " + limits.maxNamespaceLength() + " bytes");
        }
        if (namespace.chars().anyMatch(c -> c < ' ')) {
            throw new ProtocolException("a control character in the namespace");
        }
        return namespace;
    }

    private static long id(Object field, int type) {
        if (field == MsgpackReader.UNDEFINED) {
            if (type == PacketHeader.ACK) {
                throw unexpected("id", field, "the id of the acknowledged event");
            }
            return Packet.Event.NO_ACK;
        }
        Long id = whole(field);
        if (id == null || id < 0 || id > Packet.MAX_ID) {
            throw unexpected("id", field, "an integer from 0 to " + Packet.MAX_ID);
        }
        if (type != PacketHeader.ACK && type != PacketHeader.EVENT) {
            throw unexpected("id", field, "none in a packet of type " + type);
        }
        return id;
    }

    private static JsonObject connectPayload(Object data) {
        if (data == MsgpackReader.UNDEFINED) {
            return null;
        }
        if (data instanceof Map<?, ?>) {
            return new JsonObject(JsonValues.asMap(data));
        }
        throw unexpected("data", data, "a map or nothing as the payload of CONNECT");
    }

    private static Packet disconnect(String namespace, Object data) {
        if (data != MsgpackReader.UNDEFINED) {
            throw unexpected("data", data, "none, since DISCONNECT has no payload");
        }
        return new Packet.Disconnect(namespace);
    }

    private static Object refusal(Object data) {
        if (data instanceof String || data instanceof Map<?, ?>) {
            return PayloadReader.dressed(data);
        }
        throw unexpected("data", data, "a map or a string as the payload of CONNECT_ERROR");
    }

    private static String name(Object data) {
        Object first = data instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
        if (first instanceof Double number) {
            return JsonValues.text(number);
        }
        if (first instanceof Number) {
            return first.toString();
        }
        if (first instanceof String name) {
            if (Packet.Event.RESERVED_NAMES.contains(name)) {
                throw new ProtocolException("the event name \"" + name + "\" is reserved");
            }
            return name;
        }
        throw unexpected("data", data, "an array with a string or a number, the event name, as its first element");
    }

    /** What is in the array behind the name of the event, if there is one. */
    private static Args arguments(Fields fields, int from) {
        if (!(fields.data instanceof List<?> list)) {
            throw unexpected("data", fields.data, "an array of arguments");
        }
        Object[] values = new Object[list.size() - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = PayloadReader.dressed(list.get(from + i));
        }
        return new Args(values, fields.binary);
    }

    /** The value as an integer, or null. A float counts when nothing is behind its point: JavaScript does not tell 2 from 2.0. */
    private static Long whole(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        boolean whole = value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 0x1p53;
        return whole ? (Long) ((Double) value).longValue() : null;
    }

    private static ProtocolException unexpected(String field, Object found, String expected) {
        return new ProtocolException("the field " + field + " is " + kind(found) + ", expected is " + expected);
    }

    private static String kind(Object value) {
        if (value == MsgpackReader.UNDEFINED) {
            return "missing";
        }
        if (value == null) {
            return "null";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Map<?, ?>) {
            return "a map";
        }
        return value instanceof List<?> ? "an array" : "binary";
    }

    /** The fields of a packet; {@link MsgpackReader#UNDEFINED} are those that are missing. Of a repeated one the last counts. */
    private static final class Fields {
        Object type = MsgpackReader.UNDEFINED;
        Object namespace = MsgpackReader.UNDEFINED;
        Object id = MsgpackReader.UNDEFINED;
        Object data = MsgpackReader.UNDEFINED;
        /** Whether binary is in the data. */
        boolean binary;

        Fields(MsgpackReader in) throws IOException {
            for (int left = in.fields(); left > 0; left--) {
                String name = in.key();
                Object value = in.field();
                switch (name) {
                    case "type" -> type = value;
                    case "nsp" -> namespace = value;
                    case "id" -> id = value;
                    case "data" -> {
                        data = value;
                        binary = in.hasBinary();
                    }
                    default -> {
                        // JavaScript clients send their flags as "options".
                    }
                }
            }
            in.end();
        }
    }
}
