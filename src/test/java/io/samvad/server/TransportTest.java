package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.testkit.EngineClient;
import io.samvad.testkit.PlainClient;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole conversation over each transport that this machine has, and an honest word about the others: reads that come while
 * handlers change places, are stopped and go on again are where io_uring, which has them under way beforehand, differs most.
 */
class TransportTest {
    private static final String PATH = "/socket.io/";
    private static final String TARGET = PATH + "?EIO=4&transport=websocket";
    /** More than any buffer between here and there, so it comes in many reads. */
    private static final int LONG = 900_000;

    @TempDir
    Path webroot;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring", "kqueue", "nio"})
    void carriesTheWholeConversationOrSaysThatItCannot(String name) {
        if (!isAvailable(name)) {
            assertThatThrownBy(() -> start(name))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("The transport " + name + " (http.transport) is not available: ");
            return;
        }
        try (TestServer server = start(name)) {
            assertThat(server.server().transport()).isEqualTo(name);
            webSocketsTalk(server.port());
            whatComesBehindTheHandshakeIsHeard(server.port());
            aByteAtATimeAndAMegabyteAreHeard(server.port());
            pollingMovesToAWebSocket(server.port());
            plainWebSocketsTalk(server.port());
        }
    }

    /** What the documentation promises; of the machine, not of us. */
    private static boolean isAvailable(String name) {
        Transport transport =
                switch (name) {
                    case "epoll" -> Transport.EPOLL;
                    case "io_uring" -> Transport.IO_URING;
                    case "kqueue" -> Transport.KQUEUE;
                    default -> Transport.NIO;
                };
        return transport != null && transport.available();
    }

    @Test
    void autoTakesTheFirstThatThisMachineHas() {
        NativeTransport chosen = NativeTransport.of("auto");
        String first = isAvailable("io_uring")
                ? "io_uring"
                : isAvailable("epoll") ? "epoll" : isAvailable("kqueue") ? "kqueue" : "nio";
        assertThat(chosen.transport().name()).isEqualTo(first);
        assertThat(chosen.reason()).matches("the first choice|since not available: io_uring, .+");
    }

    private TestServer start(String transport) {
        String config = "{\"http\": {\"transport\": \"%s\"}, \"chat\": {\"history\": {\"store\": \"none\"}}}"
                .formatted(transport);
        return TestServer.start(webroot, config, Conversation::new);
    }

    private static RawWebSocket join(RawWebSocket webSocket) {
        assertThat(webSocket.readText()).startsWith("0{");
        assertThat(webSocket.send("40").readText()).startsWith("40{");
        return webSocket;
    }

    private static void webSocketsTalk(int port) {
        try (RawWebSocket one = join(RawWebSocket.open(port, TARGET));
                RawWebSocket other = join(RawWebSocket.open(port, TARGET))) {
            for (int i = 0; i < 50; i++) {
                String said = "42[\"chat message\",\"" + i + "\"]";
                one.send(said);
                assertThat(other.readText()).isEqualTo(said);
                assertThat(one.readText()).isEqualTo(said);
            }
            one.send(RawFrame.close(1000, ""));
            assertThat(one.readClose().closeCode()).isEqualTo(1000);
        }
    }

    /** One segment with the handshake and two frames: they are there before anybody is who could receive them. */
    private static void whatComesBehindTheHandshakeIsHeard(int port) {
        byte[] head = RawWebSocket.handshake(TARGET).getBytes(StandardCharsets.ISO_8859_1);
        byte[] frames = RawWebSocket.bytes(RawFrame.text("40"), RawFrame.text("42[\"chat message\",\"early\"]"));
        byte[] all = new byte[head.length + frames.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(frames, 0, all, head.length, frames.length);
        try (RawConnection connection = RawConnection.open(port).send(all);
                RawWebSocket webSocket = RawWebSocket.opened(connection)) {
            assertThat(webSocket.readText()).startsWith("0{");
            assertThat(webSocket.readText()).startsWith("40{");
            assertThat(webSocket.readText()).isEqualTo("42[\"chat message\",\"early\"]");
            assertThat(webSocket.send("42[\"chat message\",\"late\"]").readText())
                    .isEqualTo("42[\"chat message\",\"late\"]");
        }
    }

    private static void aByteAtATimeAndAMegabyteAreHeard(int port) {
        try (RawWebSocket webSocket = join(RawWebSocket.open(port, TARGET))) {
            for (byte one : RawWebSocket.bytes(RawFrame.text("42[\"chat message\",\"drops\"]"))) {
                webSocket.sendBytes(new byte[] {one});
            }
            assertThat(webSocket.readText()).isEqualTo("42[\"chat message\",\"drops\"]");
            String much = "42[\"chat message\",\"" + "x".repeat(LONG) + "\"]";
            assertThat(webSocket.send(much).readText()).isEqualTo(much);
        }
    }

    private static void pollingMovesToAWebSocket(int port) {
        try (EngineClient client = EngineClient.polling(port, PATH)) {
            assertThat(client.post("40").status()).isEqualTo(200);
            assertThat(client.get().text()).startsWith("40{");
            RawWebSocket webSocket = client.upgrade();
            assertThat(webSocket.send("42[\"chat message\",\"moved\"]").readText())
                    .isEqualTo("42[\"chat message\",\"moved\"]");
        }
    }

    private static void plainWebSocketsTalk(int port) {
        try (PlainClient plain = PlainClient.connect("ws://127.0.0.1:" + port + "/chat")) {
            plain.say("hello");
            plain.awaitHeard("hello");
            assertThat(plain.closeCode()).isNotDone();
        }
    }
}
