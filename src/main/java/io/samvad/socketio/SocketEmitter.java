package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;

/** Sends to one socket with other than the usual modalities. Immutable. */
public final class SocketEmitter {
    private final Socket socket;
    private final boolean isVolatile;
    private final boolean compress;
    private final long timeout;

    /** With the usual modalities. */
    SocketEmitter(Socket socket) {
        this(socket, false, true, 0);
    }

    private SocketEmitter(Socket socket, boolean isVolatile, boolean compress, long timeout) {
        this.socket = socket;
        this.isVolatile = isVolatile;
        this.compress = compress;
        this.timeout = timeout;
    }

    /** Drops the event if it would not leave at once. ({@code volatile} is a word of Java.) */
    public SocketEmitter asVolatile() {
        return new SocketEmitter(socket, true, compress, timeout);
    }

    /** Whether it may be compressed; see {@link BroadcastOperator#compress}. */
    public SocketEmitter compress(boolean yes) {
        return new SocketEmitter(socket, isVolatile, yes, timeout);
    }

    /**
     * How long {@link #emitWithAck} waits.
     *
     * @param milliseconds at least 1
     */
    public SocketEmitter timeout(long milliseconds) {
        return new SocketEmitter(socket, isVolatile, compress, BroadcastOperator.checkTimeout(milliseconds));
    }

    /** Sends an event; see {@link Socket#emit}. */
    public void emit(String event, Object... arguments) {
        socket.emit(isVolatile, compress, event, arguments);
    }

    /** Sends an event and waits for its acknowledgement; see {@link Socket#emitWithAck}. */
    public Future<Args> emitWithAck(String event, Object... arguments) {
        return socket.emitWithAck(timeout, compress, event, arguments);
    }
}
