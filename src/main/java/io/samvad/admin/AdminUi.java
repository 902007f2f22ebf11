package io.samvad.admin;

import io.samvad.socketio.Namespace;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a server to the pages of the official admin UI, as {@code instrument} of {@code @socket.io/admin-ui} does. Do it on
 * each instance.
 *
 * <pre>{@code
 * AdminUi.instrument(io, new AdminOptions().setBasicAuth("admin", "$2a$10$…"));
 * }</pre>
 *
 * <p>It ends with the server; see {@link SocketIo#close}.
 */
public final class AdminUi {
    private static final Logger LOG = LoggerFactory.getLogger(AdminUi.class);
    private static final List<String> COMMANDS =
            List.of("EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT");

    private final AdminOptions options;
    /** Null if everybody may look. */
    private final Credentials credentials;
    /** Null if there are none. */
    private final Commands commands;

    private final Watch watch;

    private AdminUi(SocketIo io, AdminOptions options) {
        this.options = options;
        Namespace admin = io.of(options.getNamespaceName());
        this.credentials = options.getUsername() == null ? null : new Credentials(io.vertx(), options);
        this.commands = options.isReadonly() ? null : new Commands(io, admin);
        this.watch = new Watch(io, admin, options);
        if (credentials != null) {
            admin.use(credentials);
        } else {
            LOG.warn("Everybody may use the admin namespace {}", admin.name());
        }
        admin.onConnection(this::welcome);
        io.onClose(closing -> watch.close());
    }

    /**
     * Opens an instance.
     *
     * @param options must say who may look
     * @throws IllegalArgumentException when they do not
     */
    public static AdminUi instrument(SocketIo io, AdminOptions options) {
        if (!options.isAuthNamed()) {
            throw new IllegalArgumentException("who may look was not said: call setBasicAuth or setNoAuth");
        }
        return new AdminUi(io, options);
    }

    private void welcome(Socket watcher) {
        if (credentials != null && !credentials.hasSession(watcher)) {
            watcher.emit("session", credentials.newSession());
        }
        if (commands != null) {
            commands.offer(watcher);
        }
        watcher.emit("config", new JsonObject().put("supportedFeatures", features()));
        watch.came(watcher);
    }

    private JsonArray features() {
        JsonArray features = new JsonArray();
        if (commands != null) {
            COMMANDS.forEach(features::add);
        }
        features.add("AGGREGATED_EVENTS");
        return options.getMode() == AdminOptions.Mode.DEVELOPMENT ? features.add("ALL_EVENTS") : features;
    }

    /** Whether somebody looks at this server, here or through another instance. */
    public boolean isWatched() {
        return watch.isOn();
    }

    /** How many sockets and namespaces are listened to. */
    int tapCount() {
        return watch.tapCount();
    }
}
