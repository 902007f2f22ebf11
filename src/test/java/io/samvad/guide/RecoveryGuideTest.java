package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/5-recovery.md}; the client is one that can be cut off. */
class RecoveryGuideTest {

    private static SocketIoOptions options() {
        // snippet: options
        int twoMinutes = 120_000;
        int bytes = 16 << 20;
        int sessions = 100_000;
        boolean skipMiddlewares = true;
        SocketIoOptions options = new SocketIoOptions()
                .setConnectionStateRecovery(new RecoveryOptions(twoMinutes, bytes, sessions, skipMiddlewares));
        // end
        return options;
    }

    private static void welcome(SocketIo io) {
        // snippet: recovered
        io.onConnection(socket -> {
            if (socket.recovered()) {
                socket.emit("welcome back", socket.data().getString("name"));
            } else {
                socket.data().put("name", socket.handshake().auth().getString("name", "stranger"));
                socket.join("news").onSuccess(joined -> socket.emit("welcome"));
            }
        });
        // end
    }

    @Test
    void whoWasCutOffComesBackAsTheSameSocketAndHearsWhatItMissed() {
        try (Instances<SocketIo> server = Instances.socketIo(2, options(), RecoveryGuideTest::welcome)) {
            EngineClient client = EngineClient.webSocket(server.port(), "/socket.io/");
            client.send("40{\"name\":\"Asha\"}");
            JsonObject first = new JsonObject(client.receiveMessage().substring(1));
            JsonArray welcome = new JsonArray(client.receiveMessage().substring(1));
            assertThat(welcome.getString(0)).isEqualTo("welcome");
            client.close();
            await().until(() -> server.sum(io -> io.sockets().size()) == 0);
            server.on(0, io -> {
                io.to("news").emit("headline", "it rains");
                return null;
            });

            try (EngineClient again = EngineClient.webSocket(server.port(), "/socket.io/")) {
                JsonObject auth =
                        new JsonObject().put("pid", first.getString("pid")).put("offset", welcome.getString(1));
                again.send("40" + auth.encode());
                JsonObject second = new JsonObject(again.receiveMessage().substring(1));
                assertThat(second.getString("sid")).isEqualTo(first.getString("sid"));
                assertThat(again.receiveMessage()).startsWith("2[\"headline\",\"it rains\",");
                assertThat(again.receiveMessage()).startsWith("2[\"welcome back\",\"Asha\",");
            }
        }
    }

    @Test
    void whoComesBackWithoutItsIdIsNew() {
        try (Instances<SocketIo> server = Instances.socketIo(1, options(), RecoveryGuideTest::welcome);
                EngineClient client = EngineClient.webSocket(server.port(), "/socket.io/")) {
            client.send("40{\"pid\":\"guessed\",\"offset\":\"guessed\"}");
            client.receiveMessage();
            assertThat(client.receiveMessage()).startsWith("2[\"welcome\",");
        }
    }
}
