package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** A chat over a real file, and its clients. */
final class ChatServer implements AutoCloseable {
    static final long NEVER = 3_600_000;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<ChatClient> clients = new ArrayList<>();
    private final SqliteOptions file;
    private final Instances<SocketIo> server;
    private HistoryStore store;

    ChatServer(Path folder, int instances, ChatOptions options) {
        this(folder, instances, options, new SocketIoOptions());
    }

    ChatServer(Path folder, int instances, ChatOptions options, SocketIoOptions socketio) {
        this(folder, instances, options, socketio, UnaryOperator.identity());
    }

    /** @param using what the chat uses instead of its store */
    ChatServer(
            Path folder,
            int instances,
            ChatOptions options,
            SocketIoOptions socketio,
            UnaryOperator<HistoryStore> using) {
        file = new SqliteOptions().setFile(folder.resolve("samvad.db"));
        server = Instances.socketIo(instances, socketio, io -> {
            io.exceptionHandler(failures::add);
            new ChatApp(options, using.apply(open(io))).install(io);
        });
    }

    /** So that only what a test limits is limited. */
    static ChatOptions options() {
        return new ChatOptions()
                .setCheckInterval(NEVER)
                .setMessagesPerSecond(10_000)
                .setRequestsPerSecond(10_000)
                .setRoomsPerHour(10_000)
                .setNickChanges(10_000);
    }

    private synchronized HistoryStore open(SocketIo io) {
        if (store == null) {
            store = SqliteHistory.open(io.vertx(), file);
        }
        return store;
    }

    HistoryStore store() {
        return store;
    }

    int port() {
        return server.port();
    }

    ChatClient client(JsonObject auth) {
        return added(new ChatClient(server.port(), auth));
    }

    private ChatClient added(ChatClient client) {
        clients.add(client);
        return client;
    }

    /** A client of that instance. */
    ChatClient clientOn(int instance, JsonObject auth) {
        while (true) {
            EngineClient wire = EngineClient.webSocket(server.port(), "/socket.io/");
            if (server.on(instance, io -> io.engine().sessions().containsKey(wire.sid()))) {
                return added(new ChatClient(wire, auth));
            }
            wire.close();
        }
    }

    /** Cuts a client off, and waits until the server knows. */
    void lose(ChatClient client) {
        client.close();
        await().until(() -> server.sum(io -> io.sockets().containsKey(client.id()) ? 1 : 0) == 0);
    }

    ChatClient guest() {
        return client(null);
    }

    /** A tab of the person whose key is made of this name, without a nickname unless they have one. */
    ChatClient person(String name) {
        return client(ChatClient.person(name));
    }

    /** A tab of a person of this nickname, welcomed. */
    ChatClient welcomed(String nick) {
        ChatClient client = client(ChatClient.person(nick).put("nick", nick));
        JsonObject me = client.told("welcome").getJsonObject("me");
        assertThat(me.getString("nick")).isEqualTo(nick);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
        server.closeServed();
        Instances.await(store.close());
        server.close();
        assertThat(failures).isEmpty();
    }
}
