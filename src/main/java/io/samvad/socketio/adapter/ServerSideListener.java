package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import java.util.function.Consumer;

/** Takes what another instance says to the servers of a namespace. */
@FunctionalInterface
public interface ServerSideListener {
    /**
     * An event arrived.
     *
     * @param answer takes the answer, once; null if none is wanted
     */
    void handle(String event, Args args, Consumer<Args> answer);
}
