package io.samvad.engineio.relay;

import io.samvad.engineio.transport.PollExchange;
import io.samvad.engineio.transport.UpgradeExchange;

/** A request that arrived on one loop for a session that another loop owns. */
public sealed interface RelayMessage {
    /** Id of the session, not yet known to exist. */
    String sid();

    /** A GET of a polling client. */
    record Get(String sid, PollExchange exchange) implements RelayMessage {}

    /** A POST of a polling client. */
    record Post(String sid, PollExchange exchange) implements RelayMessage {}

    /** An upgrade to WebSocket. */
    record Upgrade(String sid, UpgradeExchange exchange) implements RelayMessage {}
}
