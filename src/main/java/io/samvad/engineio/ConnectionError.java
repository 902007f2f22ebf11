package io.samvad.engineio;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request that was refused, as Socket.IO's {@code connection_error} tells it.
 *
 * @param request the request
 * @param error code and status
 * @param message what exactly was wrong
 */
public record ConnectionError(HttpServerRequest request, EngineError error, String message) {}
