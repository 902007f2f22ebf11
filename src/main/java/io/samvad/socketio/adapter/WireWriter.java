package io.samvad.socketio.adapter;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Appends values to a message for another node: big endian, lengths in front. {@link WireReader} is its mirror. */
final class WireWriter {
    /** Bits of a target: nodes that know the first one only take the second for it, which means nothing between nodes. */
    static final int LOCAL = 1;

    static final int NOT_COMPRESSED = 2;

    private static final String MAIN = "/";

    private final Buffer out;

    WireWriter(Buffer out) {
        this.out = out;
    }

    WireWriter kind(int kind) {
        out.appendByte((byte) kind);
        return this;
    }

    WireWriter flag(boolean value) {
        return kind(value ? 1 : 0);
    }

    WireWriter number(int value) {
        out.appendInt(value);
        return this;
    }

    WireWriter number(long value) {
        out.appendLong(value);
        return this;
    }

    WireWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter bytes(byte[] value) {
        out.appendInt(value.length).appendBytes(value);
        return this;
    }

    WireWriter optional(String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    WireWriter names(Collection<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    WireWriter frames(List<Frame> frames) {
        number(frames.size());
        for (Frame frame : frames) {
            flag(frame.isBinary()).bytes(frame.payload());
        }
        return this;
    }

    WireWriter outgoing(Outgoing outgoing) {
        frames(outgoing.framesBetweenNodes()).flag(outgoing.isRecoverable());
        if (outgoing.isRecoverable()) {
            Offset offset = outgoing.offset();
            text(offset.loop()).number(offset.number()).flag(offset.shared());
        }
        return this;
    }

    WireWriter target(Target target) {
        int how = (target.local() ? LOCAL : 0) | (target.compress() ? 0 : NOT_COMPRESSED);
        return names(target.rooms()).names(target.except()).kind(how).flag(target.isVolatile());
    }

    /** As an acknowledgement packet: it has arguments, binary too, and little else. No frames are no arguments at all. */
    WireWriter args(Args args) {
        return frames(args == null ? List.of() : Outgoing.encode(new Packet.Ack(MAIN, 0, args)));
    }

    WireWriter snapshot(SocketSnapshot socket) {
        return text(socket.id())
                .names(socket.rooms())
                .args(Args.of(sendable(socket.handshake()), sendable(socket.data())));
    }

    WireWriter recovered(Recovered session) {
        text(session.pid()).text(session.sid()).names(session.rooms()).optional(session.offset());
        args(Args.of(sendable(session.data())));
        number(session.missed().size());
        session.missed().forEach(this::outgoing);
        number(session.seen().size());
        session.seen().forEach((loop, number) -> text(loop).number(number));
        return this;
    }

    /** An application may remember any object with a socket; what is neither JSON nor binary stays on its node. */
    private static JsonObject sendable(JsonObject values) {
        JsonObject sendable = new JsonObject();
        values.getMap().forEach((name, value) -> {
            if (isSendable(value)) {
                sendable.put(name, value);
            }
        });
        return sendable;
    }

    private static boolean isSendable(Object value) {
        try {
            Args.of(value);
            return true;
        } catch (IllegalArgumentException ofAnotherType) {
            return false;
        }
    }
}
