package io.samvad.link;

import java.util.List;

/** One open duplex pipe of frames to a peer. Touched only by the event loop that owns it. */
public interface Link {
    /** Id of the session below, unique in the cluster. */
    String id();

    /** The request that opened this link. */
    Peer peer();

    /** Name of the transport in use now: {@code polling}, {@code websocket}. */
    String transport();

    /** Version of Engine.IO that the peer speaks: 4, as is said of plain links too, or 3, of the clients of Socket.IO 2.x. */
    default int protocol() {
        return 4;
    }

    /** How far its life has come. */
    ReadyState readyState();

    /** Whether the peer is on its way to another transport: it may still come to nothing. */
    default boolean isUpgrading() {
        return false;
    }

    /** Whether the link has gone over from the transport it began on. */
    default boolean isUpgraded() {
        return false;
    }

    /**
     * Sends frames one after the other with nothing in between; they leave in the order of the calls.
     *
     * <p>Never fails: frames for a closed link are dropped, and a peer that does not read is cut off at the limit of its
     * outbound queue.
     */
    void send(List<Frame> frames);

    /** Whether a frame given now would leave at once. When not, {@code volatile} frames are dropped by the caller. */
    boolean writable();

    /** About how many bytes wait here for the peer, as they go on the wire. */
    int queuedBytes();

    /**
     * Calls the task once, as soon as all that was sent has been handed to the network; perhaps now, never if the link ends
     * before. One task at a time.
     */
    void whenDrained(Runnable task);

    /**
     * Closes the pipe after what was sent before has left. The receiver is told {@code reason}, once. Does nothing on a
     * closed link.
     */
    void close(CloseReason reason);
}
