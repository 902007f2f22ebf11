package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.testkit.Program;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official clients live through the end of the program and its return on the same port. */
class RestartIT {
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void disconnect() {
        sockets.forEach(Socket::disconnect);
    }

    @Test
    void clientsComeBackToAServerThatWasKilled() {
        Program first = Program.serve();
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> connects = new CopyOnWriteArrayList<>();
        try (NodeScript script = NodeScript.start("restart", first.url())) {
            for (String transport : List.of("polling", "websocket")) {
                connect(first.url(), transport, connects, heard);
            }
            await().atMost(20, TimeUnit.SECONDS).until(() -> connects.size() == 2);
            script.awaitLine("connected");
            first.kill();
            try (Program second = Program.serve(first.port(), Map.of())) {
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(script.passed()).containsExactly("all come back and talk again");
                await().atMost(20, TimeUnit.SECONDS).until(() -> connects.size() == 4);
                sockets.forEach(socket -> socket.emit("chat message", "back"));
                await().until(() -> heard.stream().filter("back"::equals).count() == 4);
            }
        } finally {
            first.close();
        }
    }

    private void connect(String url, String transport, List<String> connects, List<String> heard) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setTransports(new String[] {transport})
                .setReconnectionDelay(50)
                .setReconnectionDelayMax(100)
                .build();
        Socket socket = IO.socket(URI.create(url), options);
        socket.on(Socket.EVENT_CONNECT, nothing -> connects.add(transport));
        socket.on("chat message", arguments -> heard.add((String) arguments[0]));
        sockets.add(socket.connect());
    }
}
