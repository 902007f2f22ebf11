package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;

/** Sends to one socket with other than the usual modalities. Immutable. */
public final class SocketEmitter {
    private final Socket socket;
    private final boolean isVolatile;
    private final long timeout;

    SocketEmitter(Socket socket, boolean isVolatile, long timeout) {
        this.socket = socket;
        this.isVolatile = isVolatile;
        this.timeout = timeout;
    }

    /** Drops the event if it would not leave at once. ({@code volatile} is a word of Java.) */
    public SocketEmitter asVolatile() {
        return new SocketEmitter(socket, true, timeout);
    }

    /**
     * How long {@link #emitWithAck} waits.
     *
     * @param milliseconds at least 1
     */
    public SocketEmitter timeout(long milliseconds) {
        return new SocketEmitter(socket, isVolatile, BroadcastOperator.checkTimeout(milliseconds));
    }

    /** Sends an event; see {@link Socket#emit}. */
    public void emit(String event, Object... arguments) {
        socket.emit(isVolatile, event, arguments);
    }

    /** Sends an event and waits for its acknowledgement; see {@link Socket#emitWithAck}. */
    public Future<Args> emitWithAck(String event, Object... arguments) {
        return socket.emitWithAck(timeout, event, arguments);
    }
}
