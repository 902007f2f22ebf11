/**
 * Hands a request to the loop that owns the session it names, in this JVM or on another node, so that nobody needs sticky
 * sessions.
 *
 * <p>The owner is part of the session id; each owner listens at one event-bus address. Imported by the engine; imports
 * {@code engineio.transport}, {@code engineio.protocol} (for its errors) and {@code link}. Read in this order:
 * {@link io.samvad.engineio.relay.SessionId}, {@link io.samvad.engineio.relay.RelayMessage},
 * {@link io.samvad.engineio.relay.Relay}; for other nodes ExchangeMessage, ExchangeEnd, the pairs RelayedPollExchange and
 * PollOutpost, RelayedUpgradeExchange with RelayedFrameChannel and ChannelOutpost, then Exchanges, which keeps the books.
 */
package io.samvad.engineio.relay;
