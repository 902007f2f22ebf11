package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.testkit.Instances;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official JavaScript client 2.5 in Node (Engine.IO protocol v3), by each way to connect, with one instance and with four. */
class JavaScriptClientV2IT {
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

    private static Instances<SocketIo> one;
    private static Instances<SocketIo> four;

    @BeforeAll
    static void start() {
        one = Counterpart.start(1);
        four = Counterpart.start(4);
    }

    @AfterAll
    static void stop() {
        one.close();
        four.close();
    }

    @ParameterizedTest(name = "by {0} with {1} instances")
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void theClientTalksAndLeavesNothingBehind(String way, int instances) {
        Instances<SocketIo> server = instances == 1 ? one : four;
        assertThat(NodeScript.run("conversation-v2", server.url(), way)).containsExactlyElementsOf(CONVERSATION);
        await().until(() -> server.sum(SocketIo::connectionCount) == 0);
        await().until(() -> server.sum(io -> io.engine().sessionCount()) == 0);
    }
}
