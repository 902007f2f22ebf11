package io.samvad.socketio.adapter;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.DecoderLimits;
import io.samvad.socketio.protocol.JsonPacketCodec;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.samvad.socketio.protocol.PacketDecoder;
import io.samvad.socketio.protocol.ProtocolException;
import java.util.List;

/**
 * A packet on its way to many: encoded once for each codec, and shared by all sockets and loops. Immutable to the outside.
 *
 * <p>To another node it travels as the frames of {@link JsonPacketCodec}, which most connections there send on as they are:
 * the packet is decoded only when somebody asks for it, such as a connection with another codec.
 */
public final class Outgoing {
    /** What frames from another node are: those of the codec that most connections have. */
    private static final PacketCodec BETWEEN_NODES = JsonPacketCodec.create();

    private static final int MAX_DEPTH = 250;

    /** Null until somebody asks, if it came as frames. A race decodes twice at worst: packets have final fields only. */
    private Packet packet;

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

    /** From the frames that another node has sent. */
    Outgoing(List<Frame> frames, Offset offset) {
        this.encoded = new Encoded(BETWEEN_NODES, frames, null);
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

    /** The frames that travel to other nodes. */
    List<Frame> framesBetweenNodes() {
        return frames(BETWEEN_NODES);
    }

    /**
     * The packet itself.
     *
     * @throws ProtocolException if the other node has sent something else
     */
    public Packet packet() {
        Packet known = packet;
        if (known == null) {
            known = decode(frames(BETWEEN_NODES));
            packet = known;
        }
        return known;
    }

    /**
     * Decodes a packet that another node has encoded. What the limits of a client's packets are for has been checked there.
     *
     * @throws ProtocolException if the frames are not exactly one packet
     */
    static Packet decode(List<Frame> frames) {
        PacketDecoder decoder =
                new JsonPacketCodec(new DecoderLimits(frames.size(), MAX_DEPTH, Integer.MAX_VALUE)).decoder();
        Packet decoded = null;
        for (Frame frame : frames) {
            if (decoded != null) {
                throw new ProtocolException("more frames than the packet has");
            }
            decoded = decoder.add(frame);
        }
        if (decoded == null) {
            throw new ProtocolException("fewer frames than the packet has");
        }
        return decoded;
    }

    /** Encodes a packet for another node. */
    static List<Frame> encode(Packet packet) {
        return BETWEEN_NODES.encode(packet);
    }

    /**
     * The frames of the packet.
     *
     * @param codec compared by identity, so use one object for each kind
     */
    public List<Frame> frames(PacketCodec codec) {
        for (Encoded e = encoded; e != null; e = e.next) {
            if (e.codec == codec) {
                return e.frames;
            }
        }
        Encoded added = new Encoded(codec, codec.encode(packet()), encoded);
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
