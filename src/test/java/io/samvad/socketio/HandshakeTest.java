package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.Stage.Guest;
import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.EngineClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a socket knows of its client. */
class HandshakeTest {

    @ParameterizedTest
    @EnumSource(Wire.class)
    void theHandshakeIsTheRequestThatOpenedTheConnectionAndTheAuth(Wire wire) {
        Instant before = Instant.now();
        try (Stage stage = new Stage(2, io -> {})) {
            WireClient client = WireClient.open(stage.server().port(), wire, "X-Token: abc", "X-Many: 1", "X-Many: 2")
                    .connect("{\"user\":\"u\"}");
            Guest guest = stage.arrive(client);
            Handshake handshake = guest.socket().handshake();
            assertThat(handshake.headers().get("x-token")).isEqualTo("abc");
            assertThat(handshake.headers().getAll("X-Many")).containsExactly("1", "2");
            assertThat(handshake.query().get("EIO")).isEqualTo("4");
            assertThat(handshake.query().get("transport")).isEqualTo(wire.name().toLowerCase());
            assertThat(handshake.url())
                    .isEqualTo("/socket.io/?EIO=4&transport=" + wire.name().toLowerCase());
            assertThat(handshake.address()).isEqualTo("127.0.0.1");
            assertThat(handshake.secure()).isFalse();
            assertThat(handshake.auth()).isEqualTo(new JsonObject().put("user", "u"));
            assertThat(handshake.auth("user")).isEqualTo("u");
            assertThat(handshake.auth("token")).isNull();
            assertThat(handshake.time()).isBetween(before.minus(Duration.ofMillis(1)), Instant.now());
            assertThat(guest.on(Socket::transport)).isEqualTo(wire.name().toLowerCase());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anUpgradeChangesTheTransportAndNothingElse(int instances) {
        try (Stage stage = new Stage(instances, io -> {})) {
            Guest guest = stage.arrive(Wire.POLLING);
            guest.run(socket -> socket.data().put("seen", 1));
            EngineClient engine = guest.client().engine();
            engine.upgrade();
            guest.run(socket -> socket.on("ask", (args, ack) -> ack.send(socket.transport(), socket.data())));
            guest.client().expectNothingBefore("21[\"ask\"]", "31[\"websocket\",{\"seen\":1}]");
            assertThat(guest.socket().handshake().query().get("transport")).isEqualTo("polling");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void whoSendsNoAuthHasAnEmptyOne(Wire wire) {
        try (Stage stage = new Stage(1, io -> {})) {
            Guest guest = stage.arrive(wire);
            assertThat(guest.socket().handshake().auth("user")).isNull();
            assertThat(guest.socket().handshake().auth()).isEqualTo(new JsonObject());
            assertThat(guest.on(Socket::data)).isEqualTo(new JsonObject());
            assertThat(guest.on(Socket::isConnected)).isTrue();
            assertThat(guest.socket().namespace().name()).isEqualTo("/");
        }
    }
}
