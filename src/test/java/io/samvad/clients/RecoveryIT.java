package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.Instances;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official JavaScript client loses its connection and comes back: with one instance, with four, and with two processes
 * that are nodes of a cluster, of which it finds another than the one it left.
 */
class RecoveryIT {
    private static final String WAYS = "by {0} with {1}";

    /** What {@code recovery.cjs} checks for each way to lose a connection. */
    private static final List<String> EACH_END = List.of(
            "after %s, with no event before, it is what it was",
            "after %s, again and again, it has its rooms and data and what it missed",
            "after %s in the midst of a stream, nothing is lost or doubled");

    private static final List<String> ONCE = List.of(
            "two namespaces of one connection are recovered",
            "who leaves on purpose, or is sent away, starts anew",
            "a session that the server does not know is not recovered");

    private static Instances<SocketIo> one;
    private static Instances<SocketIo> four;
    private static Instances<SocketIo> msgpack;
    private static TwoProcesses processes;
    private static Map<String, String> urls;

    @BeforeAll
    static void start() {
        one = AdapterCounterpart.start(1, "json", RecoveryOptions.DEFAULT);
        four = AdapterCounterpart.start(4, "json", RecoveryOptions.DEFAULT);
        msgpack = AdapterCounterpart.start(4, "msgpack", RecoveryOptions.DEFAULT);
        processes = TwoProcesses.start();
        urls = Map.of("one instance", one.url(), "four instances", four.url(), "two processes", processes.url());
    }

    @AfterAll
    static void stop() {
        one.close();
        four.close();
        msgpack.close();
        processes.close();
    }

    /** A polling client has no connection of its own that could break. */
    private static List<String> checks(String way) {
        Stream<String> ends = way.equals("polling") ? Stream.of("close", "cut") : Stream.of("close", "cut", "break");
        return Stream.concat(ends.flatMap(end -> EACH_END.stream().map(name -> name.formatted(end))), ONCE.stream())
                .toList();
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({
        "polling, one instance", "websocket, one instance", "upgrade, one instance",
        "polling, four instances", "websocket, four instances", "upgrade, four instances",
        "polling, two processes", "websocket, two processes", "upgrade, two processes"
    })
    void theClientIsWhatItWasHoweverAndWhereverItComesBack(String way, String server) {
        assertThat(NodeScript.run("recovery", urls.get(server), way)).containsExactlyElementsOf(checks(way));
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void theClientIsWhatItWasInMsgpackToo(String way) {
        assertThat(NodeScript.run("recovery", msgpack.url(), way, "socket.io-msgpack-parser"))
                .containsExactlyElementsOf(checks(way));
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void aClientOfSocketIo2StartsAnew(String way) {
        assertThat(NodeScript.run("recovery-v2", four.url(), way))
                .containsExactly("it comes back as somebody new, and what it missed is not sent");
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({
        "polling, one instance", "websocket, one instance", "upgrade, one instance",
        "polling, four instances", "websocket, four instances", "upgrade, four instances"
    })
    void whatTheClientRetriesIsStoredOnceAndInOrder(String way, String server) {
        assertThat(NodeScript.run("retries", urls.get(server), way))
                .containsExactly("each message arrives, in order, and is stored once", "who retries in vain is told");
    }
}
