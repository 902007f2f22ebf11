package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.PlainClient;
import io.samvad.testkit.Program;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the official JavaScript client does at the program with a memory: the pages of the tutorial, and people. */
class ChatIT {
    /** For each of three ways to connect. */
    private static final int STAGES = 4;

    private static final int THINGS_PEOPLE_DO = 10;

    @TempDir
    Path folder;

    private Program serve(int instances) {
        return Program.serve(
                0,
                Map.of(
                        "SAMVAD_INSTANCES", String.valueOf(instances),
                        "SAMVAD_CHAT_HISTORY_STORE", "sqlite",
                        "SAMVAD_CHAT_HISTORY_FILE", folder.resolve("samvad.db").toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachStageOfTheTutorialWorksUnchanged(int instances) {
        try (Program program = serve(instances);
                PlainClient plain = PlainClient.connect(program.plainUrl())) {
            assertThat(NodeScript.run("stages", program.url())).hasSize(3 * STAGES);
            plain.awaitHeard("live by polling and websocket");
            plain.say("from a plain WebSocket");
            plain.awaitHeard("from a plain WebSocket");
        }
        assertThat(folder.resolve("samvad.db")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void twoPeopleWithThreeTabsDoWhatPeopleDo(int instances) {
        try (Program program = serve(instances)) {
            assertThat(NodeScript.run("people", program.url())).hasSize(THINGS_PEOPLE_DO);
        }
    }
}
