package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/7-testing.md}: tests of a small application, as its author would write them. */
class TestingGuideTest {

    // snippet: application
    static void echo(SocketIo io) {
        io.onConnection(socket -> socket.on("say", (args, ack) -> {
            io.emit("said", args.string(0));
            ack.send("ok");
        }));
    }
    // end

    // snippet: instances
    @Test
    void aMessageReachesTheClientsOfAllInstances() {
        try (Instances<SocketIo> server = Instances.socketIo(4, new SocketIoOptions(), TestingGuideTest::echo);
                Visitor asha = Visitor.enter(server.url());
                Visitor ravi = Visitor.enter(server.url())) {
            assertThat(asha.ask("say", "namaste")).containsExactly("ok");
            assertThat(ravi.next("said")).containsExactly("namaste");
        }
    }
    // end

    // snippet: protocol
    @Test
    void theSamePacketsGoOverPollingAndAfterTheUpgrade() {
        try (Instances<SocketIo> server = Instances.socketIo(1, new SocketIoOptions(), TestingGuideTest::echo);
                EngineClient client = EngineClient.polling(server.port(), "/socket.io/")) {
            client.send("40");
            assertThat(client.receiveMessage()).startsWith("0{\"sid\":");
            client.send("421[\"say\",\"by POST\"]");
            assertThat(client.receiveMessage()).isEqualTo("2[\"said\",\"by POST\"]");
            assertThat(client.receiveMessage()).isEqualTo("31[\"ok\"]");
            client.upgrade();
            client.send("422[\"say\",\"by frame\"]");
            assertThat(client.receiveMessage()).isEqualTo("2[\"said\",\"by frame\"]");
        }
    }
    // end

    // snippet: bytes
    @Test
    void aFrameInPiecesIsOneMessage() {
        try (Instances<SocketIo> server = Instances.socketIo(1, new SocketIoOptions(), TestingGuideTest::echo);
                RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
            assertThat(socket.readText()).startsWith("0{\"sid\":");
            byte[] end = "0".getBytes();
            socket.send(RawFrame.text("4").unfinished(), RawFrame.of(RawFrame.CONTINUATION, end));
            assertThat(socket.readText()).startsWith("40{\"sid\":");
        }
    }
    // end

    // snippet: inside
    @Test
    void nothingIsLeftOfAClientThatHasGone() {
        try (Instances<SocketIo> server = Instances.socketIo(2, new SocketIoOptions(), TestingGuideTest::echo)) {
            Visitor asha = Visitor.enter(server.url());
            assertThat(server.sum(SocketIo::connectionCount)).isEqualTo(1);
            asha.close();
            await().until(() -> server.sum(SocketIo::connectionCount) == 0);
        }
    }
    // end
}
