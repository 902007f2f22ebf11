package io.samvad.engineio.transport;

/**
 * What one WebSocket client may cost.
 *
 * @param maxMessageBytes longest message taken, fragments together and unpacked
 * @param maxQueuedBytes most bytes that may wait for a peer that reads slowly
 * @param compression how messages are compressed if the peer wants that, or null if they are not
 */
public record WebSocketLimits(int maxMessageBytes, int maxQueuedBytes, PerMessageDeflate compression) {}
