package io.samvad.server;

import io.samvad.admin.AdminOptions;
import io.samvad.admin.AdminUi;
import io.samvad.chat.ChatApp;
import io.samvad.chat.ChatOptions;
import io.samvad.chat.Relay;
import io.samvad.engineio.EngineOptions;
import io.samvad.rawsocket.RawEndpoint;
import io.samvad.rawsocket.RawOptions;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application that the program serves: the chat, for Socket.IO and for plain WebSocket clients. */
final class Conversation implements Application {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final SocketIo io;
    private final RawEndpoint plain;
    /** Null for a chat that remembers nothing. */
    private final ChatHistory history;

    private boolean stopping;

    Conversation(Vertx vertx, ServerConfig config) {
        io = SocketIo.create(vertx, new SocketIoOptions(config.socketio().options()));
        io.onConnection(Conversation::log);
        if (config.admin().enabled()) {
            AdminUi.instrument(io, adminOptions(config.admin()));
        }
        history = install(vertx, config.chat());
        EngineOptions engine = io.options().getEngine();
        RawOptions options = new RawOptions(
                config.chat().path(),
                config.chat().event(),
                engine.getPingInterval(),
                engine.webSocketLimits(),
                engine.getMaxTotalQueuedBytes());
        plain = new RawEndpoint(vertx, io, options);
    }

    private ChatHistory install(Vertx vertx, ServerConfig.Chat config) {
        if (config.history().store().equals("none")) {
            new Relay(config.event()).install(io);
            return null;
        }
        ChatHistory remembered = ChatHistory.use(vertx, config.history());
        ChatOptions options = new ChatOptions()
                .setEvent(config.event())
                .setMaxLength(config.maxLength())
                .setMessagesPerSecond(config.messagesPerSecond())
                .setRequestsPerSecond(config.requestsPerSecond())
                .setMaxRooms(config.maxRooms())
                .setRoomsPerHour(config.roomsPerHour())
                .setNickChanges(config.nickChanges())
                .setMaxSocketsPerPerson(config.maxSocketsPerPerson())
                .setMaxMissed(config.history().maxMissed());
        new ChatApp(options, remembered.store()).install(io);
        return remembered;
    }

    private static AdminOptions adminOptions(ServerConfig.Admin admin) {
        AdminOptions options = new AdminOptions()
                .setMode(AdminOptions.Mode.valueOf(admin.mode().toUpperCase(Locale.ROOT)))
                .setReadonly(admin.readonly());
        return admin.auth().equals("none")
                ? options.setNoAuth()
                : options.setBasicAuth(admin.username(), admin.password());
    }

    private static void log(Socket socket) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        String address = socket.handshake().address();
        LOG.info("{} connected by {} from {}", socket.id(), socket.transport(), address);
        socket.onDisconnect(reason ->
                LOG.info("{} disconnected by {} from {}: {}", socket.id(), socket.transport(), address, reason));
    }

    @Override
    public Future<Void> ready() {
        return io.ready();
    }

    @Override
    public boolean handles(HttpServerRequest request) {
        return io.handles(request) || plain.handles(request);
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!plain.handles(request)) {
            io.handle(request);
        } else if (stopping) {
            StandardAnswers.stopping(request);
        } else {
            plain.handle(request);
        }
    }

    @Override
    public Future<Void> close() {
        stopping = true;
        plain.close();
        return io.close().eventually(() -> history == null ? Future.succeededFuture() : history.release());
    }
}
