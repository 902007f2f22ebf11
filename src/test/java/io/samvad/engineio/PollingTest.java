package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Protocol v4, sections "Sending and receiving data" and "Packet encoding", both over HTTP long-polling. */
class PollingTest {

    // ---------------------------------------------------------------- messages

    @AtOneAndFourInstances
    void aPostIsAnsweredOkAndItsMessageReachesTheServer(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            HttpAnswer posted = client.post("4hello");
            assertThat(posted.status()).isEqualTo(200);
            assertThat(posted.text()).isEqualTo("ok");
            HttpAnswer polled = client.get();
            assertThat(polled.status()).isEqualTo(200);
            assertThat(polled.header("content-type")).contains("text/plain; charset=UTF-8");
            assertThat(polled.text()).isEqualTo("4hello");
        }
    }

    /** The example of section "Packet encoding", HTTP long-polling. */
    @AtOneAndFourInstances
    void severalPacketsShareAPayloadBetweenRecordSeparators(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            client.send("4test1\u001e4test2\u001e4");
            assertThat(client.get().text()).isEqualTo("4test1\u001e4test2\u001e4");
        }
    }

    @AtOneAndFourInstances
    void binaryMessagesTravelAsBase64(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            client.send("4hello\u001ebAQIDBA==");
            assertThat(client.get().text()).isEqualTo("4hello\u001ebAQIDBA==");
            engine.send(client.sid(), Frame.binary(new byte[] {-1, 0, 1}), Frame.binary(new byte[0]));
            assertThat(client.get().text()).isEqualTo("b/wAB\u001eb");
        }
    }

    @AtOneAndFourInstances
    void textIsUtf8InBothDirections(int instances) {
        String text = "संवाद ü € 😀\n\u0000";
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            client.send("4" + text);
            assertThat(client.receive()).isEqualTo("4" + text);
        }
    }

    @AtOneAndFourInstances
    void aPollWaitsUntilThereIsSomethingToTell(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection poll = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            assertThat(poll.isSilentFor(Duration.ofMillis(30))).isTrue();
            engine.send(client.sid(), Frame.text("one"), Frame.text("two"));
            assertThat(poll.answer().text()).isEqualTo("4one\u001e4two");
        }
    }

    @AtOneAndFourInstances
    void aBodyMayComeInPiecesAndInChunks(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection post = RawConnection.open(engine.port())) {
            post.send(RawConnection.head("POST", client.target("polling"), "Transfer-Encoding: chunked"));
            post.send("3\r\n4he\r\n");
            post.send("3\r\nllo\r\n");
            post.send("0\r\n\r\n");
            assertThat(post.answer().text()).isEqualTo("ok");
            assertThat(client.receive()).isEqualTo("4hello");
        }
    }

    @AtOneAndFourInstances
    void requestsMayShareOneConnection(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection connection = RawConnection.open(engine.port())) {
            for (int i = 0; i < 3; i++) {
                connection.send(RawConnection.message("POST", client.target("polling"), "4hello"));
                assertThat(connection.answer().text()).isEqualTo("ok");
                connection.send(RawConnection.head("GET", client.target("polling")));
                assertThat(connection.answer().text()).isEqualTo("4hello");
            }
        }
    }

    @AtOneAndFourInstances
    void messagesKeepTheirOrder(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            for (int i = 0; i < 30; i++) {
                client.send("4" + i + "a\u001e4" + i + "b");
            }
            for (int i = 0; i < 30; i++) {
                assertThat(client.receive()).isEqualTo("4" + i + "a");
                assertThat(client.receive()).isEqualTo("4" + i + "b");
            }
        }
    }

    // ---------------------------------------------------------------- what is not allowed

    @AtOneAndFourInstances
    void anInvalidPacketIsRefusedAndEndsTheSession(int instances) {
        for (String payload : List.of("abc", "", "9", "4a\u001e", "\u001e4a", "b$$$", "bAQ=A", "4a\u001e\u001e4b")) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.polling()) {
                HttpAnswer refused = client.post(payload);
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text()).startsWith("{\"code\":3,\"message\":\"");
                engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
                assertThat(client.get().status()).isEqualTo(400);
                engine.awaitNothingIsLeft();
            }
        }
    }

    /** Only a server opens, and an upgrade is completed on the new transport: sections "Handshake" and "Upgrade". */
    @AtOneAndFourInstances
    void packetsThatAClientMayNotSendEndTheSession(int instances) {
        for (String packet : List.of("0{}", "5", "2")) {
            try (EchoEngine engine = EchoEngine.start(instances);
                    EngineClient client = engine.polling()) {
                client.post(packet);
                engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
                assertThat(client.get().status()).isEqualTo(400);
            }
        }
    }

    @AtOneAndFourInstances
    void aBodyThatIsNotUtf8IsRefused(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection post = RawConnection.open(engine.port())) {
            post.send(RawConnection.head("POST", client.target("polling"), "Content-Length: 3") + "4\u00ff\u00fe");
            assertThat(post.answer().status()).isEqualTo(400);
            engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
        }
    }

    /** "a client MUST NOT have more than one active GET request" */
    @AtOneAndFourInstances
    void aSecondGetAnswersTheFirstWithCloseAndEndsTheSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection first = client.startGet()) {
            engine.awaitPendingGet(client.sid());
            HttpAnswer second = client.get();
            HttpAnswer ended = first.answer();
            assertThat(ended.status()).isEqualTo(200);
            assertThat(ended.text()).isEqualTo("1");
            HandshakeTest.assertRefused(second, 400, 3, "Bad request");
            assertThat(client.get().status()).isEqualTo(400);
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_ERROR);
            engine.awaitNothingIsLeft();
        }
    }

    /** "a client MUST NOT have more than one active POST request"; the body of the first is still on its way. */
    @AtOneAndFourInstances
    void aSecondPostEndsTheSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling();
                RawConnection first = RawConnection.open(engine.port())) {
            first.send(RawConnection.head("POST", client.target("polling"), "Content-Length: 6") + "4he");
            // The head needs its time to the owner; until then the second POST is the first there.
            HttpAnswer second = client.post("4second");
            while (second.status() == 200) {
                second = client.post("4second");
            }
            HandshakeTest.assertRefused(second, 400, 3, "Bad request");
            assertThat(first.answer().status()).isEqualTo(400);
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_ERROR);
            engine.awaitNothingIsLeft();
        }
    }

    // ---------------------------------------------------------------- limits

    @AtOneAndFourInstances
    void aBodyAboveMaxPayloadIsRefusedWith413(int instances) {
        EngineOptions options = new EngineOptions().setMaxPayload(1_000);
        try (EchoEngine engine = EchoEngine.start(instances, options);
                EngineClient client = engine.polling()) {
            client.send("4" + "x".repeat(999));
            assertThat(client.receive()).hasSize(1_000);
            HttpAnswer refused = client.post("4" + "x".repeat(1_000));
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.text()).isEqualTo("{\"code\":3,\"message\":\"body is larger than 1000 bytes\"}");
            engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
            engine.awaitNothingIsLeft();
        }
    }

    /** The limit is on what comes, not on what is announced. */
    @AtOneAndFourInstances
    void aChunkedBodyIsRefusedAsSoonAsItIsTooLong(int instances) {
        EngineOptions options = new EngineOptions().setMaxPayload(1_000);
        try (EchoEngine engine = EchoEngine.start(instances, options);
                EngineClient client = engine.polling();
                RawConnection post = RawConnection.open(engine.port())) {
            post.send(RawConnection.head("POST", client.target("polling"), "Transfer-Encoding: chunked"));
            post.send("3e9\r\n" + "4".repeat(1_001) + "\r\n");
            assertThat(post.answer().status()).isEqualTo(413);
        }
    }

    @AtOneAndFourInstances
    void tooManyPacketsInOnePayloadAreRefused(int instances) {
        EngineOptions options = new EngineOptions().setMaxPacketsPerPayload(3);
        try (EchoEngine engine = EchoEngine.start(instances, options);
                EngineClient client = engine.polling()) {
            client.send("4a\u001e4b\u001e4c");
            assertThat(client.get().text()).isEqualTo("4a\u001e4b\u001e4c");
            HttpAnswer refused = client.post("4a\u001e4b\u001e4c\u001e4d");
            HandshakeTest.assertRefused(refused, 400, 3, "more than 3 packets in one payload");
            engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
            assertThat(engine.received(client.sid())).isEqualTo(3);
        }
    }

    // ---------------------------------------------------------------- clients that go away

    @AtOneAndFourInstances
    void aClientThatGivesUpItsPollEndsTheSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            RawConnection poll = client.startGet();
            engine.awaitPendingGet(client.sid());
            poll.close();
            engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
            engine.awaitNothingIsLeft();
            assertThat(client.get().status()).isEqualTo(400);
        }
    }

    @AtOneAndFourInstances
    void aClientThatBreaksOffItsPostEndsTheSession(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            RawConnection post = RawConnection.open(engine.port());
            post.send(RawConnection.head("POST", client.target("polling"), "Content-Length: 6") + "4he");
            post.reset();
            EchoEngine.awaitTrue(() -> !engine.isOpen(client.sid()));
            engine.awaitNothingIsLeft();
            assertThat(engine.received(client.sid())).isZero();
        }
    }

    // ---------------------------------------------------------------- compression

    @AtOneAndFourInstances
    void aLargeAnswerIsCompressedForWhoAcceptsThat(int instances) throws IOException {
        String large = "x".repeat(2_000);
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions().setCompressionThreshold(1_000));
                EngineClient client = engine.polling("Accept-Encoding: deflate, gzip")) {
            client.send("4" + large);
            HttpAnswer answer = client.get();
            assertThat(answer.header("content-encoding")).contains("gzip");
            assertThat(answer.header("vary").orElse("")).containsIgnoringCase("accept-encoding");
            assertThat(answer.body()).hasSizeLessThan(200);
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo("4" + large);
            client.send("4small");
            assertThat(client.get().header("content-encoding")).isEmpty();
        }
    }

    @Test
    void howHardAnswersAreCompressedMayBeChosen() {
        byte[] large = new Random(1)
                .ints(20_000, 'a', 'e')
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        List<Integer> lengths = new ArrayList<>();
        for (int level : List.of(0, 1, 9)) {
            EngineOptions options = new EngineOptions().setCompressionLevel(level);
            try (EchoEngine engine = EchoEngine.start(1, new EngineOptions(options.toJson()));
                    EngineClient client = engine.polling("Accept-Encoding: gzip")) {
                engine.send(client.sid(), Frame.text(large));
                lengths.add(client.get().body().length);
            }
        }
        assertThat(lengths.get(0)).isGreaterThan(20_000);
        assertThat(lengths.get(1)).isLessThan(10_000);
        assertThat(lengths.get(2)).isLessThan(lengths.get(1));
        for (int level : List.of(-2, 10)) {
            assertThatThrownBy(() -> new EngineOptions().setCompressionLevel(level))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingIsCompressedForWhoDoesNotAcceptItOrWhereItIsSwitchedOff() {
        byte[] large = new byte[2_000];
        Arrays.fill(large, (byte) 'x');
        for (String accepted : List.of("identity", "gzip;q=0", "br, gzip; q=0.0")) {
            try (EchoEngine engine = EchoEngine.start(1);
                    EngineClient client = engine.polling("Accept-Encoding: " + accepted)) {
                engine.send(client.sid(), Frame.text(large));
                assertThat(client.get().body()).as(accepted).hasSize(2_001);
            }
        }
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setCompressionThreshold(Integer.MAX_VALUE));
                EngineClient client = engine.polling("Accept-Encoding: gzip")) {
            engine.send(client.sid(), Frame.text(large));
            assertThat(client.get().body()).hasSize(2_001);
        }
    }

    /** Request bodies stay as they are: a small body that unpacks to a large one is nobody's honest request. */
    @Test
    void aCompressedRequestIsNotUnpacked() {
        try (EchoEngine engine = EchoEngine.start(1);
                EngineClient client = engine.polling();
                RawConnection post = RawConnection.open(engine.port())) {
            String head =
                    RawConnection.head("POST", client.target("polling"), "Content-Encoding: gzip", "Content-Length: 3");
            post.send(head + "\u001f\u008b\u0008");
            assertThat(post.answer().status()).isEqualTo(400);
        }
    }
}
