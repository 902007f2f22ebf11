package io.samvad.engineio.transport;

import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.samvad.link.WireForm;
import io.vertx.core.Context;
import java.util.List;

/**
 * One open WebSocket, wherever its connection lives. Used by the loop that owns the session only.
 *
 * <p>Bytes are written as finished RFC 6455 frames (see {@link WebSocketFrames}), leave in the order of the calls, and those
 * of one turn of the loop leave together.
 */
public interface FrameChannel {
    /** Names the loop that uses this channel and who receives there. Until then nothing is read. */
    void attach(Context owner, Outbox outbox, LinkReceiver receiver);

    /** Writes finished frames; the array is shared and never written to. Ignored once closing. */
    void write(byte[] finishedFrames);

    /**
     * Writes frames one after the other.
     *
     * @param frames at least one; many channels are given the same list one after the other, and it does not change
     * @param form how they look here
     */
    default void write(List<Frame> frames, WireForm form) {
        for (int i = 0; i < frames.size(); i++) {
            write(frames.get(i).as(form));
        }
    }

    /** Whether bytes given now would leave at once. */
    boolean writable();

    /** About how many bytes are not with the network yet. */
    int queuedBytes();

    /**
     * Calls the task once, as soon as all that was written has gone to the network and more would leave at once; perhaps now,
     * never if the connection ends before. One task at a time.
     */
    void whenWritable(Runnable task);

    /** Stops or starts again to read; a little that is on its way may still arrive. Only of a channel at home. */
    void reading(boolean on);

    /** Whether anything arrived since this was last asked: what a heartbeat wants to know. Only of a channel at home. */
    boolean heard();

    /**
     * Starts the closing handshake (RFC 6455, section 7.1.2) after all that is pending.
     *
     * @param code status code, RFC 6455, section 7.4
     * @param reason at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Drops the connection at once. */
    void abort();
}
