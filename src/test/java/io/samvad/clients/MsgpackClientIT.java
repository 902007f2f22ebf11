package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.testkit.Instances;
import io.samvad.testkit.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official JavaScript client in Node with {@code socket.io-msgpack-parser}, with one instance and with four. */
class MsgpackClientIT {
    private static final String PARSER = "socket.io-msgpack-parser";

    private static final List<String> MSGPACK = List.of(
            "whole numbers come back in every size",
            "decimals come back to the last bit",
            "what JSON has no form for comes back as JSON would have it",
            "buffers of each kind and length come back as bytes",
            "an object that looks like a placeholder is an object",
            "strings and lists of any length come back",
            "a client with another parser is told so by a close",
            "plain clients are in the same conversation");

    private static Instances<SocketIo> one;
    private static Instances<SocketIo> four;

    @BeforeAll
    static void start() {
        one = Counterpart.start(1, "msgpack");
        four = Counterpart.start(4, "msgpack");
    }

    @AfterAll
    static void stop() {
        one.close();
        four.close();
    }

    @ParameterizedTest(name = "by {0} with {1} instances")
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void theClientTalksAsItDoesInJson(String way, int instances) {
        Instances<SocketIo> server = instances == 1 ? one : four;
        assertThat(NodeScript.run("conversation", server.url(), way, PARSER))
                .containsExactlyElementsOf(JavaScriptClientIT.CONVERSATION);
        await().until(() -> server.sum(SocketIo::connectionCount) == 0);
    }

    /** With the program as it is delivered, which takes the parser from its configuration. */
    @Test
    void theClientSaysWhatOnlyMsgpackCanAndMeetsPlainClients() {
        Map<String, String> settings = Map.of("SAMVAD_SOCKETIO_PARSER", "msgpack", "SAMVAD_INSTANCES", "4");
        try (Program chat = Program.serve(0, settings)) {
            assertThat(NodeScript.run("msgpack", four.url(), chat.url(), chat.plainUrl()))
                    .containsExactlyElementsOf(MSGPACK);
        }
    }
}
