package io.samvad.socketio;

/** Listens to an event whose arguments make a record. */
@FunctionalInterface
public interface TypedListener<T extends Record> {
    /**
     * The event arrived.
     *
     * @param ack answers the sender; does nothing if it did not ask for that
     */
    void handle(T message, Ack ack);
}
