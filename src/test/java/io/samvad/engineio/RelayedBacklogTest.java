package io.samvad.engineio;

import static io.samvad.engineio.EchoEngine.PATH;
import static io.samvad.engineio.EchoEngine.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What waits for a WebSocket that lives elsewhere than its session, on another loop or node, is counted where the session is: that
 * loop cuts off who is too far behind, and knows who has caught up.
 */
class RelayedBacklogTest {
    private static final int LIMIT = 600_000;
    private static final int FOR_EVER = 50_000_000;
    /** As text, in base64. */
    private static final int OF_THE_PATIENT = 66_669;

    private static final Frame LARGE = Frame.binary(new byte[50_000]);

    /** Where the WebSocket lives. */
    private enum Where {
        OTHER_LOOP,
        OTHER_NODE
    }

    /** A session and the loop it belongs to. */
    private record Owned(Link link, Context loop) {}

    private final Map<String, Owned> links = new ConcurrentHashMap<>();
    private final Map<String, CloseReason> closed = new ConcurrentHashMap<>();
    private Instances<EngineServer> owner;
    /** The same as the owner, unless there is another node. */
    private Instances<EngineServer> other;

    /** Only where sessions are there is a limit for all together; no peer has one that it could reach alone. */
    private void start(Where where, int togetherAtMost) {
        EngineOptions patient = new EngineOptions().setMaxQueuedBytes(1 << 30);
        EngineOptions limited = new EngineOptions(patient.toJson()).setMaxTotalQueuedBytes(togetherAtMost);
        if (where == Where.OTHER_NODE) {
            List<Vertx> nodes = ClusteredVertx.start(2, 1);
            owner = Instances.engine(nodes.get(0), 1, limited, engine -> engine.onConnection(this::accept));
            other = Instances.engine(nodes.get(1), 1, patient, engine -> engine.onConnection(this::accept));
        } else {
            // Loops take connections by turns: what comes next to a handshake is on the other one.
            owner = Instances.engine(2, limited, engine -> engine.onConnection(this::accept));
            other = owner;
        }
    }

    @AfterEach
    void stop() {
        other.close();
        owner.close();
    }

    private LinkReceiver accept(Link link) {
        links.put(link.id(), new Owned(link, Vertx.currentContext()));
        return new LinkReceiver() {
            @Override
            public void receive(Frame frame) {}

            @Override
            public void closed(CloseReason reason) {
                closed.put(link.id(), reason);
            }
        };
    }

    private <R> R on(EngineClient client, Function<Link, R> call) {
        Owned owned = links.get(client.sid());
        Promise<R> result = Promise.promise();
        owned.loop().runOnContext(here -> result.complete(call.apply(owned.link())));
        return Instances.await(result.future());
    }

    private void send(EngineClient client) {
        on(client, link -> {
            link.send(List.of(LARGE));
            return null;
        });
    }

    private int slowPeers() {
        return owner.sum(EngineServer::slowPeerCount);
    }

    /** Takes a session of the owner to a WebSocket elsewhere. */
    private RawWebSocket upgrade(EngineClient client, RawConnection connection) {
        RawWebSocket webSocket = RawWebSocket.open(connection, client.target("websocket"));
        webSocket.send("2probe");
        assertThat(webSocket.readText()).isEqualTo("3probe");
        webSocket.send("5");
        awaitTrue(() -> on(client, link -> link.transport().equals("websocket")));
        return webSocket;
    }

    @ParameterizedTest
    @EnumSource
    void whoIsFarthestBehindIsCutOffWhenAllTogetherAreTooMuch(Where where) {
        start(where, LIMIT);
        EngineClient patient = EngineClient.polling(owner.port(), PATH);
        send(patient);
        assertThat(slowPeers()).isEqualTo(1);
        EngineClient client = EngineClient.polling(owner.port(), PATH);
        try (RawConnection deaf = RawConnection.open(other.port(), 4_096)) {
            RawWebSocket webSocket = upgrade(client, deaf);
            int sent = 0;
            while (!closed.containsKey(client.sid())) {
                assertThat(sent).as("bytes sent to who does not read").isLessThan(FOR_EVER);
                send(client);
                sent += LARGE.length();
            }
            assertThat(closed).containsEntry(client.sid(), CloseReason.SLOW_CONSUMER);
            assertThat(sent).isGreaterThan(LIMIT - OF_THE_PATIENT);
            assertThat(webSocket.readToEnd()).hasSizeLessThan(sent / LARGE.length());
        }
        assertThat(closed).doesNotContainKey(patient.sid());
        assertThat(slowPeers()).isEqualTo(1);
        assertThat(patient.receive()).startsWith("b");
        assertThat(slowPeers()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsBehindIsNotWritableUntilItHasCaughtUp(Where where) {
        start(where, FOR_EVER);
        EngineClient client = EngineClient.polling(owner.port(), PATH);
        try (RawConnection narrow = RawConnection.open(other.port(), 4_096)) {
            RawWebSocket webSocket = upgrade(client, narrow);
            assertThat(on(client, Link::writable)).isTrue();
            int sent = 0;
            while (slowPeers() == 0 || on(client, Link::queuedBytes) < LIMIT) {
                assertThat(sent).as("frames sent to who does not read").isLessThan(FOR_EVER / LARGE.length());
                send(client);
                sent++;
            }
            assertThat(on(client, Link::writable)).isFalse();
            for (int i = 0; i < sent; i++) {
                assertThat(webSocket.read().payload()).hasSize(LARGE.length());
            }
            awaitTrue(() -> slowPeers() == 0);
            awaitTrue(() -> on(client, Link::writable));
            assertThat(on(client, Link::queuedBytes)).isZero();
            assertThat(closed).isEmpty();
        }
    }
}
