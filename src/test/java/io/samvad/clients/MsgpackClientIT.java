package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official JavaScript client in Node with {@code socket.io-msgpack-parser}, with one instance and with four. */
class MsgpackClientIT extends Conversation {
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

    MsgpackClientIT() {
        super("msgpack");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource("ways")
    void theClientTalksAsItDoesInJson(String way, int instances) {
        hold("conversation", way, instances, JavaScriptClientIT.CONVERSATION, PARSER);
    }

    /** With the program as it is delivered, which takes the parser from its configuration. */
    @Test
    void theClientSaysWhatOnlyMsgpackCanAndMeetsPlainClients() {
        Map<String, String> settings = Map.of("SAMVAD_SOCKETIO_PARSER", "msgpack", "SAMVAD_INSTANCES", "4");
        try (Program chat = Program.serve(0, settings)) {
            assertThat(NodeScript.run("msgpack", url(), chat.url(), chat.plainUrl()))
                    .containsExactlyElementsOf(MSGPACK);
        }
    }
}
