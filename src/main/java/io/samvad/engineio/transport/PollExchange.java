package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.Context;
import io.vertx.core.Future;

/**
 * One HTTP request of a polling client and its answer, wherever the connection lives. Made on the loop that got the
 * request, then used by the loop that owns the session only.
 */
public interface PollExchange {
    /** Names the loop that uses this exchange from here on, if not that of the request; all that is asked completes there. */
    void attach(Context owner);

    /** Names who is told if the client goes away before the answer was written. */
    void onAbort(Runnable aborted);

    /**
     * The whole body of the request.
     *
     * @param limit most bytes to take
     * @return fails with {@link PayloadTooLargeException} above the limit, or if the client goes away
     */
    Future<byte[]> body(int limit);

    /**
     * Answers with status 200; further answers are ignored.
     *
     * @param binary whether the body is anything but UTF-8 text
     * @param compressible whether the body may be compressed
     * @param lost called if the client went away before its connection took the whole answer; null if nobody need know
     */
    void answer(byte[] body, boolean binary, boolean compressible, Runnable lost);

    /** Answers with status 200 and text. */
    default void answer(byte[] text) {
        answer(text, false, true, null);
    }

    /** Refuses the request; the connection is not used again. */
    void refuse(EngineError error, String message);

    /** Refuses the request with the error's own message. */
    default void refuse(EngineError error) {
        refuse(error, error.message());
    }
}
