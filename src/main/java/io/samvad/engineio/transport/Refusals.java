package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.http.HttpServerRequest;

/** Who answers the requests that are refused, and tells whom it concerns. Called on the loop of the request. */
@FunctionalInterface
public interface Refusals {
    /** Refuses a request, for example with {@link HttpPollExchange#refuse(HttpServerRequest, EngineError, String)}. */
    void refuse(HttpServerRequest request, EngineError error, String message);
}
