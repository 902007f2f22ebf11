package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protocol v4, sections "Request path", "Query parameters" and "Handshake", and the table of errors. */
class HandshakeTest {
    private static final String HANDSHAKE = "?EIO=4&transport=polling";

    @AtOneAndFourInstances
    void overPollingTheOpenPacketHoldsExactlySidUpgradesIntervalsAndLimit(int instances) {
        EngineOptions options =
                new EngineOptions().setPingInterval(300).setPingTimeout(200).setMaxPayload(77_000);
        try (EchoEngine engine = EchoEngine.start(instances, options)) {
            HttpAnswer answer = engine.request("GET", HANDSHAKE);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).contains("text/plain; charset=UTF-8");
            assertThat(answer.header("cache-control")).contains("no-store");
            assertThat(answer.text())
                    .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{28}\",\"upgrades\":\\[\"websocket\"\\],"
                            + "\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":77000\\}");
        }
    }

    @AtOneAndFourInstances
    void overWebSocketNothingBetterIsOffered(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                RawWebSocket socket = RawWebSocket.open(engine.port(), "/engine.io/?EIO=4&transport=websocket")) {
            assertThat(socket.readText())
                    .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{28}\",\"upgrades\":\\[\\],"
                            + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000\\}");
        }
    }

    @Test
    void thePathMayEndWithoutSlash() {
        try (EchoEngine engine = EchoEngine.start(1)) {
            assertThat(RawConnection.request(engine.port(), "GET", "/engine.io" + HANDSHAKE, null)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void noUpgradeIsOfferedWhereNoneIsAllowed() {
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setAllowUpgrades(false));
                EngineClient client = engine.polling()) {
            assertThat(client.opening().getJsonArray("upgrades")).isEmpty();
            HttpAnswer refused = RawWebSocket.tryToOpen(engine.port(), client.target("websocket"));
            assertRefused(refused, 400, 3, "Bad request");
        }
    }

    @Test
    void aTransportThatIsNotServedIsUnknown() {
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setTransports(List.of("polling")));
                EngineClient client = engine.polling()) {
            assertThat(client.opening().getJsonArray("upgrades")).isEmpty();
            assertTransportUnknown(RawWebSocket.tryToOpen(engine.port(), "/engine.io/?EIO=4&transport=websocket"));
            assertTransportUnknown(RawWebSocket.tryToOpen(engine.port(), client.target("websocket")));
        }
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setTransports(List.of("websocket")))) {
            assertTransportUnknown(engine.request("GET", HANDSHAKE));
        }
    }

    @AtOneAndFourInstances
    void sessionIdsDifferAndEachLoopGivesItsOwn(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances)) {
            Set<String> ids = new HashSet<>();
            Set<String> owners = new HashSet<>();
            for (int i = 0; i < 16; i++) {
                String sid = engine.polling().sid();
                ids.add(sid);
                owners.add(sid.substring(0, 8));
            }
            assertThat(ids).hasSize(16);
            assertThat(owners).hasSize(instances);
        }
    }

    // ---------------------------------------------------------------- code 0

    @AtOneAndFourInstances
    void aTransportThatDoesNotExistIsCodeZero(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances)) {
            assertTransportUnknown(engine.request("GET", ""));
            assertTransportUnknown(engine.request("GET", "?EIO=4"));
            for (String name : List.of("", "abc", "constructor", "__proto__", "toString", "Polling", "polling%00")) {
                assertTransportUnknown(engine.request("GET", "?EIO=4&transport=" + name));
                assertTransportUnknown(RawWebSocket.tryToOpen(engine.port(), "/engine.io/?EIO=4&transport=" + name));
            }
        }
    }

    // ---------------------------------------------------------------- code 1

    @AtOneAndFourInstances
    void aSessionIdThatNobodyGaveIsCodeOne(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient known = engine.polling()) {
            String ownersOther = known.sid().substring(0, 8) + "AAAAAAAAAAAAAAAAAAAA";
            for (String sid :
                    List.of("", "abc", "A".repeat(28), ownersOther, known.sid() + "A", "..%2F..%2F", "a%00b")) {
                String query = "?EIO=4&sid=" + sid + "&transport=";
                assertSessionUnknown(engine.request("GET", query + "polling"));
                assertSessionUnknown(
                        RawConnection.request(engine.port(), "POST", EchoEngine.PATH + query + "polling", "4hello"));
                assertSessionUnknown(RawWebSocket.tryToOpen(engine.port(), EchoEngine.PATH + query + "websocket"));
            }
            known.send("4still here");
            assertThat(known.receive()).isEqualTo("4still here");
        }
    }

    // ---------------------------------------------------------------- code 2

    @AtOneAndFourInstances
    void aHandshakeWithAnotherMethodThanGetIsCodeTwo(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances)) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW")) {
                assertRefused(engine.request(method, HANDSHAKE), 400, 2, "Bad handshake method");
            }
            assertThat(engine.sessions()).isZero();
        }
    }

    // ---------------------------------------------------------------- code 3

    @AtOneAndFourInstances
    void aRequestThatDoesNotFitItsTransportIsCodeThree(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            assertRefused(engine.request("GET", "?EIO=4&transport=websocket"), 400, 3, "Bad request");
            assertRefused(RawWebSocket.tryToOpen(engine.port(), EchoEngine.PATH + HANDSHAKE), 400, 3, "Bad request");
            assertRefused(RawWebSocket.tryToOpen(engine.port(), client.target("polling")), 400, 3, "Bad request");
            for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
                HttpAnswer answer = RawConnection.request(engine.port(), method, client.target("polling"), null);
                assertRefused(answer, 400, 3, "Bad request");
            }
            client.send("4goes on");
            assertThat(client.receive()).isEqualTo("4goes on");
        }
    }

    /** CVE-2023-31125: a parameter given twice has been an array where text was expected. */
    @AtOneAndFourInstances
    void aParameterGivenTwiceIsCodeThree(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            for (String query : List.of(
                    "?EIO=4&EIO=4&transport=polling",
                    "?EIO=4&transport=polling&transport=polling",
                    "?EIO=4&transport=polling&transport=websocket",
                    "?EIO=4&transport=polling&sid=" + client.sid() + "&sid=" + client.sid())) {
                HttpAnswer answer = engine.request("GET", query);
                assertThat(answer.status()).isEqualTo(400);
                assertThat(new JsonObject(answer.text()).getInteger("code")).isEqualTo(3);
            }
            client.send("4goes on");
            assertThat(client.receive()).isEqualTo("4goes on");
        }
    }

    // ---------------------------------------------------------------- code 5

    @AtOneAndFourInstances
    void anotherVersionOfTheProtocolIsCodeFive(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.polling()) {
            for (String version : List.of("", "EIO=", "EIO=3", "EIO=abc", "EIO=44")) {
                assertUnsupported(engine.request("GET", "?" + version + "&transport=polling"));
                assertUnsupported(RawWebSocket.tryToOpen(
                        engine.port(), EchoEngine.PATH + "?" + version + "&transport=websocket"));
                assertUnsupported(engine.request("GET", "?" + version + "&transport=polling&sid=" + client.sid()));
            }
            assertThat(engine.sessions()).isEqualTo(1);
        }
    }

    // ----------------------------------------------------------------

    private static void assertTransportUnknown(HttpAnswer answer) {
        assertRefused(answer, 400, 0, "Transport unknown");
    }

    private static void assertSessionUnknown(HttpAnswer answer) {
        assertRefused(answer, 400, 1, "Session ID unknown");
    }

    private static void assertUnsupported(HttpAnswer answer) {
        assertRefused(answer, 400, 5, "Unsupported protocol version");
    }

    static void assertRefused(HttpAnswer answer, int status, int code, String message) {
        assertThat(answer.text()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).contains("application/json");
    }
}
