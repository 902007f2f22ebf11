package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may connect from a page of another origin: CORS for polling, and the same answer for WebSocket, which has no CORS. */
class OriginTest {
    private static final String POLLING = "?EIO=4&transport=polling";
    private static final String WEBSOCKET = EchoEngine.PATH + "?EIO=4&transport=websocket";
    private static final String FRIEND = "https://friend.example";
    private static final String STRANGER = "https://stranger.example";

    private static EngineOptions cors(CorsOptions cors) {
        return new EngineOptions().setCors(cors);
    }

    private static CorsOptions friend() {
        return new CorsOptions().setOrigins(List.of(FRIEND));
    }

    @Test
    void byDefaultAPageOfAnotherOriginIsRefusedOnBothTransports() {
        try (EchoEngine engine = EchoEngine.start(1);
                EngineClient client = engine.polling()) {
            assertStranger(engine.request("GET", POLLING, "Origin: " + STRANGER));
            assertStranger(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, "Origin: " + STRANGER));
            assertStranger(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, "Origin: null"));
            assertStranger(RawWebSocket.tryToOpen(engine.port(), client.target("websocket"), "Origin: " + STRANGER));
            assertStranger(RawConnection.request(
                    engine.port(), "POST", client.target("polling"), "4forged", "Origin: " + STRANGER));
            assertThat(engine.received(client.sid())).isZero();
            client.send("4goes on");
            assertThat(client.receive()).isEqualTo("4goes on");
            assertThat(engine.sessions()).isEqualTo(1);
        }
    }

    @Test
    void pagesOfTheServerItselfNeedNoPermission() {
        try (EchoEngine engine = EchoEngine.start(1)) {
            String[] own = {"Host: chat.example:3000", "Origin: http://chat.example:3000"};
            HttpAnswer answer = engine.request("GET", POLLING, own);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEmpty();
            // A proxy in front may end TLS.
            String[] proxied = {"Host: chat.example", "Origin: https://chat.example"};
            assertThat(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, proxied).status())
                    .isEqualTo(101);
        }
    }

    @Test
    void aListedOriginMayReadTheAnswers() {
        try (EchoEngine engine = EchoEngine.start(1, cors(friend()))) {
            HttpAnswer answer = engine.request("GET", POLLING, "Origin: " + FRIEND);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).contains(FRIEND);
            assertThat(answer.header("vary").orElse("")).containsIgnoringCase("origin");
            assertThat(answer.header("access-control-allow-credentials")).isEmpty();
            assertThat(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, "Origin: " + FRIEND)
                            .status())
                    .isEqualTo(101);
            assertStranger(engine.request("GET", POLLING, "Origin: " + STRANGER));
            assertStranger(engine.request("GET", POLLING, "Origin: " + FRIEND + ".evil.example"));
        }
    }

    @Test
    void anOriginThatMatchesAPatternAsAWholeIsAFriendToo() {
        CorsOptions cors = friend().setOriginPatterns(List.of("https://[a-z]+[.]chat[.]example(:[0-9]{1,5})?"));
        try (EchoEngine engine = EchoEngine.start(1, cors(cors.setCredentials(true)))) {
            for (String origin : List.of(FRIEND, "https://a.chat.example", "https://b.chat.example:8443")) {
                HttpAnswer answer = engine.request("GET", POLLING, "Origin: " + origin);
                assertThat(answer.header("access-control-allow-origin")).contains(origin);
                assertThat(answer.header("access-control-allow-credentials")).contains("true");
                assertThat(answer.header("vary")).contains("origin");
                assertThat(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, "Origin: " + origin)
                                .status())
                        .isEqualTo(101);
            }
            for (String origin : List.of(
                    "https://a.chat.example.evil.example",
                    "https://evil.example/https://a.chat.example",
                    "https://achat.example",
                    "http://a.chat.example",
                    "https://" + "a".repeat(300) + ".chat.example")) {
                assertStranger(engine.request("GET", POLLING, "Origin: " + origin));
                assertStranger(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, "Origin: " + origin));
            }
        }
    }

    /** There are so many ways to share out 200 letters that trying them all would outlast the earth. */
    @Test
    void aPatternThatGoesAstrayIsGivenUp() {
        CorsOptions cors = new CorsOptions().setOriginPatterns(List.of("(.*a){20}b", "https://.*"));
        assertThat(cors.allowsOrigin("a".repeat(200))).isFalse();
        assertThat(cors.allowsOrigin(FRIEND)).isTrue();
        assertThatThrownBy(() -> cors.setOriginPatterns(List.of("("))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new CorsOptions(cors.toJson()).toJson()).isEqualTo(cors.toJson());
    }

    @Test
    void aFunctionOfTheRequestMaySayWhatIsAllowedInPlaceOfTheOptions() {
        CorsOptions none = new CorsOptions();
        try (EchoEngine engine = EchoEngine.start(
                1,
                cors(new CorsOptions().setOrigins(List.of(STRANGER))),
                server -> server.cors(request -> "a.example".equals(request.getHeader("Host")) ? friend() : none))) {
            String[] toA = {"Host: a.example", "Origin: " + FRIEND};
            String[] toB = {"Host: b.example", "Origin: " + FRIEND};
            HttpAnswer answer = engine.request("GET", POLLING, toA);
            assertThat(answer.header("access-control-allow-origin")).contains(FRIEND);
            assertThat(engine.request("OPTIONS", POLLING, toA).status()).isEqualTo(204);
            assertThat(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, toA).status())
                    .isEqualTo(101);
            HttpAnswer refused = engine.request("GET", POLLING, toB);
            assertStranger(refused);
            assertThat(refused.header("vary")).contains("origin");
            assertStranger(RawWebSocket.tryToOpen(engine.port(), WEBSOCKET, toB));
            assertStranger(engine.request("GET", POLLING, "Host: a.example", "Origin: " + STRANGER));
        }
    }

    @Test
    void aFunctionOfTheRequestThatFailsRefusesThatRequestAlone() {
        try (EchoEngine engine = EchoEngine.start(
                1,
                new EngineOptions(),
                server -> server.cors(request -> {
                    if (request.getHeader("X-Fault") != null) {
                        throw new IllegalStateException("broken");
                    }
                    return friend();
                }))) {
            assertThat(engine.request("GET", POLLING, "X-Fault: yes").status()).isEqualTo(500);
            assertThat(engine.takeFaults()).extracting(Throwable::getMessage).containsExactly("broken");
            assertThat(engine.request("GET", POLLING, "Origin: " + FRIEND).status())
                    .isEqualTo(200);
        }
    }

    /** A cache must not show one page the answer that another one got, nor that of a request without origin. */
    @Test
    void answersSayThatTheyVaryByOriginIfAndOnlyIfTheyDo() {
        try (EchoEngine engine = EchoEngine.start(1, cors(friend()))) {
            assertThat(engine.request("GET", POLLING).header("vary")).contains("origin");
            assertThat(engine.request("GET", POLLING, "Origin: " + STRANGER).header("vary"))
                    .contains("origin");
            EngineClient client = engine.polling("Origin: " + FRIEND, "Accept-Encoding: gzip");
            client.send("4" + "x".repeat(2_000));
            HttpAnswer compressed = client.get();
            assertThat(compressed.header("content-encoding")).contains("gzip");
            assertThat(compressed.headers("vary")).containsExactlyInAnyOrder("origin", "accept-encoding");
        }
        for (List<String> origins : List.of(List.<String>of(), List.of("*"))) {
            try (EchoEngine engine = EchoEngine.start(1, cors(new CorsOptions().setOrigins(origins)))) {
                assertThat(engine.request("GET", POLLING).header("vary")).isEmpty();
            }
        }
    }

    @Test
    void aRefusalCanBeReadByAListedOriginToo() {
        try (EchoEngine engine = EchoEngine.start(1, cors(friend()))) {
            HttpAnswer refused = engine.request("GET", "?EIO=3&transport=polling", "Origin: " + FRIEND);
            HandshakeTest.assertRefused(refused, 400, 5, "Unsupported protocol version");
            assertThat(refused.header("access-control-allow-origin")).contains(FRIEND);
        }
    }

    @Test
    void anyOriginIsSaidAsSuchUnlessCredentialsAreAllowed() {
        CorsOptions any = new CorsOptions().setOrigins(List.of("*"));
        try (EchoEngine engine = EchoEngine.start(1, cors(any))) {
            HttpAnswer answer = engine.request("GET", POLLING, "Origin: " + STRANGER);
            assertThat(answer.header("access-control-allow-origin")).contains("*");
        }
        any.setCredentials(true).setExposedHeaders(List.of("X-One", "X-Two"));
        try (EchoEngine engine = EchoEngine.start(1, cors(any))) {
            HttpAnswer answer = engine.request("GET", POLLING, "Origin: " + STRANGER);
            assertThat(answer.header("access-control-allow-origin")).contains(STRANGER);
            assertThat(answer.header("access-control-allow-credentials")).contains("true");
            assertThat(answer.header("access-control-expose-headers")).contains("X-One,X-Two");
        }
    }

    @Test
    void aPreflightIsAnsweredByTheConfiguration() {
        CorsOptions cors = friend().setMaxAge(600);
        try (EchoEngine engine = EchoEngine.start(1, cors(cors))) {
            HttpAnswer answer = engine.request(
                    "OPTIONS",
                    POLLING,
                    "Origin: " + FRIEND,
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: x-asked");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("access-control-allow-origin")).contains(FRIEND);
            assertThat(answer.header("access-control-allow-methods")).contains("GET,POST");
            assertThat(answer.header("access-control-allow-headers")).contains("x-asked");
            assertThat(answer.header("access-control-max-age")).contains("600");
            HttpAnswer stranger = engine.request("OPTIONS", POLLING, "Origin: " + STRANGER);
            assertThat(stranger.header("access-control-allow-origin")).isEmpty();
        }
        cors.setAllowedHeaders(List.of("X-Listed")).setMethods(List.of("GET"));
        try (EchoEngine engine = EchoEngine.start(1, cors(cors))) {
            HttpAnswer answer =
                    engine.request("OPTIONS", POLLING, "Origin: " + FRIEND, "Access-Control-Request-Headers: x-asked");
            assertThat(answer.header("access-control-allow-headers")).contains("X-Listed");
            assertThat(answer.header("access-control-allow-methods")).contains("GET");
        }
    }

    private static void assertStranger(HttpAnswer answer) {
        HandshakeTest.assertRefused(answer, 403, 4, "Origin not allowed");
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
    }
}
