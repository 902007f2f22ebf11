package io.samvad.engineio;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * A request that was refused, as Socket.IO's {@code connection_error} tells it.
 *
 * <table>
 * <caption>What the context holds</caption>
 * <tr><th>code</th><th>context</th></tr>
 * <tr><td>0</td><td>{@code transport}: as asked for</td></tr>
 * <tr><td>1</td><td>{@code sid}</td></tr>
 * <tr><td>2</td><td>{@code method}</td></tr>
 * <tr><td>3</td><td>{@code name} of the {@link EngineError}, {@code message}; of {@code TRANSPORT_MISMATCH} also
 * {@code transport} and {@code previousTransport}</td></tr>
 * <tr><td>4</td><td>{@code message}</td></tr>
 * <tr><td>5</td><td>{@code protocol}: the number that was asked for</td></tr>
 * </table>
 *
 * @param request the request
 * @param error code and status
 * @param message what the client is told
 * @param context what exactly was wrong
 */
public record ConnectionError(HttpServerRequest request, EngineError error, String message, JsonObject context) {

    /** The code of Engine.IO, 0 to 5. */
    public int code() {
        return error.code();
    }

    static ConnectionError of(HttpServerRequest request, EngineError error, String message) {
        JsonObject context = new JsonObject();
        switch (error) {
            case TRANSPORT_UNKNOWN -> context.put("transport", request.getParam("transport"));
            case SESSION_ID_UNKNOWN -> context.put("sid", request.getParam("sid"));
            case BAD_HANDSHAKE_METHOD -> context.put("method", request.method().name());
            case FORBIDDEN, TOO_MANY_SESSIONS -> context.put("message", message);
            case UNSUPPORTED_PROTOCOL_VERSION -> context.put("protocol", number(request.getParam("EIO")));
            case TRANSPORT_MISMATCH -> context.put("name", error.name())
                    .put("message", message)
                    // There are two transports, and only one can be left.
                    .put("transport", "polling")
                    .put("previousTransport", "websocket");
            case BAD_REQUEST, TRANSPORT_HANDSHAKE_ERROR, ID_GENERATION_ERROR, PAYLOAD_TOO_LARGE -> context.put(
                            "name", error.name())
                    .put("message", message);
        }
        return new ConnectionError(request, error, message, context);
    }

    /** @return as it came, if it is no number */
    private static Object number(String version) {
        try {
            return version == null ? null : Integer.valueOf(version);
        } catch (NumberFormatException word) {
            return version;
        }
    }
}
