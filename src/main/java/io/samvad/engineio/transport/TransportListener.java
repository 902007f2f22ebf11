package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.link.CloseReason;

/** What a transport tells the session above it, on the loop that owns the session. */
public interface TransportListener {
    /** A packet arrived. */
    void packet(Transport from, EnginePacket packet);

    /**
     * The transport is of no more use; nothing follows from it.
     *
     * @param how what exactly the peer did wrong, or null
     */
    void lost(Transport from, CloseReason reason, String how);
}
