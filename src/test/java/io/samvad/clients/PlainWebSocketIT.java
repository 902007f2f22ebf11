package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.PlainClient;
import io.samvad.testkit.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain WebSocket clients of other people at the running program: {@code wscat} and Node's {@code ws}. */
class PlainWebSocketIT {
    private static Program program;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        program = Program.serve();
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void wsTalksWithTheOfficialClient() {
        assertThat(NodeScript.run("plain", program.url(), program.plainUrl()))
                .containsExactly(
                        "both hear both",
                        "unicode, an empty message and a fragmented one arrive",
                        "what the plain client cannot know does not disturb it",
                        "a large message passes and a too large one closes with 1009",
                        "a close is answered with its code");
    }

    @Test
    void wscatPrintsWhatOthersSayAndSaysWhatIsTyped() throws IOException {
        try (PlainClient other = PlainClient.connect(program.plainUrl())) {
            Path printed = folder.resolve("printed.txt");
            Process wscat = new ProcessBuilder("target/npm/node_modules/.bin/wscat", "-c", program.plainUrl())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            try {
                await().atMost(20, TimeUnit.SECONDS).until(() -> {
                    other.say("are you there?");
                    return Files.readString(printed).contains("are you there?");
                });
                wscat.getOutputStream().write("typed\n".getBytes(StandardCharsets.UTF_8));
                wscat.getOutputStream().flush();
                other.awaitHeard("typed");
                other.say("answered");
                await().atMost(20, TimeUnit.SECONDS)
                        .until(() -> Files.readString(printed).contains("answered"));
            } finally {
                wscat.destroyForcibly();
            }
        }
    }
}
