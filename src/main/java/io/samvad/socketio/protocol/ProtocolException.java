package io.samvad.socketio.protocol;

/**
 * A peer sent something that the Socket.IO protocol does not allow. The message says what was wrong, where (bytes of the
 * frame count from 0) and what was expected; it is short and has no control characters, so it may be logged.
 *
 * <p>The connection cannot be used any further: whoever calls a {@link PacketDecoder} catches this in one place and closes
 * with a parse error. It has no stack trace: the fault is the peer's, and a flood of bad frames must stay cheap.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was wrong, where, and what was expected
     */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
