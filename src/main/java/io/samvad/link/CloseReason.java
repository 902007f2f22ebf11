package io.samvad.link;

/** Why a link closed. The texts are those of Engine.IO and Socket.IO where these have one. */
public enum CloseReason {
    /** The peer went away or closed the connection. */
    TRANSPORT_CLOSE("transport close"),
    /** The connection failed. */
    TRANSPORT_ERROR("transport error"),
    /** The peer did not answer a ping in time. */
    PING_TIMEOUT("ping timeout"),
    /** The peer sent something that its protocol does not allow. */
    PARSE_ERROR("parse error"),
    /** The application closed this link. */
    FORCED_CLOSE("forced close"),
    /** Nobody opened a namespace on this link in time. */
    CONNECT_TIMEOUT("connect timeout"),
    /** The peer reads too slowly: its outbound queue reached the limit. */
    SLOW_CONSUMER("slow consumer"),
    /** The server is going down. */
    SERVER_SHUTTING_DOWN("server shutting down");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** The text that listeners and logs see. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
