package io.samvad.engineio.protocol;

import io.vertx.core.json.JsonObject;

/** Why an HTTP request is refused: the one table of codes, messages and statuses of Engine.IO. */
public enum EngineError {
    /** The {@code transport} in the query is missing, unknown or not served. */
    TRANSPORT_UNKNOWN(0, "Transport unknown", 400),
    /** The {@code sid} in the query is of no session, or no longer. */
    SESSION_ID_UNKNOWN(1, "Session ID unknown", 400),
    /** A session begins with a GET. */
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method", 400),
    /** What the protocol does not allow otherwise. */
    BAD_REQUEST(3, "Bad request", 400),
    /** The origin is not allowed, or the application refuses. */
    FORBIDDEN(4, "Forbidden", 403),
    /** The {@code EIO} in the query is not served. */
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version", 400),
    /** A request over another transport than that of its session. */
    TRANSPORT_MISMATCH(3, "Bad request", 400),
    /** A WebSocket without the handshake of one, or the handshake of one for another transport. */
    TRANSPORT_HANDSHAKE_ERROR(3, "Bad request", 400),
    /** The application's own generator of ids failed, or made one that cannot be used. */
    ID_GENERATION_ERROR(3, "Bad request", 400),
    /** A body above {@code maxPayload}: the code of a bad request with HTTP's own status. */
    PAYLOAD_TOO_LARGE(3, "Payload too large", 413),
    /** No room for another session: the code of a refusal with HTTP's own status. */
    TOO_MANY_SESSIONS(4, "Too many sessions, try again later", 503);

    private final int code;
    private final String message;
    private final int status;
    private final String json;

    EngineError(int code, String message, int status) {
        this.code = code;
        this.message = message;
        this.status = status;
        this.json = json(message);
    }

    /** The code in the JSON body. */
    public int code() {
        return code;
    }

    /** The message in the JSON body. */
    public String message() {
        return message;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The body of the answer: {@code {"code":1,"message":"Session ID unknown"}}. */
    public String json() {
        return json;
    }

    /** The body of the answer with a message of its own. */
    public String json(String ownMessage) {
        return new JsonObject().put("code", code).put("message", ownMessage).encode();
    }
}
