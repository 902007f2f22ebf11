package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
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
        ChatClient client = new ChatClient(server.port(), auth);
        clients.add(client);
        return client;
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
