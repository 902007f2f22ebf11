package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;

/**
 * Refuses a client: fail the future of a {@link Middleware} with it. The client gets the message and the data with its
 * {@code connect_error} event.
 */
public final class ConnectError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Object data;

    /** @param message what the client sees as {@code err.message} */
    public ConnectError(String message) {
        this(message, null);
    }

    /**
     * @param data what the client sees as {@code err.data}: any value that an argument can be, but not binary
     * @throws IllegalArgumentException for a value that cannot be sent
     */
    public ConnectError(String message, Object data) {
        super(message, null, false, false);
        Args sent = Args.of(data);
        if (sent.hasBinary()) {
            throw new IllegalArgumentException("binary cannot be sent in a CONNECT_ERROR packet");
        }
        this.data = sent.get(0);
    }

    /** What the client sees as {@code err.data}, or null. */
    public Object data() {
        return data;
    }
}
