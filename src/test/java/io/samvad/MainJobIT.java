package io.samvad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.PlainClient;
import io.samvad.testkit.Program;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job as a user runs it: {@code java -jar target/samvad.jar}, the chat, and what the log tells of it. */
class MainJobIT {
    private static final int WAIT_SECONDS = 20;
    private static final int GOING_AWAY = 1001;
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\S+ ";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void disconnect() {
        sockets.forEach(Socket::disconnect);
    }

    @Test
    void helpAndVersionAnswer() {
        try (Program help = Program.run("--help");
                Program version = Program.run("--version")) {
            assertThat(help.exitCode()).isZero();
            await().until(() -> help.stdout().stream().anyMatch(line -> line.contains("--conf FILE")));
            assertThat(version.exitCode()).isZero();
            await().until(() -> !version.stdout().isEmpty());
            assertThat(version.stdout()).singleElement().asString().matches("samvad \\d+\\.\\d+\\.\\d+.*");
            assertThat(help.log()).isEmpty();
            assertThat(version.log()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} instances")
    @ValueSource(ints = {1, 4})
    void oneConversationIsServedLoggedAndEnded(int instances) {
        try (Program program = Program.serve(0, Map.of("SAMVAD_INSTANCES", String.valueOf(instances)))) {
            assertThat(program.stdout())
                    .singleElement()
                    .asString()
                    .matches("Samvad \\S+ listens on http://127\\.0\\.0\\.1:\\d+ \\((epoll|io_uring|kqueue|nio), "
                            + (instances == 1 ? "1 instance" : instances + " instances")
                            + ", started in \\d+ ms\\)");
            Chatter polling = connect(program, "polling");
            Chatter webSocket = connect(program, "websocket");
            PlainClient plain = PlainClient.connect(program.plainUrl());
            talk(polling, webSocket, plain);
            theLogTellsOfAComingAndGoing(program);
            theEndIsToldToAll(program, polling, plain);
        }
    }

    private static void talk(Chatter polling, Chatter webSocket, PlainClient plain) {
        polling.socket().emit("chat message", "a secret by polling");
        webSocket.socket().emit("chat message", "a secret by websocket");
        plain.say("a secret by plain websocket");
        String[] all = {"a secret by polling", "a secret by websocket", "a secret by plain websocket"};
        for (List<String> heard : List.of(polling.heard(), webSocket.heard(), plain.heard())) {
            await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> heard.size() == all.length);
            assertThat(heard).containsExactlyInAnyOrder(all);
        }
    }

    private void theLogTellsOfAComingAndGoing(Program program) {
        Chatter guest = connect(program, "websocket");
        String id = guest.socket().id();
        program.awaitLog(line ->
                line.matches(TIME + "INFO +Conversation " + id + " connected by websocket from 127\\.0\\.0\\.1"));
        guest.socket().disconnect();
        program.awaitLog(line -> line.matches(TIME + "INFO +Conversation " + id
                + " disconnected by websocket from 127\\.0\\.0\\.1: client namespace disconnect"));
        program.awaitLog(line -> line.contains(" connected by polling from 127.0.0.1"));
    }

    private static void theEndIsToldToAll(Program program, Chatter polling, PlainClient plain) {
        long begin = System.nanoTime();
        program.terminate();
        assertThat(program.exitCode()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> !polling.reasons().isEmpty());
        assertThat(polling.reasons().get(0)).isEqualTo("transport close");
        assertThat(plain.closeCode().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join())
                .isEqualTo(GOING_AWAY);
        program.awaitLog(line -> line.endsWith("server shutting down"));
        program.awaitLog(line -> line.contains("Stopped in "));
        assertThat(program.stdout()).as("one line on standard output").hasSize(1);
        assertThat(program.log())
                .allMatch(line -> line.matches(TIME + "INFO .*"))
                .noneMatch(line -> line.contains("secret"));
    }

    private Chatter connect(Program program, String transport) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setTransports(new String[] {transport})
                .build();
        Chatter chatter = new Chatter(
                IO.socket(URI.create(program.url()), options),
                new CopyOnWriteArrayList<>(),
                new CopyOnWriteArrayList<>());
        chatter.socket().on("chat message", arguments -> chatter.heard().add((String) arguments[0]));
        chatter.socket()
                .on(Socket.EVENT_DISCONNECT, arguments -> chatter.reasons().add((String) arguments[0]));
        sockets.add(chatter.socket().connect());
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> chatter.socket().connected());
        return chatter;
    }

    private record Chatter(Socket socket, List<String> heard, List<String> reasons) {}
}
