package io.samvad.engineio.transport;

/**
 * What one polling client may cost.
 *
 * @param maxPayload most bytes of a POST body
 * @param maxPackets most packets in a POST body
 * @param maxQueuedBytes most bytes that wait for a poll
 */
public record PollingLimits(int maxPayload, int maxPackets, int maxQueuedBytes) {}
