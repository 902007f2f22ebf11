package io.samvad.rawsocket;

/**
 * Options of a {@link RawEndpoint}.
 *
 * @param path path of the endpoint, for example {@code /chat}
 * @param event name of the event that frames stand for
 * @param pingInterval milliseconds of silence after which a peer is asked for a sign of life, and again until it is given up
 * @param maxPayload longest message taken, in bytes
 * @param maxQueuedBytes most bytes that wait for one peer before it is cut off
 */
public record RawOptions(String path, String event, int pingInterval, int maxPayload, int maxQueuedBytes) {}
