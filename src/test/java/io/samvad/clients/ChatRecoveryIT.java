package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official JavaScript client in the chat of the program, with connection state recovery: it loses its connection and goes on,
 * with one instance, with four, and on two nodes, of which it finds now the one it left and now the other.
 */
class ChatRecoveryIT {
    @TempDir
    static Path folder;

    private static final List<Program> programs = new ArrayList<>();
    private static final Map<String, String> urls = new HashMap<>();

    @BeforeAll
    static void start() {
        serve("one instance", Map.of("SAMVAD_INSTANCES", "1"));
        serve("four instances", Map.of("SAMVAD_INSTANCES", "4"));
        List<Integer> ports = ClusteredVertx.freePorts(2);
        for (int port : ports) {
            Map<String, String> node = Map.of(
                    "SAMVAD_INSTANCES", "2",
                    "SAMVAD_CLUSTER_PORT", String.valueOf(port),
                    "SAMVAD_CLUSTER_MEMBERS", String.join(",", ClusteredVertx.addresses(ports)));
            serve("two nodes", node, "--cluster");
        }
    }

    private static void serve(String name, Map<String, String> further, String... arguments) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SAMVAD_LOG_LEVEL", "error",
                "SAMVAD_SOCKETIO_CONNECTION_STATE_RECOVERY", "{}",
                "SAMVAD_CHAT_MESSAGES_PER_SECOND", "10000",
                "SAMVAD_CHAT_REQUESTS_PER_SECOND", "10000",
                "SAMVAD_CHAT_HISTORY_STORE", "sqlite",
                "SAMVAD_CHAT_HISTORY_FILE", folder.resolve(name + ".db").toString()));
        settings.putAll(further);
        Program program = Program.serve(0, settings, arguments);
        programs.add(program);
        urls.merge(name, program.url(), (one, other) -> one + "," + other);
    }

    @AfterAll
    static void stop() {
        programs.forEach(Program::close);
    }

    @ParameterizedTest(name = "by {0} with {1}")
    @CsvSource({
        "polling, one instance", "websocket, one instance", "upgrade, one instance",
        "polling, four instances", "websocket, four instances", "upgrade, four instances",
        "polling, two nodes", "websocket, two nodes", "upgrade, two nodes"
    })
    void whoIsRecoveredHearsAllOnceAndInOrder(String way, String server) {
        assertThat(NodeScript.run("chat-recovery", urls.get(server), way))
                .containsExactly(
                        "who comes back goes on in all rooms, and hears all once and in order",
                        "in the midst of a stream all hear all once and in order");
        assertThat(programs.stream().flatMap(program -> program.log().stream()).toList())
                .isEmpty();
    }
}
