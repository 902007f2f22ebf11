package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.Instances;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/3-acknowledgements.md}. */
class AcknowledgementsGuideTest {

    private static void answer(SocketIo io) {
        // snippet: answer
        io.onConnection(socket -> socket.on("add", (args, ack) -> ack.send(args.integer(0) + args.integer(1))));
        // end
    }

    private static void later(SocketIo io, Vertx vertx) {
        // snippet: answer later
        io.onConnection(socket -> socket.on("save", (args, ack) -> {
            String text = args.string(0);
            vertx.executeBlocking(() -> store(text))
                    .onSuccess(id -> ack.send(new JsonObject().put("id", id)))
                    .onFailure(failure -> ack.send(new JsonObject().put("error", failure.getMessage())));
        }));
        // end
    }

    private static int store(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("there is nothing to save");
        }
        return text.length();
    }

    private static Future<String> ask(Socket socket) {
        // snippet: ask one
        return socket.timeout(500)
                .emitWithAck("are you ready?")
                .map(answer -> answer.string(0))
                .otherwise("no answer");
        // end
    }

    private static void vote(SocketIo io, BiConsumer<List<Args>, Boolean> count) {
        // snippet: ask all
        io.to("voters")
                .timeout(3_000)
                .emitWithAck("vote", "tea or coffee?")
                .onSuccess(answers -> count.accept(answers, true))
                .onFailure(failure -> {
                    if (failure instanceof AckTimeoutException late) {
                        count.accept(late.answers(), false);
                    }
                });
        // end
    }

    private static Instances<SocketIo> serve(Consumer<SocketIo> setUp) {
        return Instances.socketIo(2, new SocketIoOptions(), setUp);
    }

    @Test
    void theServerAnswersAClient() {
        try (Instances<SocketIo> server = serve(AcknowledgementsGuideTest::answer);
                Visitor visitor = Visitor.enter(server.url())) {
            assertThat(visitor.ask("add", 40, 2)).containsExactly(42);
        }
    }

    @Test
    void anAnswerMayComeLaterAndMayBeAnError() throws JSONException {
        try (Instances<SocketIo> server =
                        serve(io -> later(io, Vertx.currentContext().owner()));
                Visitor visitor = Visitor.enter(server.url())) {
            JSONObject saved = (JSONObject) visitor.ask("save", "namaste").get(0);
            assertThat(saved.getInt("id")).isEqualTo(7);
            JSONObject refused = (JSONObject) visitor.ask("save", " ").get(0);
            assertThat(refused.getString("error")).isEqualTo("there is nothing to save");
        }
    }

    @Test
    void theServerAsksOneClientAndDoesNotWaitForEver() {
        Consumer<SocketIo> setUp = io -> io.onConnection(
                socket -> socket.on("begin", (args, ack) -> ask(socket).onSuccess(answer -> ack.send(answer))));
        try (Instances<SocketIo> server = serve(setUp);
                Visitor ready = Visitor.enter(server.url()).answers("are you ready?", "always");
                Visitor mute = Visitor.enter(server.url())) {
            assertThat(ready.ask("begin")).containsExactly("always");
            assertThat(mute.ask("begin")).containsExactly("no answer");
        }
    }

    @Test
    void theServerAsksManyAndKeepsWhatCameInTime() {
        Consumer<SocketIo> setUp = io -> io.onConnection(socket -> {
            socket.join("voters");
            socket.on(
                    "call the vote",
                    (args, ack) -> vote(
                            io,
                            (answers, all) -> ack.send(
                                    answers.stream()
                                            .map(answer -> answer.string(0))
                                            .sorted()
                                            .toList()
                                            .toString(),
                                    all)));
        });
        try (Instances<SocketIo> server = serve(setUp);
                Visitor asha = Visitor.enter(server.url()).answers("vote", "tea");
                Visitor ravi = Visitor.enter(server.url()).answers("vote", "coffee")) {
            assertThat(asha.ask("call the vote")).containsExactly("[coffee, tea]", true);
            try (Visitor mute = Visitor.enter(server.url())) {
                assertThat(mute.ask("call the vote")).containsExactly("[coffee, tea]", false);
                assertThat(ravi.next("vote")).containsExactly("tea or coffee?");
            }
        }
    }
}
