package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Instances<SocketIo> server(int instances) {
        return Instances.socketIo(instances, new SocketIoOptions(), io -> {
            io.exceptionHandler(failures::add);
            new Relay("chat message").install(io);
        });
    }

    private static EngineClient visitor(Instances<SocketIo> server) {
        EngineClient client = EngineClient.webSocket(server.port(), "/socket.io/");
        client.send("40");
        assertThat(client.receiveMessage()).startsWith("0{");
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void everybodyReadsWhatAnybodyWritesTheWriterIncluded(int instances) {
        try (Instances<SocketIo> server = server(instances);
                EngineClient a = visitor(server);
                EngineClient b = visitor(server);
                EngineClient c = visitor(server)) {
            a.send("42[\"chat message\",\"hello\"]");
            for (EngineClient visitor : List.of(a, b, c)) {
                assertThat(visitor.receiveMessage()).isEqualTo("2[\"chat message\",\"hello\"]");
            }
            c.send("421[\"chat message\",\"नमस्ते\"]");
            assertThat(List.of(c.receiveMessage(), c.receiveMessage()))
                    .containsExactlyInAnyOrder("2[\"chat message\",\"नमस्ते\"]", "31[]");
            assertThat(a.receiveMessage()).isEqualTo("2[\"chat message\",\"नमस्ते\"]");
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aMessageOfAnyShapeHarmsNobody(int instances) {
        try (Instances<SocketIo> server = server(instances);
                EngineClient a = visitor(server);
                EngineClient b = visitor(server)) {
            for (String message : List.of("", ",null", ",{\"a\":[1]}", ",1,2,3")) {
                a.send("42[\"chat message\"" + message + "]");
                assertThat(b.receiveMessage()).startsWith("2[\"chat message\",");
            }
        }
        assertThat(failures).isEmpty();
    }
}
