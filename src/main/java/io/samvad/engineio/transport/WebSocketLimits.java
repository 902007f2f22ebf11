package io.samvad.engineio.transport;

/**
 * What one WebSocket client may cost.
 *
 * @param maxMessageBytes longest message taken, fragments together and unpacked
 * @param maxQueuedBytes most bytes that may wait for a peer that reads slowly
 * @param compression whether the peer may compress what it sends (permessage-deflate, RFC 7692), if the HTTP server offers
 *     that; what is sent to it is never compressed
 */
public record WebSocketLimits(int maxMessageBytes, int maxQueuedBytes, boolean compression) {}
