package io.samvad.socketio.adapter;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import java.util.List;

/** A packet on its way to many: encoded once for each codec, and shared by all sockets and loops. Immutable to the outside. */
public final class Outgoing {
    private final Packet packet;
    private final Offset offset;
    /** Encodings, newest first. A race encodes twice at worst: all fields of {@link Encoded} are final. */
    private Encoded encoded;

    /** @param packet not to be changed any more, nor what its arguments hold */
    public Outgoing(Packet packet) {
        this(packet, null);
    }

    Outgoing(Packet packet, Offset offset) {
        this.packet = packet;
        this.offset = offset;
    }

    /** Whether a client that missed it can be sent it later. */
    public boolean isRecoverable() {
        return offset != null;
    }

    /** Its place among the recoverable packets, or null. */
    Offset offset() {
        return offset;
    }

    /** The packet itself. */
    public Packet packet() {
        return packet;
    }

    /** The frames of the packet. @param codec compared by identity, so use one object for each kind */
    public List<Frame> frames(PacketCodec codec) {
        for (Encoded e = encoded; e != null; e = e.next) {
            if (e.codec == codec) {
                return e.frames;
            }
        }
        Encoded added = new Encoded(codec, codec.encode(packet), encoded);
        encoded = added;
        return added.frames;
    }

    private static final class Encoded {
        final PacketCodec codec;
        final List<Frame> frames;
        final Encoded next;

        Encoded(PacketCodec codec, List<Frame> frames, Encoded next) {
            this.codec = codec;
            this.frames = frames;
            this.next = next;
        }
    }
}
