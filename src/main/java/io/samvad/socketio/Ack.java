package io.samvad.socketio;

/** Answers the sender of an event. The first answer counts, any further one is ignored. */
@FunctionalInterface
public interface Ack {
    /** For an event whose sender wants no answer. */
    Ack NOT_WANTED = arguments -> {};

    /**
     * Sends the answer.
     *
     * @param arguments as for {@link Socket#emit}
     */
    void send(Object... arguments);

    /** Whether the sender waits for an answer. */
    default boolean isWanted() {
        return this != NOT_WANTED;
    }
}
