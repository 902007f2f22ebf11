package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.Instances;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces that come and go, and what the servers of all instances can do together. */
class NamespacesTest {
    private final List<Socket> clients = new ArrayList<>();
    private Instances<SocketIo> servers;

    @AfterEach
    void close() {
        clients.forEach(Socket::close);
        servers.close();
    }

    private void start(int instances, SocketIoOptions options, Consumer<SocketIo> setUp) {
        servers = Instances.socketIo(instances, options, setUp);
        // Whoever is asked too early is not asked: instances find each other in the turns behind their start.
        await().until(() -> servers.sum(io -> io.of("/").serverCount()) == instances * instances);
    }

    private CompletableFuture<String> connect(String namespace) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setTransports(new String[] {"websocket"})
                .build();
        Socket client = IO.socket(URI.create(servers.url() + namespace), options);
        clients.add(client);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        client.on(Socket.EVENT_CONNECT, connected -> outcome.complete(client.id()));
        client.on(
                Socket.EVENT_CONNECT_ERROR,
                error -> outcome.completeExceptionally(new IllegalStateException(String.valueOf(error[0]))));
        client.connect();
        return outcome;
    }

    private List<RemoteSocket> fetch(int instance, String room) {
        return servers.ask(
                instance, io -> room.isEmpty() ? io.fetchSockets() : io.in(room).fetchSockets());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aNamespaceOfAPatternComesIntoBeingWithTheMiddlewareOfItsFamilyAndGoesWithItsLastSocket() throws Exception {
        ConcurrentLinkedQueue<String> born = new ConcurrentLinkedQueue<>();
        Set<String> asked = ConcurrentHashMap.newKeySet();
        start(1, new SocketIoOptions().setCleanupEmptyChildNamespaces(true), io -> {
            io.onNewNamespace(namespace -> born.add(namespace.name()));
            io.of(Pattern.compile("/room-\\d+")).use(socket -> {
                asked.add(socket.namespace().name());
                return Future.succeededFuture();
            });
        });
        get(connect("/room-7"));
        assertThat(born).containsExactly("/room-7");
        assertThat(asked).containsExactly("/room-7");
        assertThatThrownBy(() -> get(connect("/room-x"))).hasMessageContaining("Invalid namespace");
        clients.get(0).close();
        await().until(() -> !servers.on(0, io -> io.namespaces().knows("/room-7")));
        get(connect("/room-7"));
        assertThat(born).containsExactly("/room-7", "/room-7");
    }

    @Test
    void aPredicateThatFailsOrThrowsIsAnInvalidNamespace() {
        start(1, new SocketIoOptions(), io -> {
            io.of((name, auth) -> Future.failedFuture("no"));
            io.of((name, auth) -> {
                throw new IllegalStateException("never");
            });
        });
        assertThatThrownBy(() -> get(connect("/any"))).hasMessageContaining("Invalid namespace");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anInstanceKnowsHowManyThereAre(int instances) {
        start(instances, new SocketIoOptions(), io -> {});
        for (int i = 0; i < instances; i++) {
            int instance = i;
            await().until(() -> servers.<Integer>on(instance, io -> io.of("/").serverCount()) == instances);
        }
        if (instances > 1) {
            servers.ask(1, SocketIo::close);
            await().until(() -> servers.<Integer>on(0, io -> io.of("/").serverCount()) == instances - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void socketsOfAllInstancesAreFetchedJoinedAndDisconnected(int instances) throws Exception {
        start(
                instances,
                new SocketIoOptions(),
                io -> io.onConnection(socket -> socket.data().put("name", "someone")));
        Set<String> ids = Set.of(get(connect("/")), get(connect("/")), get(connect("/")), get(connect("/")));
        List<RemoteSocket> all = fetch(0, "");
        assertThat(all.stream().map(RemoteSocket::id).collect(Collectors.toSet()))
                .isEqualTo(ids);
        assertThat(all).allSatisfy(socket -> {
            assertThat(socket.data().getString("name")).isEqualTo("someone");
            assertThat(socket.rooms()).containsExactly(socket.id());
            assertThat(socket.handshake().getString("address")).isEqualTo("127.0.0.1");
        });

        servers.ask(0, io -> io.socketsJoin("all"));
        int last = instances - 1;
        assertThat(fetch(last, "all")).hasSize(4);
        Instances.await(all.get(0).leave("all"));
        assertThat(fetch(last, "all")).hasSize(3);

        servers.ask(0, io -> io.in("all").disconnectSockets(true));
        assertThat(fetch(last, ""))
                .extracting(RemoteSocket::id)
                .containsExactly(all.get(0).id());
    }

    @Test
    void anEmitToARoomThatSocketsWereJoinedToReachesThemAll() throws Exception {
        start(4, new SocketIoOptions(), io -> {});
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 8; i++) {
            get(connect("/"));
            clients.get(i).on("news", news -> heard.add((String) news[0]));
        }
        servers.ask(1, io -> io.socketsJoin("readers"));
        servers.on(2, io -> {
            io.to("readers").emit("news", "fresh");
            return null;
        });
        await().until(() -> heard.size() == 8);
    }

    @Test
    void serversAskEachOther() {
        start(4, new SocketIoOptions(), io -> io.onServerSide("load", (args, ack) -> ack.send(args.integer(0) + 1)));
        List<Args> answers = servers.ask(0, io -> io.serverSideEmitWithAck("load", 41));
        assertThat(answers).containsExactly(Args.of(42), Args.of(42), Args.of(42));
        List<Args> nobody = servers.ask(0, io -> io.serverSideEmitWithAck("nobody listens"));
        assertThat(nobody).isEmpty();
    }

    @Test
    void aServerThatNoLongerListensIsNotWaitedFor() {
        EventListener one = (args, ack) -> ack.send("one");
        EventListener two = (args, ack) -> ack.send("two");
        start(2, new SocketIoOptions(), io -> io.onServerSide("ask", one).onServerSide("ask", two));
        // Not before they know of each other.
        await().untilAsserted(() -> assertThat(answers()).containsExactly(Args.of("one")));
        everywhere(io -> io.offServerSide("ask", one).offServerSide("unknown", one));
        assertThat(answers()).containsExactly(Args.of("two"));
        everywhere(io -> io.offServerSide("ask", two));
        assertThat(answers()).isEmpty();
        everywhere(io -> io.onServerSide("ask", one).of("/").offServerSide("ask"));
        assertThat(answers()).isEmpty();
    }

    private List<Args> answers() {
        return servers.ask(0, io -> io.serverSideEmitWithAck("ask"));
    }

    private void everywhere(Function<SocketIo, Object> change) {
        for (int i = 0; i < servers.count(); i++) {
            servers.on(i, change);
        }
    }
}
