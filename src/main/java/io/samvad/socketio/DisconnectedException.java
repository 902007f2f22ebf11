package io.samvad.socketio;

/** The socket was disconnected before it acknowledged. */
public final class DisconnectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it was disconnected. */
    private final DisconnectReason reason;

    DisconnectedException(DisconnectReason reason) {
        super("socket has been disconnected: " + reason, null, false, false);
        this.reason = reason;
    }

    /** Why it was disconnected. */
    public DisconnectReason reason() {
        return reason;
    }
}
