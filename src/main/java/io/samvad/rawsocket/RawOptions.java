package io.samvad.rawsocket;

import io.samvad.engineio.transport.WebSocketLimits;

/**
 * Options of a {@link RawEndpoint}.
 *
 * @param path path of the endpoint, for example {@code /chat}
 * @param event name of the event that frames stand for
 * @param pingInterval milliseconds of silence after which a peer is asked for a sign of life, and again until it is given up
 * @param limits what one client may cost
 * @param maxTotalQueuedBytes as {@link io.samvad.engineio.EngineOptions#setMaxTotalQueuedBytes}
 */
public record RawOptions(
        String path, String event, int pingInterval, WebSocketLimits limits, long maxTotalQueuedBytes) {}
