package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.link.Frame;
import java.util.List;

/** How packets of one session travel. Touched only by the event loop that owns the session. */
public sealed interface Transport permits PollingTransport, WebSocketTransport {
    /** {@code polling} or {@code websocket}, as in the query parameter {@code transport}. */
    String name();

    /**
     * Sends message packets one after the other; they leave with what else falls due in this turn of the loop.
     *
     * @param messages at least one; the list is shared by many sessions and does not change
     */
    void send(List<Frame> messages);

    /** Sends a packet of any other type. */
    void send(EnginePacket packet);

    /** Whether a message given now would leave at once. */
    boolean writable();

    /** About how many bytes wait for the peer. */
    int queuedBytes();

    /** Calls the task once, as soon as all that was sent has left; perhaps now. One task at a time. */
    void whenDrained(Runnable task);

    /** Says goodbye to the peer after all that is pending, then lets go of the wire. */
    void close();

    /** Lets go of the wire at once, without a word. */
    void abort();
}
