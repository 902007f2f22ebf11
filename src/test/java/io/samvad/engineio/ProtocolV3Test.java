package io.samvad.engineio;

import static io.samvad.testkit.EngineClientV3.packets;
import static io.samvad.testkit.EngineClientV3.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.EngineClientV3;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawFrame;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO protocol v3 on the wire, as far as it is not v4: who may speak it, payloads, binary, heartbeat, upgrade. */
class ProtocolV3Test {
    private static final byte[] BYTES = {1, 2, 3, (byte) 0xff};
    private static final int INTERVAL_MS = 100;
    /** Long enough for a busy machine to bring a ping in time. */
    private static final int TIMEOUT_MS = 600;

    private static Map<Integer, EchoEngine> engines;
    private static Map<Integer, EchoEngine> hastyEngines;

    @BeforeAll
    static void start() {
        engines = Map.of(1, start(1, new EngineOptions()), 4, start(4, new EngineOptions()));
        hastyEngines = Map.of(1, start(1, hasty()), 4, start(4, hasty()));
    }

    private static EngineOptions hasty() {
        return new EngineOptions().setPingInterval(INTERVAL_MS).setPingTimeout(TIMEOUT_MS);
    }

    private static EchoEngine start(int instances, EngineOptions options) {
        return EchoEngine.start(instances, options.setAllowEio3(true));
    }

    @AfterAll
    static void stop() {
        engines.values().forEach(EchoEngine::close);
        hastyEngines.values().forEach(EchoEngine::close);
    }

    private static EngineClientV3 polling(EchoEngine engine) {
        return EngineClientV3.polling(engine.port(), EchoEngine.PATH, "");
    }

    private static EngineClientV3 webSocket(EchoEngine engine) {
        return EngineClientV3.webSocket(engine.port(), EchoEngine.PATH, "");
    }

    // ---------------------------------------------------------------- who may speak it

    @Test
    void theVersionIsUnsupportedUnlessItIsAllowed() {
        try (EchoEngine strict = EchoEngine.start(1)) {
            HttpAnswer polling = strict.request("GET", "?EIO=3&transport=polling");
            HttpAnswer webSocket =
                    RawWebSocket.tryToOpen(strict.port(), EchoEngine.PATH + "?EIO=3&transport=websocket");
            for (HttpAnswer answer : new HttpAnswer[] {polling, webSocket}) {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).isEqualTo("{\"code\":5,\"message\":\"Unsupported protocol version\"}");
            }
            assertThat(strict.sessions()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?EIO=2&transport=polling", "?EIO=5&transport=polling", "?transport=polling"})
    void otherVersionsStayUnsupportedWhenItIsAllowed(String query) {
        HttpAnswer answer = engines.get(1).request("GET", query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("{\"code\":5,\"message\":\"Unsupported protocol version\"}");
    }

    @AtOneAndFourInstances
    void jsonpPollingIsRefused(int instances) {
        HttpAnswer answer = engines.get(instances).request("GET", "?EIO=3&transport=polling&j=0");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"code\":3,\"message\":\"JSONP polling (j in the query) is not supported\"}");
    }

    @AtOneAndFourInstances
    void clientsOfBothVersionsAreServedSideBySide(int instances) {
        EchoEngine engine = engines.get(instances);
        try (EngineClientV3 old = polling(engine);
                EngineClient current = engine.polling()) {
            old.send("4old");
            current.send("4current");
            assertThat(old.receive()).isEqualTo("4old");
            assertThat(current.receive()).isEqualTo("4current");
            current.post("1");
        }
    }

    // ---------------------------------------------------------------- handshake

    @AtOneAndFourInstances
    void theHandshakeOverPollingHasItsLengthInFront(int instances) {
        try (EngineClientV3 client = polling(engines.get(instances))) {
            String body = client.handshake().text();
            assertThat(body).isEqualTo(payload("0" + client.opening().encode()));
            assertThat(client.handshake().header("content-type")).contains("text/plain; charset=UTF-8");
            JsonObject expected = new JsonObject("{\"sid\":\"" + client.sid() + "\",\"upgrades\":[\"websocket\"],"
                    + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
            assertThat(client.opening()).isEqualTo(expected);
        }
    }

    @AtOneAndFourInstances
    void theHandshakeOverWebSocketOffersNoUpgrades(int instances) {
        try (EngineClientV3 client = webSocket(engines.get(instances))) {
            assertThat(client.opening().getJsonArray("upgrades")).isEmpty();
        }
    }

    // ---------------------------------------------------------------- payloads

    @AtOneAndFourInstances
    void lengthsCountTheCharactersOfJavaScript(int instances) {
        try (EngineClientV3 client = polling(engines.get(instances))) {
            String payload = "7:4é€\ud83d\ude00: 3:4ab1:4";
            assertThat(client.post(payload).text()).isEqualTo("ok");
            assertThat(client.get().text()).isEqualTo(payload);
        }
    }

    @AtOneAndFourInstances
    void binaryIsBase64ForAClientThatAsksForIt(int instances) {
        EchoEngine engine = engines.get(instances);
        try (EngineClientV3 client = EngineClientV3.polling(engine.port(), EchoEngine.PATH, "&b64=1")) {
            assertThat(client.post(payload("b4AQID/w==", "4text")).status()).isEqualTo(200);
            HttpAnswer answer = client.get();
            assertThat(packets(answer.text())).containsExactly("b4AQID/w==", "4text");
            assertThat(answer.header("content-type")).contains("text/plain; charset=UTF-8");
        }
    }

    @AtOneAndFourInstances
    void binaryMakesThePayloadBinaryForAClientThatTakesIt(int instances) {
        try (EngineClientV3 client = polling(engines.get(instances))) {
            byte[] text = "4é and more".getBytes(StandardCharsets.UTF_8);
            byte[] payload = bytes(1, 5, 0xff, 4, 1, 2, 3, 0xff, 0, 1, 2, 0xff);
            assertThat(text).hasSize(12);
            byte[] both = (new String(payload, StandardCharsets.ISO_8859_1)
                            + new String(text, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThat(client.postBinary(both).text()).isEqualTo("ok");
            HttpAnswer answer = client.get();
            assertThat(answer.header("content-type")).contains("application/octet-stream");
            assertThat(answer.body()).isEqualTo(both);
            client.send("4text again");
            assertThat(client.get().text()).isEqualTo("11:4text again");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4hello",
                "5:4abc",
                "2:4abc",
                "3:4\ud83d\ude00x",
                "2:4\ud83d\ude00",
                ":4",
                "0:",
                "-1:4",
                "9999999999:4",
                "1:9",
                "1:b",
                "2:b0",
                "3:b4!"
            })
    void aMalformedPayloadEndsTheSession(String payload) {
        assertRefused(payload.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "01ff04",
                "0105ff04",
                "0101ff",
                "0100ff",
                "0101ff02",
                "010aff04",
                "0101010101010101010101ff04",
                "0001ff39",
                "0002ff34e2",
                "0001ff3402"
            })
    void aMalformedBinaryPayloadEndsTheSession(String hex) {
        byte[] payload = new byte[hex.length() / 2];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        assertRefused(payload);
    }

    private static void assertRefused(byte[] payload) {
        EchoEngine engine = engines.get(1);
        EngineClientV3 client = polling(engine);
        HttpAnswer answer = client.postBinary(payload);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"code\":3,");
        engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
    }

    @AtOneAndFourInstances
    void theServerSaysGoodbyeInAPayloadOfItsOwn(int instances) {
        EchoEngine engine = engines.get(instances);
        EngineClientV3 client = polling(engine);
        engine.send(client.sid(), Frame.text("last"));
        engine.close(client.sid(), CloseReason.FORCED_CLOSE);
        assertThat(client.get().text()).isEqualTo("5:4last");
        assertThat(client.get().text()).isEqualTo("1:1");
    }

    // ---------------------------------------------------------------- WebSocket

    @AtOneAndFourInstances
    void aBinaryWebSocketMessageHasItsTypeInFront(int instances) {
        try (EngineClientV3 client = webSocket(engines.get(instances))) {
            client.webSocket().send(RawFrame.binary(bytes(4, 1, 2, 3, 0xff)));
            RawFrame echo = client.webSocket().read();
            assertThat(echo.opcode()).isEqualTo(RawFrame.BINARY);
            assertThat(echo.payload()).isEqualTo(bytes(4, 1, 2, 3, 0xff));
            client.send("4é");
            assertThat(client.receive()).isEqualTo("4é");
        }
    }

    @AtOneAndFourInstances
    void aBinaryWebSocketMessageIsBase64ForAClientThatAsksForIt(int instances) {
        EchoEngine engine = engines.get(instances);
        try (EngineClientV3 client = EngineClientV3.webSocket(engine.port(), EchoEngine.PATH, "&b64=1")) {
            client.send("b4AQID/w==");
            assertThat(client.receive()).isEqualTo("b4AQID/w==");
        }
    }

    @AtOneAndFourInstances
    void aBinaryWebSocketMessageOfAnotherTypeEndsTheSession(int instances) {
        EchoEngine engine = engines.get(instances);
        EngineClientV3 client = webSocket(engine);
        client.webSocket().send(RawFrame.binary(bytes(2, 1)));
        engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
    }

    // ---------------------------------------------------------------- heartbeat

    @AtOneAndFourInstances
    void aPingOfTheClientIsAnsweredWithItsData(int instances) {
        EchoEngine engine = engines.get(instances);
        try (EngineClientV3 polling = polling(engine);
                EngineClientV3 webSocket = webSocket(engine)) {
            polling.send("2");
            assertThat(polling.receive()).isEqualTo("3");
            webSocket.send("2é");
            assertThat(webSocket.receive()).isEqualTo("3é");
        }
    }

    @AtOneAndFourInstances
    void aClientThatDoesNotPingIsClosedAndWasNeverPinged(int instances) {
        EchoEngine engine = hastyEngines.get(instances);
        EngineClientV3 webSocket = webSocket(engine);
        EngineClientV3 polling = polling(engine);
        try (RawConnection poll = polling.startGet()) {
            assertThat(poll.answer().text()).isEqualTo("1:1");
        }
        assertThat(webSocket.webSocket().readToEnd()).noneMatch(frame -> frame.opcode() == RawFrame.TEXT);
        engine.awaitClosed(webSocket.sid(), CloseReason.PING_TIMEOUT);
        engine.awaitClosed(polling.sid(), CloseReason.PING_TIMEOUT);
        engine.awaitNothingIsLeft();
    }

    @AtOneAndFourInstances
    void pingsKeepASessionForAsLongAsTheyCome(int instances) {
        EchoEngine engine = hastyEngines.get(instances);
        try (EngineClientV3 client = webSocket(engine)) {
            for (int waited = 0; waited < 2 * TIMEOUT_MS; waited += INTERVAL_MS) {
                assertThat(client.webSocket().isSilentFor(Duration.ofMillis(INTERVAL_MS)))
                        .isTrue();
                client.send("2");
                assertThat(client.receive()).isEqualTo("3");
            }
            assertThat(engine.isOpen(client.sid())).isTrue();
        }
    }

    @AtOneAndFourInstances
    void aPongOfTheClientEndsTheSession(int instances) {
        EchoEngine engine = engines.get(instances);
        EngineClientV3 client = polling(engine);
        client.post(payload("3"));
        engine.awaitClosed(client.sid(), CloseReason.PARSE_ERROR);
    }

    // ---------------------------------------------------------------- upgrade

    @AtOneAndFourInstances
    void anUpgradeReleasesThePollAndMovesTheSession(int instances) {
        EchoEngine engine = engines.get(instances);
        EngineClientV3 client = polling(engine);
        try (RawConnection poll = client.startGet();
                RawWebSocket candidate = client.openWebSocket("")) {
            engine.awaitPendingGet(client.sid());
            candidate.send("2probe");
            assertThat(candidate.readText()).isEqualTo("3probe");
            assertThat(poll.answer().text()).isEqualTo("1:6");
            engine.send(client.sid(), Frame.text("meanwhile"));
            candidate.send("5");
            assertThat(candidate.readText()).isEqualTo("4meanwhile");
            candidate.send(RawFrame.binary(bytes(4, 1)));
            assertThat(candidate.read().payload()).isEqualTo(bytes(4, 1));
            candidate.send("2");
            assertThat(candidate.readText()).isEqualTo("3");
            assertThat(client.get().status()).isEqualTo(400);
        }
        engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
    }

    @AtOneAndFourInstances
    void eachTransportHasItsOwnWishForBase64(int instances) {
        EchoEngine engine = engines.get(instances);
        EngineClientV3 client = EngineClientV3.polling(engine.port(), EchoEngine.PATH, "&b64=1");
        try (RawWebSocket candidate = client.openWebSocket("")) {
            candidate.send("2probe");
            assertThat(candidate.readText()).isEqualTo("3probe");
            candidate.send("5").send("b4AQID/w==");
            assertThat(candidate.read().payload()).isEqualTo(bytes(4, 1, 2, 3, 0xff));
        }
        engine.awaitClosed(client.sid(), CloseReason.TRANSPORT_CLOSE);
        EngineClientV3 other = polling(engine);
        try (RawWebSocket candidate = other.openWebSocket("&b64=1")) {
            candidate.send("2probe");
            assertThat(candidate.readText()).isEqualTo("3probe");
            engine.send(other.sid(), Frame.binary(BYTES));
            candidate.send("5");
            assertThat(candidate.readText()).isEqualTo("b4AQID/w==");
        }
        engine.awaitClosed(other.sid(), CloseReason.TRANSPORT_CLOSE);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
