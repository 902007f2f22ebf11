package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;

/** Listens to events whatever their name, with their acknowledgements: one object in place of a listener for each event. */
@FunctionalInterface
public interface AnyEventListener extends AnyListener {
    /**
     * An event arrived.
     *
     * @param ack answers the sender; does nothing if it did not ask for that, or if somebody has answered before
     */
    void handle(String event, Args args, Ack ack);

    @Override
    default void handle(String event, Args args) {
        handle(event, args, Ack.NOT_WANTED);
    }
}
