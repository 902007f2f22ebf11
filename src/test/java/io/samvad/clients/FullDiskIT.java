package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a disk that has no room for a while. */
class FullDiskIT {
    @TempDir
    Path folder;

    @Test
    void aFullDiskIsSaidToTheSenderAndHealsWithoutARestart() {
        Map<String, String> settings = Map.of(
                "SAMVAD_CHAT_HISTORY_STORE",
                "sqlite",
                "SAMVAD_CHAT_HISTORY_FILE",
                folder.resolve("samvad.db").toString());
        try (Program program = Program.serve(0, settings);
                JavaClient client = JavaClient.open(program.url(), JavaClient.options("websocket"))) {
            client.next("connect");
            assertThat(say(client, "before").optLong("seq")).isEqualTo(1);

            program.fillDisk();
            JSONObject error = say(client, "meanwhile").optJSONObject("error");
            assertThat(error.optString("code")).isEqualTo("unavailable");
            assertThat(error.optString("message"))
                    .startsWith("the history cannot be used: ")
                    .contains("disk");
            assertThat(error.optLong("retryAfter")).isPositive();

            program.clearDisk();
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> say(client, "meanwhile").optLong("seq") == 2);
            assertThat(say(client, "after").optLong("seq")).isEqualTo(3);
        }
    }

    private static JSONObject say(JavaClient client, String text) {
        return (JSONObject) client.ask("chat message", text, text)[0];
    }
}
