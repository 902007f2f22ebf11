package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.Program;
import io.samvad.testkit.TcpProxy;
import io.socket.client.IO;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers to the polls of the official Java client that are cut on their way: docs/adr/0013. Its HTTP library sends a GET again,
 * and tells nobody, when a connection that was used before ends before the answer begins; unless it is told not to.
 */
class CutAnswersIT {
    private static final int WAIT_SECONDS = 20;
    /** In the first line of an answer, among its headers, and in a body of some hundred bytes behind those. */
    private static final int IN_THE_HEADERS = 40;

    private static final int IN_THE_BODY = 180;
    private static final int BEHIND_IT = 1_000_000;

    @TempDir
    Path folder;

    private Program program;
    private TcpProxy wire;
    private JavaClient sender;
    private JavaClient reader;
    private final Map<String, String> auth = new ConcurrentHashMap<>(Map.of("serverOffset", "0"));
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        String file = folder.resolve("samvad.db").toString();
        program = Program.serve(0, Map.of("SAMVAD_CHAT_HISTORY_STORE", "sqlite", "SAMVAD_CHAT_HISTORY_FILE", file));
        wire = new TcpProxy(program.port());
        sender = JavaClient.open(program.url(), JavaClient.options("websocket"));
        sender.next("connect");
    }

    @AfterEach
    void stop() {
        reader.close();
        sender.close();
        wire.close();
        program.close();
    }

    private void read(boolean again) {
        IO.Options options = JavaClient.options("polling");
        options.auth = auth;
        options.callFactory =
                new OkHttpClient.Builder().retryOnConnectionFailure(again).build();
        reader = JavaClient.open(wire.url(), options);
        reader.socket().on("chat message", arguments -> {
            heard.add((String) arguments[0]);
            auth.put("epoch", ((JSONObject) arguments[2]).optString("epoch"));
            auth.put("serverOffset", String.valueOf(arguments[1]));
        });
        reader.next("connect");
        say("first");
        awaitHeard("first");
    }

    private void say(String text) {
        sender.ask("chat message", text, text);
    }

    private void awaitHeard(String text) {
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> heard.contains(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, IN_THE_HEADERS, IN_THE_BODY, BEHIND_IT})
    void whoReportsTheErrorBeginsAnewFromItsPlaceAndMissesNothing(int arrives) {
        read(false);
        String id = reader.id();
        wire.cutOnce("\"second\"", arrives);
        say("second");
        awaitHeard("second");
        say("third");
        awaitHeard("third");
        assertThat(heard).containsExactly("first", "second", "third");
        // Whoever got the whole answer may go on over another connection.
        assertThat(arrives == BEHIND_IT || !reader.id().equals(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_THE_HEADERS, IN_THE_BODY})
    void anAnswerThatHasBegunIsNotAskedForAgain(int arrives) {
        read(true);
        wire.cutOnce("\"second\"", arrives);
        say("second");
        awaitHeard("second");
        say("third");
        awaitHeard("third");
        assertThat(heard).containsExactly("first", "second", "third");
    }

    /** What no server can tell: so clients for which it matters compare numbers, as here. */
    @Test
    void whoSilentlyAsksAgainMissesWhatWasInTheAnswerAndFindsItInTheHistory() {
        read(true);
        String id = reader.id();
        wire.cutOnce("\"second\"", 0);
        say("second");
        say("third");
        awaitHeard("third");
        assertThat(reader.id()).isEqualTo(id);
        assertThat(heard).containsExactly("first", "third");
        JSONObject after = (JSONObject) reader.ask("history", JavaClient.json("after", 1))[0];
        JSONArray messages = after.optJSONArray("messages");
        assertThat(messages.optJSONObject(0).optString("text")).isEqualTo("second");
    }
}
