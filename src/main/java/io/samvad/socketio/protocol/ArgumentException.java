package io.samvad.socketio.protocol;

/**
 * An argument of an event or acknowledgement is missing or has another type than the listener expects, for instance
 * {@code argument 1 is a number, a string was expected}. Arguments count from 0.
 *
 * <p>Thrown by the accessors of {@link Args}, so usually inside a listener and because of what the peer sent.
 */
public final class ArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message which argument it is, what it is, and what was expected
     */
    public ArgumentException(String message) {
        super(message);
    }
}
