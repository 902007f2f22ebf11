package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.Emitter;
import io.samvad.socketio.RemoteSocket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/6-scaling.md}. */
class ScalingGuideTest {

    private static Future<Integer> count(SocketIo io) {
        // snippet: count
        Future<Integer> everywhere = io.fetchSockets().map(List::size);
        int here = io.sockets().size();
        // end
        assertThat(here).isLessThanOrEqualTo(3);
        return everywhere;
    }

    private static void config(SocketIo io, Consumer<String> settings) {
        // snippet: tell the others
        io.onServerSide("topic", (args, ack) -> settings.accept(args.string(0)));
        io.onConnection(socket -> socket.on("set topic", args -> {
            settings.accept(args.string(0));
            io.serverSideEmit("topic", args.string(0));
        }));
        // end
    }

    private static void ask(SocketIo io) {
        // snippet: ask the others
        io.onServerSide("how many?", (args, ack) -> ack.send(io.connectionCount()));
        io.onConnection(socket -> socket.on("load", (args, ack) -> {
            int mine = io.connectionCount();
            io.serverSideEmitWithAck("how many?").onSuccess(answers -> {
                int others =
                        answers.stream().mapToInt(answer -> answer.integer(0)).sum();
                ack.send(mine + others);
            });
        }));
        // end
    }

    private static Future<Void> outside(Vertx vertx) {
        // snippet: outside
        Emitter emitter = Emitter.create(vertx);
        emitter.to("news").except("muted").emit("headline", "Mangoes are ripe", 5);
        emitter.of("/admin").emit("note", "somebody has said it");
        Future<Void> moved = emitter.to("news").socketsJoin("sport");
        // end
        return moved;
    }

    private static Future<String> json(EventBus bus) {
        // snippet: outside in JSON
        JsonObject message =
                new JsonObject("""
                {"to": ["news"], "emit": ["headline", "Mangoes are ripe", 5]}""");
        Future<String> answer = bus.<JsonObject>request("samvad.emit/socket.io", message)
                .map(taken -> taken.body().getString("via"));
        // end
        return answer;
    }

    private static Instances<SocketIo> serve(Consumer<SocketIo> setUp) {
        return Instances.socketIo(3, new SocketIoOptions(), setUp);
    }

    @Test
    void socketsAreCountedOnAllInstances() {
        try (Instances<SocketIo> server = serve(io -> {})) {
            List<Visitor> visitors = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                visitors.add(Visitor.enter(server.url()));
            }
            for (int i = 0; i < server.count(); i++) {
                assertThat(server.ask(i, ScalingGuideTest::count)).isEqualTo(3);
            }
            visitors.forEach(Visitor::close);
        }
    }

    @Test
    void whatOneInstanceLearnsItTellsTheOthers() {
        Queue<String> learnt = new ConcurrentLinkedQueue<>();
        try (Instances<SocketIo> server = serve(io -> config(io, learnt::add));
                Visitor visitor = Visitor.enter(server.url())) {
            visitor.emit("set topic", "mangoes");
            await().until(() -> learnt.size() == 3);
            assertThat(learnt).containsOnly("mangoes");
        }
    }

    @Test
    void oneInstanceAsksTheOthers() {
        try (Instances<SocketIo> server = serve(ScalingGuideTest::ask);
                Visitor first = Visitor.enter(server.url());
                Visitor second = Visitor.enter(server.url())) {
            assertThat(first.ask("load")).containsExactly(2);
            assertThat(second.ask("load")).containsExactly(2);
        }
    }

    @Test
    void somebodyOutsideSpeaksIntoTheConversation() {
        Consumer<SocketIo> setUp = io -> {
            io.of("/admin").onConnection(socket -> {});
            io.onConnection(socket -> socket.join("news"));
        };
        try (Instances<SocketIo> server = serve(setUp);
                Visitor reader = Visitor.enter(server.url());
                Visitor admin = Visitor.enter(server.url() + "/admin")) {
            Instances.await(outside(server.vertx()));
            assertThat(reader.next("headline")).containsExactly("Mangoes are ripe", 5);
            assertThat(admin.next("note")).containsExactly("somebody has said it");
            assertThat(server.<List<RemoteSocket>>ask(0, io -> io.to("sport").fetchSockets()))
                    .hasSize(1);
            assertThat(Instances.await(json(server.vertx().eventBus()))).startsWith("samvad.emit/socket.io/");
            assertThat(reader.next("headline")).containsExactly("Mangoes are ripe", 5);
        }
    }

    @Test
    void theRequestsOfASessionMayArriveAnywhere() {
        try (Instances<SocketIo> server = serve(RoomsGuideTest::rooms)) {
            // Each request has a connection of its own, so the kernel spreads them over the instances.
            EngineClient client = EngineClient.polling(server.port(), "/socket.io/");
            client.send("40");
            assertThat(client.receiveMessage()).startsWith("0{");
            for (int id = 0; id < 8; id++) {
                client.send("42" + id + "[\"join\",\"room " + id + "\"]");
                assertThat(client.receiveMessage()).isEqualTo("3" + id + "[\"welcome\"]");
            }
            client.post("1");
        }
    }
}
