package io.samvad.socketio.protocol;

import io.samvad.link.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The decoder of {@link JsonPacketCodec} and {@link JsonPacketCodecV4}. There is one for each connection, so it holds three references and no more until a
 * packet with attachments begins.
 */
final class JsonPacketDecoder implements PacketDecoder {
    private final DecoderLimits limits;
    private final ConnectReader connects;
    private Unfinished unfinished;

    JsonPacketDecoder(DecoderLimits limits, ConnectReader connects) {
        this.limits = limits;
        this.connects = connects;
    }

    /** Reads the one packet of a client that is not the same in all versions of the protocol. */
    @FunctionalInterface
    interface ConnectReader {
        Packet.Connect read(byte[] frame, PacketHeader header, DecoderLimits limits);
    }

    @Override
    public Packet add(Frame frame) {
        Unfinished before = unfinished;
        unfinished = null;
        if (frame.isBinary()) {
            return attach(frame, before);
        }
        if (before != null) {
            throw new ProtocolException("a text frame, expected is attachment " + before.received + " of "
                    + before.attachments.length + " as a binary frame");
        }
        return read(frame.payload());
    }

    private Packet attach(Frame frame, Unfinished packet) {
        if (packet == null) {
            throw new ProtocolException(
                    "a binary frame of " + frame.length() + " bytes, expected is a text frame that announces it");
        }
        packet.attachments[packet.received++] = Buffer.buffer(frame.payload());
        if (packet.received < packet.attachments.length) {
            unfinished = packet;
            return null;
        }
        return packet.finish();
    }

    private Packet read(byte[] frame) {
        PacketHeader header = PacketHeader.read(frame, limits);
        return switch (header.type()) {
            case PacketHeader.CONNECT -> connects.read(frame, header, limits);
            case PacketHeader.DISCONNECT -> disconnect(frame, header);
            case PacketHeader.CONNECT_ERROR -> connectError(frame, header);
            default -> withArguments(frame, header);
        };
    }

    private static Packet disconnect(byte[] frame, PacketHeader header) {
        if (header.end() < frame.length) {
            throw PacketHeader.unexpected(frame, header.end(), "nothing, since DISCONNECT has no payload");
        }
        return new Packet.Disconnect(header.namespace());
    }

    private Packet connectError(byte[] frame, PacketHeader header) {
        int first = header.end() < frame.length ? frame[header.end()] : -1;
        if (first != '{' && first != '"') {
            throw PacketHeader.unexpected(frame, header.end(), "an object or a string as the payload of CONNECT_ERROR");
        }
        return new Packet.ConnectError(header.namespace(), payload(frame, header, limits));
    }

    /** The payload of a packet that is an object or a string; its first byte has been looked at. */
    static Object payload(byte[] frame, PacketHeader header, DecoderLimits limits) {
        try (PayloadReader in = new PayloadReader(frame, header, limits.maxDepth())) {
            return in.value();
        }
    }

    /** An event or an acknowledgement: the payload is an array. */
    private Packet withArguments(byte[] frame, PacketHeader header) {
        if (header.end() == frame.length || frame[header.end()] != '[') {
            throw PacketHeader.unexpected(frame, header.end(), "an array as the payload of " + header.typeName());
        }
        boolean event = header.type() == PacketHeader.EVENT || header.type() == PacketHeader.BINARY_EVENT;
        if (header.type() < PacketHeader.BINARY_EVENT) {
            RawArguments raw = RawArguments.of(frame, header, limits.maxDepth(), event);
            if (raw != null) {
                return packet(header, raw.name(), new Args(raw));
            }
        }
        try (PayloadReader in = new PayloadReader(frame, header, limits.maxDepth())) {
            String name = in.begin(event);
            Object[] arguments = in.arguments();
            if (header.attachments() == 0) {
                return packet(header, name, new Args(arguments, false));
            }
            unfinished = new Unfinished(header, name, arguments);
            return null;
        }
    }

    private static Packet packet(PacketHeader header, String name, Args args) {
        return name == null
                ? new Packet.Ack(header.namespace(), header.id(), args)
                : new Packet.Event(header.namespace(), header.id(), name, args);
    }

    /** A packet of which attachments are due. */
    private static final class Unfinished {
        final PacketHeader header;
        final String name;
        final Object[] arguments;
        final Buffer[] attachments;
        int received;

        Unfinished(PacketHeader header, String name, Object[] arguments) {
            this.header = header;
            this.name = name;
            this.arguments = arguments;
            this.attachments = new Buffer[header.attachments()];
        }

        Packet finish() {
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = fill(arguments[i]);
            }
            return packet(header, name, new Args(arguments, true));
        }

        /** The value with the attachments in their places; maps and lists stay the same objects. */
        private Object fill(Object value) {
            if (value instanceof Placeholder placeholder) {
                return attachments[placeholder.number()];
            }
            if (value instanceof JsonObject object) {
                fill(object.getMap());
            } else if (value instanceof JsonArray array) {
                fill(array.getList());
            } else if (value instanceof Map<?, ?>) {
                JsonValues.asMap(value).replaceAll((key, nested) -> fill(nested));
            } else if (value instanceof List<?>) {
                JsonValues.asList(value).replaceAll(this::fill);
            }
            return value;
        }
    }
}
