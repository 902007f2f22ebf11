package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to all children of a family. */
class FamilyOperatorTest {
    private final Map<SocketIo, ParentNamespace> families = new ConcurrentHashMap<>();
    private final List<WireClient> clients = new ArrayList<>();
    private Instances<SocketIo> servers;

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        servers.close();
    }

    private void start(int instances) {
        servers = Instances.socketIo(
                instances,
                new SocketIoOptions(),
                io -> families.put(io, io.of(Pattern.compile("/room-\\d")).onConnection(socket -> {})));
    }

    /** Enters one child after the other until the first instance knows both. */
    private void fill() {
        for (String name : List.of("/room-1", "/room-2")) {
            do {
                WireClient client =
                        WireClient.open(servers.port(), Wire.WEBSOCKET).connect(name + ",");
                clients.add(client);
            } while (!servers.<Boolean>on(0, io -> io.namespaces().knows(name)));
        }
    }

    private <R> R family(Function<ParentNamespace, R> call) {
        return servers.on(0, io -> call.apply(families.get(io)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void roomsExceptionsAndFlagsHoldInAllChildrenOnAllInstances(int instances) {
        start(instances);
        fill();
        servers.ask(
                0,
                io -> Future.all(families.get(io).children().stream()
                        .map(child -> child.socketsJoin("all"))
                        .toList()));
        family(family -> {
            family.to("nobody").emit("said", 0);
            family.except("all").emit("said", 0);
            family.in("all").except("nobody").asVolatile().emit("said", 1);
            family.to("all").to("more").send(2);
            return null;
        });
        for (WireClient client : clients) {
            assertThat(client.receive()).matches("2/room-\\d,\\[\"said\",1]");
            assertThat(client.receive()).matches("2/room-\\d,\\[\"message\",2]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatIsLocalStaysOnTheInstance(int instances) {
        start(instances);
        fill();
        family(family -> {
            family.local().emit("said", 1);
            family.emit("said", "end");
            return null;
        });
        int here = 0;
        for (WireClient client : clients) {
            String said = client.receive();
            if (said.contains("1]")) {
                here++;
                said = client.receive();
            }
            assertThat(said).endsWith("[\"said\",\"end\"]");
        }
        assertThat(here).isEqualTo(servers.<Integer>on(0, SocketIo::connectionCount));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theAnswersOfAllChildrenAreCollected(int instances) {
        start(instances);
        fill();
        Future<List<Args>> asked = family(family -> family.timeout(10_000).emitWithAck("ask", 7));
        for (int i = 0; i < clients.size(); i++) {
            answer(clients.get(i), i);
        }
        assertThat(Instances.await(asked))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, clients.size()).mapToObj(Args::of).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoDoesNotAnswerInTimeFailsItWithTheAnswersOfTheOthers(int instances) {
        start(instances);
        fill();
        Future<List<Args>> asked = family(family -> family.timeout(500).emitWithAck("ask"));
        for (int i = 1; i < clients.size(); i++) {
            answer(clients.get(i), i);
        }
        await().until(asked::isComplete);
        assertThat(asked.cause()).isInstanceOfSatisfying(AckTimeoutException.class, late -> assertThat(late.answers())
                .hasSize(clients.size() - 1));
        assertThatThrownBy(() -> family(family -> family.timeout(0))).hasMessageContaining("at least 1 ms");
    }

    private static void answer(WireClient client, int value) {
        String question = client.receive();
        assertThat(question).matches("2/room-\\d,\\d+\\[\"ask\".*]");
        client.send(question.replaceAll("^2(/room-\\d,\\d+).*", "3$1[" + value + "]"));
    }
}
