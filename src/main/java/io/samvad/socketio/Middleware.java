package io.samvad.socketio;

import io.vertx.core.Future;

/** Runs for each socket that wants into a namespace, one after the other, before {@code connection}. */
@FunctionalInterface
public interface Middleware {
    /**
     * Lets the socket pass or not.
     *
     * @return succeeds to let it pass; a failure refuses it, with the message (and data) of a {@link ConnectError}. What is
     *     thrown refuses it, too
     */
    Future<Void> handle(Socket socket);
}
