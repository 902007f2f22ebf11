package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.link.Frame;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application can hear besides the events that are meant for it. */
class ListeningInTest {
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private Instances<SocketIo> server;

    @AfterEach
    void close() {
        server.close();
    }

    private WireClient connect(Consumer<SocketIo> setUp) {
        server = Instances.socketIo(1, new SocketIoOptions(), setUp);
        return WireClient.connected(server.port());
    }

    private void awaitHeard(String... expected) {
        await().untilAsserted(() -> assertThat(heard).containsExactly(expected));
    }

    @Test
    void whatIsSentIsHeardWhetherByEmitByAckOrByBroadcastButNotAnswers() {
        try (WireClient client = connect(io -> io.onConnection(socket -> {
            socket.onAnyOutgoing((event, args) -> heard.add("second " + event + args));
            socket.prependAnyOutgoing((event, args) -> heard.add("first " + event + args));
            socket.on("go", (args, ack) -> {
                ack.send("answer");
                socket.emit("one", 1);
                socket.timeout(5_000).emitWithAck("two", 2);
                io.emit("three", 3);
            });
        }))) {
            client.send("20[\"go\"]");
            client.receive(4);
            awaitHeard(
                    "first one[1]",
                    "second one[1]",
                    "first two[2]",
                    "second two[2]",
                    "first three[3]",
                    "second three[3]");
        }
    }

    @Test
    void whoHearsABroadcastMayChangeTheRoomItGoesTo() {
        try (WireClient a = connect(io -> io.onConnection(socket -> {
                    socket.join("room");
                    socket.onAnyOutgoing((event, args) -> {
                        heard.add(event);
                        socket.leave("room");
                    });
                    socket.on("go", args -> io.to("room").emit("told"));
                }));
                WireClient b = WireClient.connected(server.port())) {
            a.send("2[\"go\"]");
            assertThat(a.receive()).isEqualTo("2[\"told\"]");
            assertThat(b.receive()).isEqualTo("2[\"told\"]");
            await().until(() -> server.on(0, io -> io.of("/").rooms().isEmpty()));
        }
    }

    @Test
    void listenersThatWereRemovedHearNothing() {
        AnyListener outgoing = (event, args) -> heard.add("out " + event);
        Handler<DisconnectReason> disconnect = reason -> heard.add("gone");
        Handler<Throwable> error = failure -> heard.add("error");
        Handler<Socket> connection = socket -> heard.add("connection");
        Handler<Namespace> namespace = added -> heard.add("namespace");
        Handler<RoomEvent> room = event -> heard.add("room");
        try (WireClient client = connect(io -> {
            io.of("/").onRoomEvent(room).offRoomEvent(room);
            io.of("/").prependConnection(connection).offConnection(connection);
            io.onConnection(connection).offConnection(connection);
            io.onNewNamespace(namespace).offNewNamespace(namespace).of("/new");
            io.onConnection(socket -> {
                socket.onAnyOutgoing(outgoing).offAnyOutgoing(outgoing);
                socket.onDisconnect(disconnect).offDisconnect(disconnect);
                socket.onDisconnecting(disconnect).offDisconnecting(disconnect);
                socket.onError(error).offError(error);
                socket.use((event, args) -> Future.failedFuture("refused"));
                socket.emit("come");
                socket.onDisconnect(reason -> heard.add("the last"));
            });
        })) {
            client.send("2[\"refused\"]");
            client.receive();
            client.send("1");
            awaitHeard("the last");
        }
    }

    @Test
    void aHandlerThatIsTakenAwayFromAFamilyIsNotThatOfItsNextChild() {
        Handler<Socket> removed = socket -> socket.emit("removed");
        try (WireClient client = connect(io -> io.of(Pattern.compile("/child"))
                .onConnection(removed)
                .onConnection(socket -> socket.emit("kept"))
                .offConnection(removed))) {
            client.send("0/child,");
            assertThat(client.receive()).startsWith("0/child,");
            assertThat(client.receive()).isEqualTo("2/child,[\"kept\"]");
        }
    }

    @Test
    void aPrependedListenerHearsFirst() {
        try (WireClient client = connect(io -> io.onConnection(socket -> {
            socket.onAny((event, args) -> heard.add("second"));
            socket.prependAny((event, args) -> heard.add("first"));
            socket.on("go", args -> socket.emit("gone"));
        }))) {
            client.send("2[\"go\"]");
            client.receive();
            awaitHeard("first", "second");
        }
    }

    @Test
    void aPrependedConnectionHandlerIsCalledFirst() {
        WireClient client = connect(io -> {
            io.onConnection(socket -> heard.add("second"));
            io.of("/").prependConnection(socket -> heard.add("first"));
        });
        awaitHeard("first", "second");
        client.close();
    }

    @Test
    void roomsComeFillEmptyAndGo() {
        try (WireClient a = connect(io -> {
                    io.of("/").onRoomEvent(event -> heard.add(event.type() + " " + event.room() + " " + event.id()));
                    io.onConnection(socket -> {
                        socket.on("join", args -> socket.join("room", "room"));
                        socket.on("leave", args -> socket.leave("room"));
                    });
                });
                WireClient b = WireClient.connected(server.port())) {
            a.send("2[\"join\"]");
            await().until(() -> heard.contains("JOIN room " + a.id()));
            b.send("2[\"join\"]");
            await().until(() -> heard.contains("JOIN room " + b.id()));
            a.send("2[\"leave\"]");
            await().until(() -> heard.contains("LEAVE room " + a.id()));
            b.send("1");
            awaitHeard(
                    "CREATE " + a.id() + " null",
                    "JOIN " + a.id() + " " + a.id(),
                    "CREATE " + b.id() + " null",
                    "JOIN " + b.id() + " " + b.id(),
                    "CREATE room null",
                    "JOIN room " + a.id(),
                    "JOIN room " + b.id(),
                    "LEAVE room " + a.id(),
                    "LEAVE room " + b.id(),
                    "DELETE room null",
                    "LEAVE " + b.id() + " " + b.id(),
                    "DELETE " + b.id() + " null");
        }
    }

    @Test
    void anObserverSeesConnectionsTheirUpgradeAndWhatPassesThrough() {
        ConnectionObserver observer = new ConnectionObserver() {
            @Override
            public void opened(Conn conn) {
                heard.add("opened " + conn.transport());
            }

            @Override
            public void closed(Conn conn, DisconnectReason reason, String description) {
                heard.add("closed " + conn.transport() + " " + reason.text());
            }

            @Override
            public void received(Conn conn, String type, Frame data) {
                heard.add("received " + type + " of " + data.length());
            }

            @Override
            public void sent(Conn conn, String type, Frame data) {
                heard.add("sent " + type + " of " + data.length());
            }
        };
        WireClient client = connect(io -> {
            io.observe(observer);
            io.onConnection(socket -> socket.on("go", args -> socket.emit("gone")));
        });
        int answer = ("0{\"sid\":\"" + client.id() + "\"}").length();
        client.send("2[\"go\"]");
        assertThat(client.receive()).isEqualTo("2[\"gone\"]");
        client.close();
        awaitHeard(
                "opened websocket",
                "received message of 1",
                "sent message of " + answer,
                "received message of 7",
                "sent message of 9",
                "closed websocket transport close");
    }

    @Test
    void aConnectionKnowsItsSocketsAndTheirSocketsKnowIt() {
        try (WireClient client = connect(io -> io.of("/other"))) {
            client.connect("/other,");
            String shared = server.on(0, io -> {
                Conn conn = io.connections().iterator().next();
                assertThat(conn.sockets()).hasSize(2).allMatch(socket -> socket.conn() == conn);
                return conn.id();
            });
            assertThat(shared).isNotEmpty();
        }
    }

    @Test
    void closingTellsThoseWhoHaveThingsOfTheirOwn() {
        connect(io -> io.onClose(closing -> heard.add("closing"))).close();
        server.closeServed();
        server.closeServed();
        awaitHeard("closing");
    }
}
