package io.samvad.rawsocket;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.samvad.socketio.protocol.PacketDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;

/**
 * Each frame is the one argument of one event of the main namespace, and the other way round. Other packets have no form on
 * this wire and are not sent.
 */
final class RawPacketCodec implements PacketCodec {
    private static final String MAIN = "/";

    private final String event;

    /** @param event name of the event that frames stand for */
    RawPacketCodec(String event) {
        this.event = event;
    }

    @Override
    public List<Frame> encode(Packet packet) {
        if (packet instanceof Packet.Event sent
                && sent.name().equals(event)
                && sent.namespace().equals(MAIN)
                && !sent.args().isEmpty()) {
            return List.of(frame(sent.args().get(0)));
        }
        return List.of();
    }

    private static Frame frame(Object message) {
        if (message instanceof Buffer bytes) {
            return Frame.binary(bytes.getBytes());
        }
        return Frame.text(message instanceof String text ? text : Json.encode(message));
    }

    @Override
    public PacketDecoder decoder() {
        return this::decode;
    }

    private Packet decode(Frame frame) {
        Object message = frame.isBinary() ? Buffer.buffer(frame.payload()) : frame.text();
        return new Packet.Event(MAIN, event, Args.of(message));
    }
}
