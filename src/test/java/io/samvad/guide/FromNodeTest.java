package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.Conn;
import io.samvad.socketio.ConnectError;
import io.samvad.socketio.RemoteSocket;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/from-node.md}. */
class FromNodeTest {

    // snippet: worked example
    static void messenger(SocketIo io) {
        io.use(socket -> {
            String name = socket.handshake().auth().getString("name", "");
            if (name.isBlank()) {
                return Future.failedFuture(new ConnectError("a name is needed"));
            }
            socket.data().put("name", name);
            return Future.succeededFuture();
        });
        io.onConnection(socket -> {
            io.fetchSockets()
                    .onSuccess(sockets -> socket.emit(
                            "users", sockets.stream().map(FromNodeTest::user).toList()));
            String name = socket.data().getString("name");
            socket.broadcast()
                    .emit(
                            "user connected",
                            new JsonObject().put("id", socket.id()).put("name", name));
            socket.on("private message", (args, ack) -> {
                JsonObject message = args.object(0);
                socket.to(message.getString("to")).emit("private message", message.getString("text"), socket.id());
                ack.send("sent");
            });
            socket.onDisconnect(reason -> socket.broadcast().emit("user disconnected", socket.id()));
        });
    }

    private static JsonObject user(RemoteSocket socket) {
        return new JsonObject().put("id", socket.id()).put("name", socket.data().getString("name"));
    }
    // end

    private static void cheatSheet(SocketIo io, Socket socket, String socketId) {
        // snippet: to this client
        socket.emit("hello", 1, "2", Map.of("3", List.of("4"), "5", Buffer.buffer(new byte[] {6})));
        socket.timeout(1_000).emitWithAck("hello", "world").onSuccess(answer -> socket.emit("heard", answer.get(0)));
        // end
        // snippet: to others of this client
        socket.broadcast().emit("hello", "all but me");
        socket.to("room 1").emit("hello", "all in room 1 but me");
        socket.to("room 1").to("room 2").emit("hello", "all in one of them, once, but me");
        socket.except("room 1").emit("hello", "all that are not in room 1, but me");
        // end
        // snippet: to everybody
        io.emit("hello", "all");
        io.to("room 1").emit("hello", "all in room 1");
        io.to("room 1").except("room 2").emit("hello", "all in room 1 that are not in room 2");
        io.of("/admin").emit("hello", "all in the namespace");
        io.of("/admin").to("room 1").emit("hello", "all in that room of the namespace");
        io.to(socketId).emit("hello", "one socket, wherever it is");
        io.local().emit("hello", "all on this instance");
        // end
    }

    private static void modalities(SocketIo io, Socket socket) {
        // snippet: volatile
        socket.asVolatile().emit("position", 12.5, 77.6);
        io.to("watchers").asVolatile().emit("position", 12.5, 77.6);
        // end
    }

    private static void namespaces(SocketIo io) {
        // snippet: namespaces
        io.of("/orders").onConnection(socket -> {
            socket.join("room 1");
            io.of("/orders").emit("hello", socket.id());
        });
        // end
        // snippet: dynamic namespaces
        io.of(Pattern.compile("/dynamic-\\d+"))
                .use(socket -> Future.succeededFuture())
                .onConnection(socket ->
                        socket.namespace().emit("hello", socket.namespace().name()));
        // end
        // snippet: namespaces by predicate
        io.of((name, auth) -> Future.succeededFuture(name.startsWith("/team-") && auth.containsKey("team")))
                .onConnection(
                        socket -> socket.emit("hello", socket.handshake().auth().getString("team")));
        // end
    }

    private static Future<Void> sockets(SocketIo io) {
        // snippet: sockets elsewhere
        return io.in("room 1")
                .socketsJoin("room 2")
                .compose(joined -> io.in("room 2").fetchSockets())
                .compose(sockets -> {
                    sockets.forEach(socket -> socket.emit("you are", socket.id(), List.copyOf(socket.rooms())));
                    return io.in("room 2").socketsLeave("room 1");
                })
                .compose(left -> io.in("banned").disconnectSockets(true));
        // end
    }

    private static void serverSide(SocketIo io, Consumer<String> log) {
        // snippet: server side
        io.onServerSide("ping", (args, ack) -> ack.send("pong for " + args.string(0)));
        io.onConnection(socket -> socket.on("ping the servers", (args, ack) -> io.serverSideEmitWithAck("ping", "me")
                .onSuccess(answers -> ack.send(answers.size(), answers.get(0).string(0)))));
        // end
        // snippet: disconnect
        io.onConnection(socket -> {
            socket.onDisconnecting(
                    reason -> log.accept("leaving " + socket.rooms().size() + " rooms"));
            socket.onDisconnect(reason -> log.accept(reason.text()));
            socket.on("end this namespace", args -> socket.disconnect());
            socket.on("end the connection", args -> socket.disconnect(true));
        });
        // end
        // snippet: listeners
        io.onConnection(socket -> {
            socket.once("first", args -> socket.emit("first was", args.get(0)));
            socket.onAny((event, args) -> log.accept(event + " with " + args.size()));
            socket.on("no more", args -> socket.off("no more"));
        });
        // end
    }

    private static void connection(SocketIo io, Consumer<String> log) {
        // snippet: connection
        io.onConnection(socket -> {
            Conn conn = socket.conn();
            log.accept("on " + conn.transport());
            conn.onUpgrade(transport -> log.accept("now on " + transport));
            conn.onPacket((type, data) -> log.accept("received " + type + " of " + data.length()));
            conn.onPacketCreate((type, data) -> log.accept("sent " + type + " of " + data.length()));
            conn.onClose((reason, description) -> log.accept("closed: " + reason));
        });
        // end
    }

    private static Instances<SocketIo> serve(Consumer<SocketIo> setUp) {
        return Instances.socketIo(2, new SocketIoOptions(), setUp);
    }

    @Test
    void theWorkedExampleSendsFromOneUserToAnother() throws JSONException {
        try (Instances<SocketIo> server = serve(FromNodeTest::messenger);
                Visitor asha = Visitor.enter(server.url(), Map.of("name", "Asha"));
                Visitor ravi = Visitor.enter(server.url(), Map.of("name", "Ravi"));
                Visitor nobody = Visitor.knock(server.url(), Map.of())) {
            JSONObject joined = (JSONObject) asha.next("user connected").get(0);
            assertThat(joined.getString("id")).isEqualTo(ravi.id());
            JSONArray users = (JSONArray) ravi.next("users").get(0);
            assertThat(users.length()).isEqualTo(2);
            JSONObject message = new JSONObject().put("to", asha.id()).put("text", "psst");
            assertThat(ravi.ask("private message", message)).containsExactly("sent");
            assertThat(asha.next("private message")).containsExactly("psst", ravi.id());
            JSONObject refusal = (JSONObject) nobody.next("connect_error").get(0);
            assertThat(refusal.getString("message")).isEqualTo("a name is needed");
        }
    }

    @Test
    void everyLineOfTheCheatSheetReachesWhomItSays() {
        Consumer<SocketIo> setUp = io -> {
            RoomsGuideTest.rooms(io);
            io.of("/admin").onConnection(socket -> socket.join("room 1"));
            io.onConnection(socket -> socket.on("begin", args -> {
                cheatSheet(io, socket, args.string(0));
                io.emit("end");
            }));
        };
        try (Instances<SocketIo> server = Instances.socketIo(1, new SocketIoOptions(), setUp);
                Visitor admin = Visitor.enter(server.url() + "/admin");
                Visitor one = Visitor.enter(server.url());
                Visitor two = Visitor.enter(server.url());
                Visitor me = Visitor.enter(server.url()).answers("hello", "yes")) {
            one.ask("join", "room 1");
            two.ask("join", "room 2");
            me.emit("begin", two.id());
            assertThat(hellos(one))
                    .containsExactly(
                            "all but me",
                            "all in room 1 but me",
                            "all in one of them, once, but me",
                            "all",
                            "all in room 1",
                            "all in room 1 that are not in room 2",
                            "all on this instance");
            assertThat(hellos(two))
                    .containsExactly(
                            "all but me",
                            "all in one of them, once, but me",
                            "all that are not in room 1, but me",
                            "all",
                            "one socket, wherever it is",
                            "all on this instance");
            assertThat(me.next("heard")).containsExactly("yes");
            assertThat(admin.next("hello")).containsExactly("all in the namespace");
            assertThat(admin.next("hello")).containsExactly("all in that room of the namespace");
        }
    }

    /** What came before the end. */
    private static List<Object> hellos(Visitor visitor) {
        visitor.next("end");
        Queue<Object> heard = new ConcurrentLinkedQueue<>();
        while (visitor.hasHeard("hello")) {
            heard.add(visitor.next("hello").get(0));
        }
        return List.copyOf(heard);
    }

    @Test
    void theConnectionTellsWhatPassesAndItsEnd() {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        try (Instances<SocketIo> server = serve(io -> {
            connection(io, log::add);
            io.onConnection(socket -> socket.on("go", args -> socket.emit("gone")));
        })) {
            try (Visitor visitor = Visitor.enter(server.url())) {
                visitor.emit("go");
                visitor.next("gone");
            }
            await().until(() -> log.contains("closed: transport close"));
        }
        assertThat(log).startsWith("on websocket").contains("received message of 7", "sent message of 9");
    }

    @Test
    void volatileEventsReachWhoReads() {
        Consumer<SocketIo> setUp =
                io -> io.onConnection(socket -> socket.join("watchers").onSuccess(joined -> modalities(io, socket)));
        try (Instances<SocketIo> server = serve(setUp);
                Visitor watcher = Visitor.enter(server.url())) {
            assertThat(watcher.next("position")).containsExactly(12.5, 77.6);
            assertThat(watcher.next("position")).containsExactly(12.5, 77.6);
        }
    }

    @Test
    void namespacesComeIntoBeingWhenAClientAsks() {
        try (Instances<SocketIo> server = serve(FromNodeTest::namespaces);
                Visitor orders = Visitor.enter(server.url() + "/orders");
                Visitor dynamic = Visitor.enter(server.url() + "/dynamic-101");
                Visitor team = Visitor.enter(server.url() + "/team-red", Map.of("team", "red"));
                Visitor refused = Visitor.knock(server.url() + "/team-blue", Map.of())) {
            assertThat(orders.next("hello")).containsExactly(orders.id());
            assertThat(dynamic.next("hello")).containsExactly("/dynamic-101");
            assertThat(team.next("hello")).containsExactly("red");
            assertThat(refused.next("connect_error").get(0)).hasToString("{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void socketsOfAllInstancesAreMovedDescribedAndDisconnected() throws JSONException {
        try (Instances<SocketIo> server = serve(RoomsGuideTest::rooms);
                Visitor member = Visitor.enter(server.url());
                Visitor banned = Visitor.enter(server.url())) {
            member.ask("join", "room 1");
            banned.ask("join", "banned");
            server.ask(1, FromNodeTest::sockets);
            List<Object> described = member.next("you are");
            assertThat(described.get(0)).isEqualTo(member.id());
            assertThat(new JsonArray(described.get(1).toString()))
                    .containsExactlyInAnyOrder(member.id(), "room 1", "room 2");
            assertThat(banned.next("disconnect")).isNotEmpty();
        }
    }

    @Test
    void serversTalkWithEachOtherAndSocketsEndInTwoWays() {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        try (Instances<SocketIo> server = serve(io -> serverSide(io, log::add));
                Visitor first = Visitor.enter(server.url());
                Visitor second = Visitor.enter(server.url())) {
            assertThat(first.ask("ping the servers")).containsExactly(1, "pong for me");
            first.emit("first", "once");
            assertThat(first.next("first was")).containsExactly("once");
            first.emit("end this namespace");
            assertThat(first.next("disconnect")).containsExactly("io server disconnect");
            second.emit("end the connection");
            assertThat(second.next("disconnect")).containsExactly("io server disconnect");
            assertThat(log)
                    .contains("ping the servers with 0", "first with 1", "leaving 1 rooms")
                    .contains("server namespace disconnect");
        }
    }
}
