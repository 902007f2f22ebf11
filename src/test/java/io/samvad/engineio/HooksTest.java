package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Cookie, headers, {@code allowRequest}, {@code onConnectionError} and the limit on sessions. */
class HooksTest {
    private static final String POLLING = "?EIO=4&transport=polling";
    private static final String WEBSOCKET = EchoEngine.PATH + "?EIO=4&transport=websocket";

    @Test
    void aCookieCarriesTheSessionIdWithTheFirstAnswerOnly() {
        CookieOptions cookie =
                new CookieOptions().setSecure(true).setSameSite("strict").setMaxAge(60);
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setCookie(cookie));
                EngineClient polling = engine.polling();
                EngineClient webSocket = engine.webSocket()) {
            for (EngineClient client : List.of(polling, webSocket)) {
                String set = client.handshake().header("set-cookie").orElseThrow();
                assertThat(set).startsWith("io=" + client.sid() + ";");
                assertThat(set.split("; ")).contains("Path=/", "HTTPOnly", "Secure", "SameSite=Strict", "Max-Age=60");
            }
            assertThat(polling.post("4hello").header("set-cookie")).isEmpty();
        }
    }

    @Test
    void aCookieMayBeForADomainAndEndAtATime() {
        CookieOptions cookie = new CookieOptions()
                .setName("sid")
                .setDomain("chat.example")
                .setPath("/talk")
                .setHttpOnly(false)
                .setExpires(Instant.parse("2030-12-31T23:59:59Z"));
        assertThat(cookieOf(cookie))
                .containsExactly(
                        "Path=/talk", "Domain=chat.example", "SameSite=Lax", "Expires=Tue, 31 Dec 2030 23:59:59 GMT");
        // RFC 6265, section 5.3: Max-Age goes before Expires, so that is the one end that is told.
        assertThat(cookieOf(cookie.setMaxAge(0)))
                .contains("Max-Age=0")
                .doesNotContain("Expires=Tue, 31 Dec 2030 23:59:59 GMT");
    }

    /** The attributes with which a server of these options sets its cookie. */
    private static List<String> cookieOf(CookieOptions cookie) {
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setCookie(cookie));
                EngineClient client = engine.polling()) {
            String set = client.handshake().header("set-cookie").orElseThrow();
            assertThat(set).startsWith(cookie.getName() + "=" + client.sid() + "; ");
            return List.of(set.split("; ")).subList(1, set.split("; ").length);
        }
    }

    @Test
    void theOptionsOfACookieSurviveTheWayThroughJson() {
        JsonObject defaults = new CookieOptions().toJson();
        assertThat(new CookieOptions(new JsonObject()).toJson()).isEqualTo(defaults);
        JsonObject all = new CookieOptions()
                .setName("sid")
                .setDomain("chat.example")
                .setPath("/talk")
                .setHttpOnly(false)
                .setSecure(true)
                .setSameSite("none")
                .setMaxAge(60)
                .setExpires(Instant.parse("2030-12-31T23:59:59Z"))
                .toJson();
        assertThat(all)
                .allSatisfy(entry -> assertThat(entry.getValue()).isNotEqualTo(defaults.getValue(entry.getKey())));
        assertThat(new CookieOptions(new JsonObject(all.encode())).toJson()).isEqualTo(all);
        assertThatThrownBy(() -> new CookieOptions().setSameSite("some")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thereIsNoCookieByDefault() {
        try (EchoEngine engine = EchoEngine.start(1)) {
            assertThat(engine.request("GET", POLLING).header("set-cookie")).isEmpty();
        }
    }

    @AtOneAndFourInstances
    void hooksAddHeadersToTheFirstAnswerAndToAll(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions(), server -> server.onInitialHeaders(
                        (headers, request) -> headers.add("X-First", "1"))
                .onHeaders((headers, request) ->
                        headers.add("X-All", request.method().name())))) {
            EngineClient polling = engine.polling();
            EngineClient webSocket = engine.webSocket();
            for (EngineClient client : List.of(polling, webSocket)) {
                assertThat(client.handshake().header("x-first")).contains("1");
                assertThat(client.handshake().header("x-all")).contains("GET");
            }
            HttpAnswer posted = polling.post("4hello");
            assertThat(posted.header("x-first")).isEmpty();
            assertThat(posted.header("x-all")).contains("POST");
            assertThat(engine.request("GET", "").header("x-all")).contains("GET");
        }
    }

    // ---------------------------------------------------------------- allowRequest

    @Test
    void allowRequestRefusesWithTheMessageOfItsCause() {
        try (EchoEngine engine = EchoEngine.start(
                1,
                new EngineOptions(),
                server -> server.allowRequest(request -> Future.failedFuture("not \"today\"")))) {
            HttpAnswer polling = engine.request("GET", POLLING);
            HandshakeTest.assertRefused(polling, 403, 4, "not \\\"today\\\"");
            HttpAnswer webSocket = RawWebSocket.tryToOpen(engine.port(), WEBSOCKET);
            HandshakeTest.assertRefused(webSocket, 403, 4, "not \\\"today\\\"");
            assertThat(engine.sessions()).isZero();
        }
    }

    @Test
    void allowRequestMayTakeItsTime() {
        try (EchoEngine engine = EchoEngine.start(
                1,
                new EngineOptions(),
                server -> server.allowRequest(request -> {
                    boolean friend = "friend".equals(request.getHeader("X-Who"));
                    Promise<Void> promise = Promise.promise();
                    Vertx.currentContext().owner().setTimer(20, later -> {
                        if (friend) {
                            promise.complete();
                        } else {
                            promise.fail("who are you");
                        }
                    });
                    return promise.future();
                }))) {
            HandshakeTest.assertRefused(engine.request("GET", POLLING), 403, 4, "who are you");
            HandshakeTest.assertRefused(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET), 403, 4, "who are you");
            for (EngineClient client : List.of(engine.polling("X-Who: friend"), engine.webSocket("X-Who: friend"))) {
                client.send("4hello");
                assertThat(client.receive()).isEqualTo("4hello");
            }
        }
    }

    @Test
    void aFaultInAHookRefusesTheRequestAndTheServerGoesOn() {
        try (EchoEngine engine = EchoEngine.start(
                1,
                new EngineOptions(),
                server -> server.allowRequest(request -> {
                    if (request.getHeader("X-Fault") != null) {
                        throw new IllegalStateException("broken");
                    }
                    return Future.succeededFuture();
                }))) {
            assertThat(engine.request("GET", POLLING, "X-Fault: yes").status()).isEqualTo(403);
            assertThat(engine.request("GET", POLLING).status()).isEqualTo(200);
        }
    }

    @Test
    void aFaultInTheOtherHooksIsReportedAndHarmsNobodyElse() {
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions(), server -> {
            server.onHeaders((headers, request) -> faultIf(request, "headers"));
            server.onInitialHeaders((headers, request) -> faultIf(request, "initial"));
            server.onConnectionError(error -> faultIf(error.request(), "error"));
        })) {
            assertThat(engine.request("GET", POLLING, "X-Fault: headers").status())
                    .isEqualTo(500);
            assertThat(engine.request("GET", POLLING, "X-Fault: initial").status())
                    .isEqualTo(500);
            assertThat(engine.request("GET", "", "X-Fault: error").status()).isEqualTo(400);
            assertThat(engine.sessions()).isZero();
            assertThat(engine.takeFaults())
                    .extracting(Throwable::getMessage)
                    .containsExactly("headers", "initial", "error");
            EngineClient client = engine.polling();
            client.send("4healthy");
            assertThat(client.receive()).isEqualTo("4healthy");
        }
    }

    @Test
    void aFaultWhileASessionIsTakenClosesIt() {
        try (EchoEngine engine = EchoEngine.start(
                1,
                new EngineOptions(),
                server -> server.onConnection(link -> {
                    throw new IllegalStateException("no");
                }))) {
            EngineClient client = engine.polling();
            assertThat(client.get().text()).isEqualTo("1");
            assertThat(engine.takeFaults()).extracting(Throwable::getMessage).containsExactly("no");
            engine.awaitNothingIsLeft();
        }
    }

    private static void faultIf(HttpServerRequest request, String where) {
        if (where.equals(request.getHeader("X-Fault"))) {
            throw new IllegalStateException(where);
        }
    }

    // ---------------------------------------------------------------- onConnectionError

    @Test
    void everyRefusalIsTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        List<EngineError> errors = new CopyOnWriteArrayList<>();
        try (EchoEngine engine = EchoEngine.start(
                1, new EngineOptions(), server -> server.allowRequest(request -> Future.failedFuture("never"))
                        .onConnectionError(error -> {
                            told.add(error.request().method() + " " + error.message());
                            errors.add(error.error());
                        }))) {
            engine.request("GET", "?EIO=4&transport=abc");
            engine.request("POST", POLLING);
            engine.request("GET", "?EIO=4&transport=websocket");
            engine.request("GET", POLLING);
            engine.request("GET", "?EIO=2&transport=polling");
            engine.request("GET", POLLING + "&sid=unknown");
            assertThat(told)
                    .containsExactly(
                            "GET Transport unknown",
                            "POST Bad handshake method",
                            "GET Bad request",
                            "GET never",
                            "GET Unsupported protocol version",
                            "GET Session ID unknown");
            assertThat(errors.stream().map(EngineError::code)).containsExactly(0, 2, 3, 4, 5, 1);
        }
    }

    @AtOneAndFourInstances
    void aRefusalTellsWhatWasWrong(int instances) {
        List<JsonObject> told = new CopyOnWriteArrayList<>();
        try (EchoEngine engine = EchoEngine.start(instances, new EngineOptions(), server -> server.allowRequest(
                        request -> request.getHeader("X-Who") == null
                                ? Future.failedFuture("never")
                                : Future.succeededFuture())
                .onConnectionError(error -> told.add(error.context().copy().put("code", error.code()))))) {
            EngineClient client = engine.polling("X-Who: friend");
            engine.request("GET", "?EIO=4&transport=abc");
            engine.request("GET", POLLING + "&sid=unknown");
            engine.request("PUT", POLLING);
            engine.request("GET", "?EIO=4&transport=websocket");
            engine.request("GET", POLLING);
            engine.request("GET", "?EIO=2&transport=polling");
            engine.request("GET", "?transport=polling");
            client.post("x");
            EngineClient upgraded = engine.polling("X-Who: friend");
            upgraded.upgrade();
            upgraded.get();
            assertThat(told)
                    .containsExactly(
                            context(0).put("transport", "abc"),
                            context(1).put("sid", "unknown"),
                            context(2).put("method", "PUT"),
                            context(3).put("name", "TRANSPORT_HANDSHAKE_ERROR").put("message", "Bad request"),
                            context(4).put("message", "never"),
                            context(5).put("protocol", 2),
                            context(5).putNull("protocol"),
                            context(3)
                                    .put("name", "BAD_REQUEST")
                                    .put(
                                            "message",
                                            "packet type 0x78 at position 0 is unknown, expected a digit from 0 to 6"),
                            context(3)
                                    .put("name", "TRANSPORT_MISMATCH")
                                    .put("message", "Bad request")
                                    .put("transport", "polling")
                                    .put("previousTransport", "websocket"));
            upgraded.close();
        }
    }

    private static JsonObject context(int code) {
        return new JsonObject().put("code", code);
    }

    // ---------------------------------------------------------------- generateId

    @AtOneAndFourInstances
    void anIdMayBeMadeByTheApplicationAndItsSessionIsFoundEverywhere(int instances) {
        try (EchoEngine engine = EchoEngine.start(
                instances, new EngineOptions(), server -> server.generateId(request -> request.getHeader("X-Id")))) {
            for (int round = 0; round < instances; round++) {
                String own = UUID.randomUUID().toString();
                EngineClient client = engine.polling("X-Id: " + own);
                assertThat(client.sid()).endsWith(own).hasSize(8 + own.length());
                client.send("4over polling");
                assertThat(client.receive()).isEqualTo("4over polling");
                client.upgrade();
                client.send("4over both");
                assertThat(client.receive()).isEqualTo("4over both");
                client.close();
            }
        }
    }

    @Test
    void anIdThatCannotBeUsedOrIsInUseRefusesTheHandshake() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions(), server -> server.generateId(request -> {
                    faultIf(request, "generator");
                    return request.getHeader("X-Id");
                })
                .onConnectionError(error -> told.add(error.context().getString("name"))))) {
            String id = "X-Id: 0123456789abcdef";
            EngineClient first = engine.polling(id);
            for (String header : List.of(id, "X-Id: short", "X-Id: 0123456789 abcdef", "X-Fault: generator")) {
                HandshakeTest.assertRefused(engine.request("GET", POLLING, header), 400, 3, "Bad request");
            }
            HandshakeTest.assertRefused(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, id), 400, 3, "Bad request");
            assertThat(told).hasSize(5).containsOnly("ID_GENERATION_ERROR");
            assertThat(engine.takeFaults()).hasSize(5);
            first.send("4goes on");
            assertThat(first.receive()).isEqualTo("4goes on");
            assertThat(engine.sessions()).isEqualTo(1);
        }
    }

    // ---------------------------------------------------------------- counters

    @AtOneAndFourInstances
    void theSessionsOfAnInstanceAreThereByTheirIds(int instances) {
        try (EchoEngine engine = EchoEngine.start(instances);
                EngineClient client = engine.webSocket()) {
            Set<String> all = new HashSet<>();
            for (int i = 0; i < instances; i++) {
                all.addAll(engine.instances()
                        .on(i, server -> Set.copyOf(server.sessions().keySet())));
            }
            assertThat(all).containsExactly(client.sid());
        }
    }

    @Test
    void theUpgradesOfATransportAreThoseThatTheHandshakeOffers() {
        try (EchoEngine engine = EchoEngine.start(1);
                EchoEngine without = EchoEngine.start(1, new EngineOptions().setAllowUpgrades(false))) {
            assertThat(upgrades(engine, "polling")).containsExactly("websocket");
            assertThat(upgrades(engine, "websocket")).isEmpty();
            assertThat(upgrades(without, "polling")).isEmpty();
        }
    }

    private static List<String> upgrades(EchoEngine engine, String transport) {
        return engine.instances().on(0, server -> server.upgrades(transport));
    }

    // ---------------------------------------------------------------- maxSessions

    @Test
    void aFullServerRefusesUntilASessionEnds() {
        try (EchoEngine engine = EchoEngine.start(1, new EngineOptions().setMaxSessions(2));
                EngineClient first = engine.polling();
                EngineClient second = engine.webSocket()) {
            String full = "Too many sessions, try again later";
            HandshakeTest.assertRefused(engine.request("GET", POLLING), 503, 4, full);
            HandshakeTest.assertRefused(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET), 503, 4, full);
            second.send("4goes on");
            assertThat(second.receive()).isEqualTo("4goes on");
            first.send("1");
            assertThat(first.get().text()).isEqualTo("6");
            assertThat(engine.request("GET", POLLING).status()).isEqualTo(200);
        }
    }

    /** The place is not taken before the verdict, so it is counted again behind it. */
    @Test
    void aFullServerStaysFullWhileAllowRequestTakesItsTime() {
        try (EchoEngine engine = EchoEngine.start(
                1,
                new EngineOptions().setMaxSessions(1),
                server -> server.allowRequest(
                        request -> Vertx.currentContext().owner().timer(30).mapEmpty()))) {
            try (RawConnection one = RawConnection.open(engine.port());
                    RawConnection two = RawConnection.open(engine.port())) {
                String head = RawConnection.head("GET", EchoEngine.PATH + POLLING);
                one.send(head);
                two.send(head);
                assertThat(List.of(one.answer().status(), two.answer().status()))
                        .containsExactlyInAnyOrder(200, 503);
            }
        }
    }
}
