package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;

/** Listens to events whatever their name. */
@FunctionalInterface
public interface AnyListener {
    /** The event passed by. */
    void handle(String event, Args args);
}
