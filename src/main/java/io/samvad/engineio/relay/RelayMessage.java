package io.samvad.engineio.relay;

import io.samvad.engineio.transport.PollExchange;
import io.samvad.engineio.transport.UpgradeExchange;

/** What happened on one loop to a session that another loop owns: mostly, that a request arrived. */
public sealed interface RelayMessage {
    /** Id of the session, not yet known to exist. */
    String sid();

    /** A GET of a polling client. */
    record Get(String sid, PollExchange exchange) implements RelayMessage {}

    /** A POST of a polling client. */
    record Post(String sid, PollExchange exchange) implements RelayMessage {}

    /** An upgrade to WebSocket. */
    record Upgrade(String sid, UpgradeExchange exchange) implements RelayMessage {}

    /** The answer to a GET did not reach its client. */
    record Lost(String sid) implements RelayMessage {}
}
