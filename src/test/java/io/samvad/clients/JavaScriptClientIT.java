package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.SocketIo;
import io.samvad.testkit.Instances;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official JavaScript client in Node, by each way to connect, with one instance and with four. */
class JavaScriptClientIT extends Conversation {
    /** What {@code conversation.cjs} checks: a check that does not run is a failure. */
    static final List<String> CONVERSATION = List.of(
            "connects by its transport",
            "hears values as it said them",
            "unicode survives",
            "binary travels both ways at any depth",
            "the server acknowledges with text and binary",
            "an acknowledgement that never comes times out",
            "the server gets its acknowledgement",
            "the server's wait for an acknowledgement ends",
            "namespaces share a connection and keep their events apart",
            "an unknown namespace is refused",
            "a middleware refuses with message and data, and lets in later",
            "what the client says of itself reaches the server",
            "rooms reach their members alone",
            "everybody in a room acknowledges",
            "a middleware of events drops what it refuses",
            "volatile events arrive when the way is free and are not kept",
            "leaving has its reason on both sides",
            "being dismissed has its reason on both sides",
            "a client that loses its connection comes back",
            "a client whose connection the server cuts comes back, with what it said meanwhile",
            "large messages pass",
            "a message that is too large ends its sender and nobody else",
            "many messages keep their order, also while the transport changes",
            "heartbeats are answered");

    private static final List<String> TRANSPORTS = List.of(
            "it remembers that the upgrade worked",
            "it tries the next transport when the first is refused",
            "it stays on polling when the server offers nothing else");

    JavaScriptClientIT() {
        super("json");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource("ways")
    void theClientTalksAndLeavesNothingBehind(String way, int instances) {
        hold("conversation", way, instances, CONVERSATION);
    }

    @Test
    void theClientFindsTheTransportThatWorks() {
        try (Instances<SocketIo> pollingOnly = Counterpart.startWithOnly("polling")) {
            assertThat(NodeScript.run("transports", url(), pollingOnly.url())).containsExactlyElementsOf(TRANSPORTS);
        }
    }
}
