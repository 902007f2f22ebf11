package io.samvad.clients;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official JavaScript client 2.5 in Node (Engine.IO protocol v3), by each way to connect, with one instance and with four. */
class JavaScriptClientV2IT extends Conversation {
    /** What {@code conversation-v2.cjs} checks: a check that does not run is a failure. */
    private static final List<String> CONVERSATION = List.of(
            "connects by its transport, with the id that it makes itself",
            "hears values as it said them",
            "binary travels both ways at any depth",
            "binary travels as base64 when the client wants that",
            "acknowledgements go both ways, with binary",
            "namespaces share a connection and keep their events apart",
            "the query of a namespace is its auth",
            "an unknown namespace is refused",
            "a middleware refuses with its data, and lets in",
            "leaving has its reason on both sides",
            "being dismissed has its reason on both sides",
            "a client that loses its connection comes back",
            "many messages keep their order, also while the transport changes",
            "large messages pass",
            "its pings are answered",
            "binary payloads of polling are those of the official parser",
            "clients of both ages are in one conversation");

    JavaScriptClientV2IT() {
        super("json");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource("ways")
    void theClientTalksAndLeavesNothingBehind(String way, int instances) {
        hold("conversation-v2", way, instances, CONVERSATION);
    }
}
