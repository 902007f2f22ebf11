package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.testkit.Instances;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.Arguments;

/** A script in Node that talks with one instance and with four, by each way to connect, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Conversation {
    static final String NAME = "by {0} with {1} instances";

    private final String parser;
    private Instances<SocketIo> one;
    private Instances<SocketIo> four;

    Conversation(String parser) {
        this.parser = parser;
    }

    @BeforeAll
    void start() {
        one = Counterpart.start(1, parser);
        four = Counterpart.start(4, parser);
    }

    @AfterAll
    void stop() {
        one.close();
        four.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of(1, 4).flatMap(instances -> Stream.of("polling", "websocket", "upgrade")
                .map(way -> Arguments.of(way, instances)));
    }

    /** Where the four instances are. */
    String url() {
        return four.url();
    }

    /**
     * Runs a script with the address of a server and the way to connect.
     *
     * @param checks what it checks, in its order: a check that does not run is a failure
     * @param more further arguments of the script
     */
    void hold(String script, String way, int instances, List<String> checks, String... more) {
        Instances<SocketIo> server = instances == 1 ? one : four;
        List<String> arguments =
                Stream.concat(Stream.of(server.url(), way), Stream.of(more)).toList();
        assertThat(NodeScript.run(script, arguments.toArray(String[]::new))).containsExactlyElementsOf(checks);
        await().until(() -> server.sum(SocketIo::connectionCount) == 0);
        await().until(() -> server.sum(io -> io.engine().sessionCount()) == 0);
    }
}
