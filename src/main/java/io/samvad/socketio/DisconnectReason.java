package io.samvad.socketio;

import io.samvad.link.CloseReason;

/** Why a socket was disconnected; the texts are those of Socket.IO's server. */
public enum DisconnectReason {
    /** The server called {@link Socket#disconnect()}. */
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
    /** The client left the namespace. */
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
    /** The server is going down. */
    SERVER_SHUTTING_DOWN("server shutting down"),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT("ping timeout"),
    /** The connection was closed, for example because the client has left or lost its network. */
    TRANSPORT_CLOSE("transport close"),
    /** The connection failed. */
    TRANSPORT_ERROR("transport error"),
    /** The client sent something that the protocol does not allow. */
    PARSE_ERROR("parse error"),
    /** The server closed the connection, with {@link Socket#disconnect(boolean)}. */
    FORCED_CLOSE("forced close"),
    /** The client read too slowly, and what waited for it reached the limit. */
    SLOW_CONSUMER("slow consumer");

    private final String text;

    DisconnectReason(String text) {
        this.text = text;
    }

    /** The text, as in Socket.IO's documentation. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * Whether the session may be continued: so unless one side has left the namespace on purpose or broken the protocol. That
     * a connection was closed says nothing of the sockets over it.
     */
    boolean isRecoverable() {
        return switch (this) {
            case TRANSPORT_CLOSE,
                    TRANSPORT_ERROR,
                    PING_TIMEOUT,
                    SLOW_CONSUMER,
                    FORCED_CLOSE,
                    SERVER_SHUTTING_DOWN -> true;
            case SERVER_NAMESPACE_DISCONNECT, CLIENT_NAMESPACE_DISCONNECT, PARSE_ERROR -> false;
        };
    }

    static DisconnectReason of(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
            case TRANSPORT_ERROR -> TRANSPORT_ERROR;
            case PING_TIMEOUT -> PING_TIMEOUT;
            case PARSE_ERROR -> PARSE_ERROR;
            case FORCED_CLOSE, CONNECT_TIMEOUT -> FORCED_CLOSE;
            case SLOW_CONSUMER -> SLOW_CONSUMER;
            case SERVER_SHUTTING_DOWN -> SERVER_SHUTTING_DOWN;
        };
    }
}
