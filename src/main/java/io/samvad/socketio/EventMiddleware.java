package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;

/** Runs for each event that arrives at a socket, before its listeners. */
@FunctionalInterface
public interface EventMiddleware {
    /**
     * Lets the event pass or not.
     *
     * @return succeeds to let it pass; a failure drops it and goes to the handlers of {@link Socket#onError}, and so
     *     does what is thrown
     */
    Future<Void> handle(String event, Args args);
}
