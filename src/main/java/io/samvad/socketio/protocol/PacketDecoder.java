package io.samvad.socketio.protocol;

import io.samvad.link.Frame;

/**
 * Decodes what one peer sends. Keeps state only while attachments of a packet are due, and is used by one thread at a time.
 */
public interface PacketDecoder {
    /**
     * Takes the next frame.
     *
     * @param frame what arrived, in the order in which it was sent
     * @return the packet that this frame completes, or {@code null} while attachments are still due
     * @throws ProtocolException when the frame breaks the protocol; nothing of an unfinished packet is kept then
     */
    Packet add(Frame frame);
}
