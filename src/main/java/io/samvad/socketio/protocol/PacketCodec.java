package io.samvad.socketio.protocol;

import io.samvad.link.Frame;
import java.util.List;

/** Turns packets into frames of a link and back. Stateless: one codec serves all connections and all threads. */
public interface PacketCodec {
    /**
     * Encodes a packet completely. The frames belong together and must be sent one after the other with nothing in between
     * (specification, "Packet encoding": a binary packet is a text frame followed by its attachments).
     *
     * @param packet what to send
     * @return one frame or more, immutable
     * @throws IllegalArgumentException when the packet holds a value that has no form on the wire
     */
    List<Frame> encode(Packet packet);

    /** A new decoder. Each connection needs its own, since a packet may take several frames. */
    PacketDecoder decoder();
}
