package io.samvad.socketio.adapter;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.PacketCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets that go to the same sockets one after the other: to walk through the sockets, and to ask each whether it is open
 * and where its frames go, is done once for all of them.
 */
public final class Volley {
    private final List<Outgoing> packets;
    /** The codec that was asked for last, mostly the only one. */
    private PacketCodec codec;

    private List<Frame> frames;

    /** @param packets oldest first, at least one */
    public Volley(List<Outgoing> packets) {
        this.packets = List.copyOf(packets);
    }

    /** The packets, oldest first. */
    public List<Outgoing> packets() {
        return packets;
    }

    /**
     * The frames of all packets, in order.
     *
     * @param wanted compared by identity, as in {@link Outgoing#frames}
     */
    public List<Frame> frames(PacketCodec wanted) {
        if (codec != wanted) {
            frames = packets.size() == 1 ? packets.get(0).frames(wanted) : joined(wanted);
            codec = wanted;
        }
        return frames;
    }

    private List<Frame> joined(PacketCodec wanted) {
        List<Frame> all = new ArrayList<>(packets.size());
        for (Outgoing packet : packets) {
            all.addAll(packet.frames(wanted));
        }
        return all;
    }

    /** The last packet that a client can be sent later, or null. */
    public Outgoing lastRecoverable() {
        for (int i = packets.size() - 1; i >= 0; i--) {
            if (packets.get(i).isRecoverable()) {
                return packets.get(i);
            }
        }
        return null;
    }
}
