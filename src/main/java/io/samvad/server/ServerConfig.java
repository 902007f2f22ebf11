package io.samvad.server;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration, checked. {@code docs/configuration.md} explains each key.
 *
 * @param instances verticle instances, at least 1
 * @param http the listening socket and what it serves
 * @param cluster the other nodes
 * @param log what is logged
 * @param socketio the Socket.IO server
 * @param chat the chat application
 * @param admin the admin UI
 */
public record ServerConfig(
        int instances, Http http, Cluster cluster, Log log, SocketIo socketio, Chat chat, Admin admin) {

    /**
     * The listening socket and what it serves.
     *
     * @param host address or name to listen on
     * @param port port to listen on, 0 for any free one
     * @param webroot folder of the pages
     * @param transport {@code auto}, {@code epoll}, {@code io_uring}, {@code kqueue} or {@code nio}
     * @param maxHeaderSize bytes
     * @param maxInitialLineLength bytes
     * @param idleTimeout seconds, 0 for none
     * @param compression whether text files are compressed
     */
    public record Http(
            String host,
            int port,
            Path webroot,
            String transport,
            int maxHeaderSize,
            int maxInitialLineLength,
            int idleTimeout,
            boolean compression) {}

    /**
     * Several nodes that share one conversation.
     *
     * @param enabled whether this node is one of several
     * @param host address of this machine where others reach this one
     * @param port where nodes find each other; if it is in use, one of the next
     * @param members addresses of nodes, with or without a port
     * @param startTimeout seconds that joining may take
     */
    public record Cluster(boolean enabled, String host, int port, List<String> members, int startTimeout) {

        private Cluster enabledToo() {
            return new Cluster(true, host, port, members, startTimeout);
        }
    }

    /**
     * What is logged.
     *
     * @param level {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error} or {@code off}
     * @param format {@code text}
     */
    public record Log(String level, String format) {}

    /**
     * The Socket.IO server.
     *
     * @param path of the endpoint, with a leading and without a trailing slash
     * @param pingInterval milliseconds
     * @param pingTimeout milliseconds
     * @param maxPayload bytes
     * @param serveClient whether the browser client is served below the path
     * @param options every key of the group with its value, defaults included
     */
    public record SocketIo(
            String path, int pingInterval, int pingTimeout, int maxPayload, boolean serveClient, JsonObject options) {}

    /**
     * The chat application.
     *
     * @param path where plain WebSocket clients join
     * @param event name of the event that carries a message
     * @param maxLength characters of a message
     * @param messagesPerSecond of one client
     * @param requestsPerSecond of one client, besides messages
     * @param maxRooms that a person may be in
     * @param roomsPerHour that a person may create
     * @param nickChanges of a person in ten minutes
     * @param maxSocketsPerPerson on one event loop
     * @param history what it remembers
     */
    public record Chat(
            String path,
            String event,
            int maxLength,
            int messagesPerSecond,
            int requestsPerSecond,
            int maxRooms,
            int roomsPerHour,
            int nickChanges,
            int maxSocketsPerPerson,
            History history) {}

    /**
     * What the chat remembers.
     *
     * @param store {@code sqlite}, {@code postgres} or {@code none}
     * @param file of the first
     * @param uri of the second, or null
     * @param maxAge days, 0 for ever
     * @param maxEntries of a room, 0 for all
     * @param maxMissed entries
     */
    public record History(String store, Path file, String uri, int maxAge, int maxEntries, int maxMissed) {}

    /**
     * The admin UI.
     *
     * @param enabled whether there is one
     * @param path of its pages
     * @param auth {@code basic} or {@code none}
     * @param username to log in with
     * @param password bcrypt hash of the password, or null
     * @param mode {@code development} or {@code production}
     * @param readonly whether there are no commands
     */
    public record Admin(
            boolean enabled,
            String path,
            String auth,
            String username,
            String password,
            String mode,
            boolean readonly) {}

    /** The configuration of a server that was told nothing. */
    public static ServerConfig defaults() {
        return read(null, Map.of());
    }

    /**
     * Reads the configuration.
     *
     * @param file the file, or null for the defaults
     * @param environment variables by name; {@code SAMVAD_HTTP_PORT} overrides {@code http.port}, and so on
     * @throws RuntimeException with all problems in its message, one a line
     */
    public static ServerConfig read(Path file, Map<String, String> environment) {
        return new ConfigReader().read(file, environment);
    }

    /** From values that are complete and fit the schema. */
    static ServerConfig of(JsonObject values) {
        JsonObject http = values.getJsonObject("http");
        JsonObject cluster = values.getJsonObject("cluster");
        JsonObject log = values.getJsonObject("log");
        JsonObject socketio = values.getJsonObject("socketio");
        JsonObject chat = values.getJsonObject("chat");
        JsonObject admin = values.getJsonObject("admin");
        int instances = values.getInteger("instances");
        return new ServerConfig(
                instances == 0 ? Runtime.getRuntime().availableProcessors() : instances,
                new Http(
                        http.getString("host"),
                        http.getInteger("port"),
                        Path.of(http.getString("webroot")),
                        http.getString("transport"),
                        http.getInteger("maxHeaderSize"),
                        http.getInteger("maxInitialLineLength"),
                        http.getInteger("idleTimeout"),
                        http.getBoolean("compression")),
                new Cluster(
                        cluster.getBoolean("enabled"),
                        cluster.getString("host"),
                        cluster.getInteger("port"),
                        cluster.getJsonArray("members").stream()
                                .map(String::valueOf)
                                .toList(),
                        cluster.getInteger("startTimeout")),
                new Log(log.getString("level"), log.getString("format")),
                new SocketIo(
                        socketio.getString("path"),
                        socketio.getInteger("pingInterval"),
                        socketio.getInteger("pingTimeout"),
                        socketio.getInteger("maxPayload"),
                        socketio.getBoolean("serveClient"),
                        socketio),
                new Chat(
                        chat.getString("path"),
                        chat.getString("event"),
                        chat.getInteger("maxLength"),
                        chat.getInteger("messagesPerSecond"),
                        chat.getInteger("requestsPerSecond"),
                        chat.getInteger("maxRooms"),
                        chat.getInteger("roomsPerHour"),
                        chat.getInteger("nickChanges"),
                        chat.getInteger("maxSocketsPerPerson"),
                        history(chat.getJsonObject("history"))),
                new Admin(
                        admin.getBoolean("enabled"),
                        admin.getString("path"),
                        admin.getString("auth"),
                        admin.getString("username"),
                        admin.getString("password"),
                        admin.getString("mode"),
                        admin.getBoolean("readonly")));
    }

    private static History history(JsonObject values) {
        return new History(
                values.getString("store"),
                Path.of(values.getString("file")),
                values.getString("uri"),
                values.getInteger("maxAge"),
                values.getInteger("maxEntries"),
                values.getInteger("maxMissed"));
    }

    /** The same, but as a node of a cluster. */
    ServerConfig clustered() {
        return new ServerConfig(instances, http, cluster.enabledToo(), log, socketio, chat, admin);
    }

    /** What is wrong although each value for itself is right; a schema cannot say such things clearly. */
    List<String> contradictions() {
        List<String> found = new ArrayList<>();
        JsonObject cors = socketio.options().getJsonObject("cors");
        if (cors.getBoolean("credentials") && "*".equals(cors.getValue("origin"))) {
            found.add("socketio.cors.credentials: value is true, expected false because socketio.cors.origin is \"*\""
                    + " (browsers refuse both together)");
        }
        if ((chat.path() + "/").startsWith(socketio.path() + "/")) {
            found.add("chat.path: value is \"%s\", expected a path outside socketio.path, which is \"%s\""
                    .formatted(chat.path(), socketio.path()));
        }
        if (chat.history().store().equals("postgres")
                && !ChatHistory.isAddress(chat.history().uri())) {
            found.add("chat.history.uri: it says no database, expected its address because chat.history.store is"
                    + " \"postgres\"");
        }
        if (admin.enabled()) {
            findContradictionsOfAdmin(found);
        }
        return found;
    }

    private void findContradictionsOfAdmin(List<String> found) {
        if (admin.password() == null && admin.auth().equals("basic")) {
            found.add(
                    "admin.password: value is null, expected a bcrypt hash because admin.enabled is true (or set admin.auth"
                            + " to \"none\" to let everybody in)");
        }
        for (String other : List.of(socketio.path(), chat.path())) {
            if ((admin.path() + "/").startsWith(other + "/") || (other + "/").startsWith(admin.path() + "/")) {
                found.add("admin.path: value is \"%s\", expected a path that does not overlap with \"%s\""
                        .formatted(admin.path(), other));
            }
        }
    }
}
