package io.samvad.admin;

import io.samvad.socketio.AnyListener;
import io.samvad.socketio.DisconnectReason;
import io.samvad.socketio.Socket;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;

/** What is listened to at one socket while somebody watches. */
final class SocketTap {
    private final Socket socket;
    private final AnyListener received;
    private final AnyListener sent;
    private final Handler<DisconnectReason> gone;
    private JsonObject data;

    private SocketTap(Socket socket, Reports reports) {
        this.socket = socket;
        this.received = (event, args) -> reports.event("event_received", socket, event, args);
        this.sent = (event, args) -> reports.event("event_sent", socket, event, args);
        this.gone = reason -> reports.gone(socket, reason);
        this.data = SocketDetails.data(socket);
    }

    /**
     * Begins to listen.
     *
     * @param events whether also to its events: not to those that carry the reports
     */
    static SocketTap open(Socket socket, boolean events, Reports reports) {
        SocketTap tap = new SocketTap(socket, reports);
        if (events) {
            socket.prependAny(tap.received);
            socket.prependAnyOutgoing(tap.sent);
        }
        socket.onDisconnect(tap.gone);
        return tap;
    }

    void close() {
        socket.offAny(received);
        socket.offAnyOutgoing(sent);
        socket.offDisconnect(gone);
    }

    Socket socket() {
        return socket;
    }

    /** The data of the socket if it has changed since the last time, else null. */
    JsonObject changedData() {
        JsonObject now = SocketDetails.data(socket);
        if (now.equals(data)) {
            return null;
        }
        data = now;
        return now;
    }
}
