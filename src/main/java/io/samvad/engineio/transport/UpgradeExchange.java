package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.Context;
import io.vertx.core.Future;

/** A request to become a WebSocket and its answer, wherever the connection lives. */
public interface UpgradeExchange {
    /**
     * Answers with 101.
     *
     * @param owner context on which the result is delivered
     * @return the open channel, to be attached or aborted at once; fails when the handshake is not valid
     */
    Future<FrameChannel> accept(Context owner);

    /** Whether the client asked for base64 in place of binary; only clients of protocol v3 do. */
    boolean base64();

    /** Answers with a refusal. */
    void refuse(EngineError error);
}
