package io.samvad.engineio.protocol;

/** A peer sent what Engine.IO does not allow. The one exception of this package; carries no stack trace. */
public final class EngineProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was wrong, where, and what is expected */
    public EngineProtocolException(String message) {
        super(message, null, false, false);
    }
}
