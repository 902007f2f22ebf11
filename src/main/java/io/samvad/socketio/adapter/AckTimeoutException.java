package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import java.util.List;

/** Not everybody has acknowledged in time. */
public final class AckTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Args> answers;

    /** @param answers those that came in time */
    public AckTimeoutException(String message, List<Args> answers) {
        super(message, null, false, false);
        this.answers = List.copyOf(answers);
    }

    /** The answers that came in time, in that order. */
    public List<Args> answers() {
        return answers;
    }
}
