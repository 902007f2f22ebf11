package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.testkit.EngineClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that come and go. */
class VisitorsTest {
    @TempDir
    Path folder;

    private static JsonObject room(String name) {
        return new JsonObject().put("room", name);
    }

    /** The next message that begins so; others may be about who is there. */
    private static String next(EngineClient wire, String beginning) {
        String message;
        do {
            message = wire.receiveMessage();
        } while (!message.startsWith(beginning));
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aRecoveredSocketGoesOnInItsRoomsAndInThoseOfItsOtherTabs(int instances) {
        SocketIoOptions recovering = new SocketIoOptions().setConnectionStateRecovery(RecoveryOptions.DEFAULT);
        try (ChatServer server = new ChatServer(folder, instances, ChatServer.options(), recovering)) {
            ChatClient boris = server.welcomed("Boris");
            boris.get("create", room("tea"));
            boris.get("create", room("cake"));
            EngineClient wire = EngineClient.webSocket(server.port(), "/socket.io/");
            wire.send("40" + ChatClient.person("Anna").put("nick", "Anna").encode());
            JsonObject session = new JsonObject(wire.receiveMessage().substring(1));
            next(wire, "2[\"welcome\"");
            wire.send("421" + new JsonArray().add("join").add(room("tea")).encode());
            next(wire, "31[");
            boris.get("chat message", "before", "b-0", room("tea"));
            JsonArray heard = new JsonArray(next(wire, "2[\"chat message\"").substring(1));
            assertThat(heard.getString(1)).isEqualTo("before");
            wire.close();
            boris.get("chat message", "meanwhile", "b-1", room("tea"));
            ChatClient tab = server.welcomed("Anna");
            tab.get("join", room("cake"));
            tab.get("nick", new JsonObject().put("nick", "Ann"));
            JsonObject again = ChatClient.person("Anna")
                    .put("pid", session.getString("pid"))
                    .put("offset", heard.getString(heard.size() - 1));
            ChatClient back = server.client(again);
            assertThat(back.hear("chat message").getString(1)).isEqualTo("meanwhile");
            assertThat(back.told("nick").getString("nick")).isEqualTo("Ann");
            assertThat(back.told("room").getString("room")).isEqualTo("cake");
            boris.get("chat message", "afterwards", "b-2", room("tea"));
            boris.get("chat message", "cake", "b-3", room("cake"));
            assertThat(back.hear("chat message").getString(1)).isEqualTo("afterwards");
            assertThat(back.hear("chat message").getString(1)).isEqualTo("cake");
            assertThat(back.get("nick", new JsonObject().put("nick", "Annie")).getString("person"))
                    .isEqualTo(ChatClient.id("Anna"));
        }
    }
}
