package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.samvad.server.RawHttp.Answer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServerTest {

    @TempDir
    Path webroot;

    /** Answers below /app; holds what is asked of /app/hold until it is closed. */
    private static class SmallApplication implements Application {
        final List<HttpServerRequest> held = new ArrayList<>();
        Context context;

        SmallApplication(Vertx vertx) {
            context = vertx.getOrCreateContext();
        }

        @Override
        public boolean handles(HttpServerRequest request) {
            return request.path().startsWith("/app");
        }

        @Override
        public void handle(HttpServerRequest request) {
            switch (request.path()) {
                case "/app/hold" -> held.add(request);
                case "/app/bug" -> throw new IllegalStateException("a bug on purpose");
                default -> request.response().end("loop " + System.identityHashCode(context));
            }
        }

        @Override
        public Future<Void> close() {
            return Future.join(held.stream()
                            .map(request -> request.response().end("goodbye"))
                            .toList())
                    .mapEmpty();
        }
    }

    @Test
    void theApplicationIsAskedBeforeTheWebroot() throws IOException {
        Files.writeString(webroot.resolve("app"), "file");
        Files.writeString(webroot.resolve("other.txt"), "file");
        try (TestServer server = TestServer.start(webroot, "{}", (vertx, config) -> new SmallApplication(vertx))) {
            assertThat(RawHttp.get(server.port(), "/app").text()).startsWith("loop ");
            assertThat(RawHttp.get(server.port(), "/other.txt").text()).isEqualTo("file");
            assertThat(RawHttp.get(server.port(), "/socket.io/socket.io.js").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBugInTheApplicationIsAnswered500AndHarmsNobody() throws IOException {
        try (TestServer server = TestServer.start(webroot, "{}", (vertx, config) -> new SmallApplication(vertx))) {
            Answer answer = RawHttp.get(server.port(), "/app/bug");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).doesNotContain("on purpose");
            assertThat(RawHttp.get(server.port(), "/app").status()).isEqualTo(200);
        }
    }

    @Test
    void instancesShareOnePortAndHaveALoopEach() throws IOException {
        Files.writeString(webroot.resolve("index.html"), "start");
        AtomicInteger created = new AtomicInteger();
        Set<String> answers = ConcurrentHashMap.newKeySet();
        try (TestServer server = TestServer.start(webroot, "{\"instances\": 3}", (vertx, config) -> {
            created.incrementAndGet();
            return new SmallApplication(vertx);
        })) {
            for (int i = 0; i < 9; i++) {
                answers.add(RawHttp.get(server.port(), "/app").text());
                assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("start");
            }
        }
        assertThat(created).hasValue(3);
        assertThat(answers).hasSize(3);
    }

    @Test
    void stoppingClosesTheApplicationThenTheConnectionsAndThePort() throws IOException {
        List<SmallApplication> applications = new ArrayList<>();
        TestServer server = TestServer.start(webroot, "{}", (vertx, config) -> {
            applications.add(new SmallApplication(vertx));
            return applications.get(0);
        });
        int port = server.port();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /app/hold HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            await().until(() -> applications.get(0).held.size() == 1);
            assertThat(server.server().stop(5, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("goodbye");
        }
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void stoppingEndsInTimeAlsoIfTheApplicationNeverDoes() {
        TestServer server = TestServer.start(webroot, "{}", (vertx, config) -> new SmallApplication(vertx) {
            @Override
            public Future<Void> close() {
                return Promise.<Void>promise().future();
            }
        });
        assertThat(server.server().stop(200, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        String impatient =
                "{\"http\": {\"idleTimeout\": 1}, \"socketio\": {\"pingInterval\": 10, \"pingTimeout\": 10}}";
        try (TestServer server = TestServer.start(webroot, impatient, (vertx, config) -> Application.NONE);
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void oversizeHeadersAndRequestLinesAreRefused() throws IOException {
        try (TestServer server = TestServer.start(webroot)) {
            assertThat(RawHttp.get(server.port(), "/", "X-Long: " + "x".repeat(9000))
                            .status())
                    .isEqualTo(431);
            assertThat(RawHttp.get(server.port(), "/" + "x".repeat(5000)).status())
                    .isEqualTo(414);
            assertThat(RawHttp.get(server.port(), "/", "X: y\r\n".repeat(3000)).status())
                    .isEqualTo(431);
            assertThat(RawHttp.get(server.port(), "/").status()).isEqualTo(404);
        }
    }

    @Test
    void theAddressNamesWhatABrowserCanOpen() {
        try (TestServer server =
                TestServer.start(webroot, "{\"http\": {\"host\": \"0.0.0.0\"}}", (vertx, config) -> Application.NONE)) {
            assertThat(server.server().address()).isEqualTo("http://localhost:" + server.port());
        }
        try (TestServer server = TestServer.start(webroot)) {
            assertThat(server.server().address()).isEqualTo("http://127.0.0.1:" + server.port());
        }
    }

    @Test
    void plainJavaTransportCanBeAskedFor() throws IOException {
        try (TestServer server = TestServer.start(
                webroot, "{\"http\": {\"transport\": \"nio\"}}", (vertx, config) -> Application.NONE)) {
            assertThat(server.server().transport()).isEqualTo("nio");
            assertThat(RawHttp.get(server.port(), "/").status()).isEqualTo(404);
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        for (String transport : new String[] {"nio", "auto"}) {
            try (ServerSocket other = new ServerSocket(0)) {
                String config = "{\"http\": {\"transport\": \"%s\", \"port\": %d, \"host\": \"0.0.0.0\"}}"
                        .formatted(transport, other.getLocalPort());
                assertThatThrownBy(() -> TestServer.start(webroot, config, (vertx, ignored) -> Application.NONE))
                        .hasMessage("Cannot listen on port %d: it is in use by another program (http.port)"
                                .formatted(other.getLocalPort()));
            }
        }
    }

    @Test
    void aHostThatIsNotOursIsNamed() {
        for (String transport : new String[] {"nio", "auto"}) {
            assertThatThrownBy(() -> start(transport, "no-such-host.invalid"))
                    .hasMessage("Cannot listen on no-such-host.invalid: the name cannot be resolved (http.host)");
            assertThatThrownBy(() -> start(transport, "192.0.2.1"))
                    .hasMessage("Cannot listen on 192.0.2.1: it is not an address of this machine (http.host)");
        }
    }

    private TestServer start(String transport, String host) {
        String config = "{\"http\": {\"transport\": \"%s\", \"host\": \"%s\"}}".formatted(transport, host);
        return TestServer.start(webroot, config, (vertx, ignored) -> Application.NONE);
    }
}
