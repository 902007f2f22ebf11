package io.samvad.server;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.PostgresHistory;
import io.samvad.chat.history.PostgresOptions;
import io.samvad.chat.history.Retention;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one store that all instances of a process share: opened by the first, closed by the last, pruned by the hour. */
final class ChatHistory implements Shareable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatHistory.class);
    private static final String KEY = "history";

    private final Vertx vertx;
    private final HistoryStore store;
    private final long timer;
    private int users;

    private ChatHistory(Vertx vertx, ServerConfig.History config) {
        this.vertx = vertx;
        this.store = config.store().equals("postgres")
                ? PostgresHistory.open(vertx, new PostgresOptions().setUri(config.uri()))
                : SqliteHistory.open(vertx, new SqliteOptions().setFile(config.file()));
        Retention retention = new Retention(
                config.maxAge() == 0 ? Retention.FOREVER.maxAge() : Duration.ofDays(config.maxAge()),
                config.maxEntries() == 0 ? Long.MAX_VALUE : config.maxEntries(),
                Retention.FOREVER.offsets());
        prune(retention);
        timer = vertx.setPeriodic(TimeUnit.HOURS.toMillis(1), hour -> prune(retention));
    }

    /** The store of this process, for one more instance. */
    static ChatHistory use(Vertx vertx, ServerConfig.History config) {
        return all(vertx).compute(KEY, (key, open) -> {
            ChatHistory history = open == null ? new ChatHistory(vertx, config) : open;
            history.users++;
            return history;
        });
    }

    private static LocalMap<String, ChatHistory> all(Vertx vertx) {
        return vertx.sharedData().getLocalMap(ChatHistory.class.getName());
    }

    /** Whether that is an address of a database. */
    static boolean isAddress(String uri) {
        try {
            return uri != null && new PostgresOptions().setUri(uri) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    HistoryStore store() {
        return store;
    }

    private void prune(Retention retention) {
        store.prune(retention)
                .onComplete(
                        removed -> LOG.debug("{} old entries removed", removed),
                        failure -> LOG.debug("Old entries stay for now: {}", failure.getMessage()));
    }

    /** An instance no longer needs it. */
    Future<Void> release() {
        ChatHistory left = all(vertx).computeIfPresent(KEY, (key, open) -> --open.users == 0 ? null : open);
        if (left != null) {
            return Future.succeededFuture();
        }
        vertx.cancelTimer(timer);
        return store.close();
    }
}
