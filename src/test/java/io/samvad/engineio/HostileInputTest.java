package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What has brought others down. Each ends in a clear error or close, and each test ends with clients that were there before
 * and that come after: they must not notice anything.
 */
class HostileInputTest {
    /** Frames of 100,000 bytes: Linux keeps 4 MB for a connection that is not read (tcp(7), tcp_wmem). */
    private static final int MORE_THAN_THE_KERNEL_TAKES = 60;

    private static final String WEBSOCKET = EchoEngine.PATH + "?EIO=4&transport=websocket";

    /** A server with healthy clients on each transport. */
    private static final class Besieged implements AutoCloseable {
        final EchoEngine engine;
        private final EngineClient polling;
        private final EngineClient webSocket;

        Besieged(int instances) {
            this(instances, new EngineOptions());
        }

        Besieged(int instances, EngineOptions options) {
            engine = EchoEngine.start(instances, options);
            polling = engine.polling();
            webSocket = engine.webSocket();
        }

        @Override
        public void close() {
            try (EchoEngine last = engine;
                    EngineClient late = last.webSocket()) {
                for (EngineClient client : List.of(polling, webSocket, late)) {
                    client.send("4healthy");
                    assertThat(client.receive()).isEqualTo("4healthy");
                }
                webSocket.webSocket().reset();
            }
        }
    }

    // ---------------------------------------------------------------- HTTP

    /** CVE-2020-36048 */
    @AtOneAndFourInstances
    void aBodyOfTinyPacketsIsRefusedBeforeItCostsAnything(int instances) {
        try (Besieged server = new Besieged(instances);
                EngineClient attacker = server.engine.polling()) {
            HttpAnswer refused = attacker.post("4\u001e".repeat(499_999) + "4");
            HandshakeTest.assertRefused(refused, 400, 3, "more than 10000 packets in one payload");
            server.engine.awaitClosed(attacker.sid(), CloseReason.PARSE_ERROR);
            assertThat(server.engine.received(attacker.sid())).isZero();
        }
    }

    @AtOneAndFourInstances
    void anEndlessBodyIsRefused(int instances) {
        try (Besieged server = new Besieged(instances);
                EngineClient attacker = server.engine.polling();
                RawConnection connection = RawConnection.open(server.engine.port())) {
            connection.send(
                    RawConnection.head("POST", attacker.target("polling"), "Content-Length: " + Long.MAX_VALUE));
            byte[] part = new byte[100_000];
            Arrays.fill(part, (byte) '4');
            int sent = 0;
            while (server.engine.isOpen(attacker.sid()) && sent < 100_000_000) {
                connection.isCutOffWhileSending(part);
                sent += part.length;
            }
            server.engine.awaitClosed(attacker.sid(), CloseReason.PARSE_ERROR);
        }
    }

    @AtOneAndFourInstances
    void headersWithoutEndAreRefused(int instances) {
        try (Besieged server = new Besieged(instances)) {
            String[] headers =
                    IntStream.range(0, 1_000).mapToObj(i -> "X-" + i + ": " + i).toArray(String[]::new);
            assertThat(server.engine
                            .request("GET", "?EIO=4&transport=polling", headers)
                            .status())
                    .isEqualTo(431);
            String longTarget = "?EIO=4&transport=" + "polling".repeat(2_000);
            assertThat(server.engine.request("GET", longTarget).status()).isEqualTo(414);
        }
    }

    @AtOneAndFourInstances
    void bytesThatAreNotHttpEndTheConnection(int instances) {
        try (Besieged server = new Besieged(instances)) {
            for (String bytes : List.of(
                    "\u0000\u0001\u0002\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
                    "GET\r\n\r\n",
                    "GET /engine.io/?EIO=4&transport=polling HTTP/9.9\r\nHost: a\r\n\r\n",
                    "\u0007GET /engine.io/?EIO=4 HTTP/1.1\r\n\r\n")) {
                try (RawConnection connection = RawConnection.open(server.engine.port())) {
                    connection.send(bytes);
                    connection.endSending();
                    assertThat(new String(connection.readToEnd(), StandardCharsets.ISO_8859_1))
                            .doesNotContain("sid");
                }
            }
        }
    }

    @AtOneAndFourInstances
    void queriesThatAreNoneAreRefused(int instances) {
        try (Besieged server = new Besieged(instances)) {
            for (String query : List.of(
                    "?%",
                    "?&&&&",
                    "?=",
                    "?EIO",
                    "?transport[]=polling&EIO=4",
                    "?EIO=4&transport=%00%ff",
                    "?" + "a&".repeat(1_000))) {
                HttpAnswer answer = server.engine.request("GET", query);
                assertThat(answer.status()).as(query).isEqualTo(400);
            }
        }
    }

    // ---------------------------------------------------------------- upgrades

    /** CVE-2022-21676 */
    @AtOneAndFourInstances
    void bytesBehindAnUpgradeRequestDoNoHarm(int instances) {
        try (Besieged server = new Besieged(instances);
                EngineClient victim = server.engine.polling()) {
            for (String target : List.of(WEBSOCKET, victim.target("websocket"), WEBSOCKET + "&sid=unknown")) {
                for (String behind : List.of("0123456789".repeat(50), "\u0000".repeat(300), "GET / HTTP/1.1\r\n\r\n")) {
                    try (RawConnection connection = RawConnection.open(server.engine.port())) {
                        connection.send(RawWebSocket.handshake(target) + behind);
                        connection.endSending();
                        connection.readToEnd();
                    }
                }
            }
            victim.send("4goes on");
            assertThat(victim.receiveMessage()).isEqualTo("goes on");
        }
    }

    @AtOneAndFourInstances
    void anUpgradeRequestWithABodyDoesNoHarm(int instances) {
        try (Besieged server = new Besieged(instances)) {
            for (String body :
                    List.of("Content-Length: 5", "Content-Length: 100000000", "Transfer-Encoding: chunked")) {
                try (RawConnection connection = RawConnection.open(server.engine.port())) {
                    connection.send(RawWebSocket.handshake(WEBSOCKET, body) + "hello");
                    connection.endSending();
                    connection.readToEnd();
                }
            }
            EchoEngine.awaitTrue(() -> server.engine.sessions() == 2);
        }
    }

    /** CVE-2022-41940 */
    @AtOneAndFourInstances
    void connectionsThatAreResetAtAnyPointLeaveNothingBehind(int instances) {
        try (Besieged server = new Besieged(instances);
                EngineClient victim = server.engine.polling()) {
            String handshake = RawWebSocket.handshake(WEBSOCKET);
            for (int length = 1; length <= handshake.length(); length += 20) {
                RawConnection.open(server.engine.port())
                        .send(handshake.substring(0, length))
                        .reset();
            }
            for (int i = 0; i < 10; i++) {
                RawConnection.open(server.engine.port()).send(handshake).reset();
                RawConnection.open(server.engine.port())
                        .send(RawWebSocket.handshake(victim.target("websocket")))
                        .reset();
            }
            victim.send("4goes on");
            assertThat(victim.receiveMessage()).isEqualTo("goes on");
            EchoEngine.awaitTrue(() -> server.engine.sessions() == 3);
            EchoEngine.awaitTrue(() -> server.engine.deadlines() == 3);
        }
    }

    @AtOneAndFourInstances
    void anUpgradeThatIsNoWebSocketHandshakeIsRefused(int instances) {
        try (Besieged server = new Besieged(instances)) {
            for (String[] headers : List.of(
                    new String[] {"Connection: Upgrade", "Upgrade: websocket"},
                    new String[] {"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"},
                    new String[] {
                        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 7", "Sec-WebSocket-Key: a"
                    },
                    new String[] {"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: a"})) {
                HttpAnswer answer = RawConnection.request(server.engine.port(), "GET", WEBSOCKET, null, headers);
                assertThat(answer.status()).isBetween(400, 499);
            }
            assertThat(server.engine.sessions()).isEqualTo(2);
        }
    }

    // ---------------------------------------------------------------- WebSocket

    @AtOneAndFourInstances
    void tinyFragmentsWithoutEndAreCutOff(int instances) {
        try (Besieged server = new Besieged(instances);
                EngineClient attacker = server.engine.webSocket()) {
            RawFrame[] tiny = new RawFrame[5_000];
            Arrays.fill(tiny, RawFrame.of(RawFrame.CONTINUATION, (byte) 'x').unfinished());
            byte[] many = RawWebSocket.bytes(tiny);
            attacker.webSocket().send(RawFrame.text("4").unfinished());
            for (int i = 0; i < 1_000 && server.engine.isOpen(attacker.sid()); i++) {
                attacker.webSocket().connection().isCutOffWhileSending(many);
            }
            server.engine.awaitClosed(attacker.sid(), CloseReason.PARSE_ERROR);
        }
    }

    /** RFC 6455, section 5.5.3: answers to a peer that does not read must not pile up; that to the last ping suffices. */
    @AtOneAndFourInstances
    void whoFloodsWithPingsAndDoesNotReadGetsThePongOfTheLastOnly(int instances) {
        try (Besieged server = new Besieged(instances, new EngineOptions().setMaxQueuedBytes(20_000_000));
                RawConnection narrow = RawConnection.open(server.engine.port(), 4_096)) {
            RawWebSocket attacker = RawWebSocket.open(narrow, WEBSOCKET);
            String sid = new JsonObject(attacker.readText().substring(1)).getString("sid");
            // Also over io_uring, where a peer is behind for a moment whenever something is on its way to the kernel.
            for (int sent = 0; sent < MORE_THAN_THE_KERNEL_TAKES || server.engine.on(sid, Link::writable); sent++) {
                server.engine.send(sid, Frame.binary(new byte[100_000]));
            }
            RawFrame[] pings = new RawFrame[100];
            for (int i = 0; i < pings.length; i++) {
                pings[i] = RawFrame.of(RawFrame.PING, (byte) i);
            }
            attacker.send(pings).send("4and a message");
            EchoEngine.awaitTrue(() -> server.engine.received(sid) == 1);
            List<RawFrame> answers = new ArrayList<>();
            while (answers.size() < 2) {
                RawFrame frame = attacker.read();
                if (frame.opcode() != RawFrame.BINARY) {
                    answers.add(frame);
                }
            }
            assertThat(answers).extracting(RawFrame::opcode).containsExactlyInAnyOrder(RawFrame.PONG, RawFrame.TEXT);
            assertThat(
                            answers.get(0).opcode() == RawFrame.PONG
                                    ? answers.get(0).payload()
                                    : answers.get(1).payload())
                    .containsExactly(99);
            attacker.reset();
        }
    }

    @AtOneAndFourInstances
    void randomBytesInPlaceOfFramesCloseTheConnection(int instances) {
        Random random = new Random(42);
        try (Besieged server = new Besieged(instances)) {
            for (int i = 0; i < 20; i++) {
                byte[] noise = new byte[2_000];
                random.nextBytes(noise);
                EngineClient attacker = server.engine.webSocket();
                attacker.webSocket().connection().isCutOffWhileSending(noise);
                attacker.webSocket().reset();
                EchoEngine.awaitTrue(() -> !server.engine.isOpen(attacker.sid()));
            }
        }
    }
}
