package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;

/** Listens to an event, with its acknowledgement. */
@FunctionalInterface
public interface EventListener {
    /**
     * The event arrived.
     *
     * @param ack answers the sender; does nothing if it did not ask for that
     */
    void handle(Args args, Ack ack);
}
