package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Quota;
import io.samvad.chat.history.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Gives people their nicknames. */
final class Nicknames {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final HistoryStore store;
    private final ChatOptions options;
    private final Tabs tabs;
    private final Quota changes;

    Nicknames(Vertx vertx, HistoryStore store, ChatOptions options, Tabs tabs) {
        this.vertx = vertx;
        this.store = store;
        this.options = options;
        this.tabs = tabs;
        this.changes = new Quota(options.getNickChanges(), TEN_MINUTES);
    }

    void install(Requests requests) {
        requests.add("nick", Requests.Kind.PERSONAL, this::claim);
    }

    private Future<JsonObject> claim(Visitor visitor, JsonObject wanted) {
        String nick = Names.nick(wanted.getValue("nick"));
        if (nick == null) {
            String misleading = Names.misleading(Wanted.text(wanted, "nick"));
            return Refusal.invalid(
                            misleading != null
                                    ? misleading
                                    : "a nickname has 1 to " + Names.MAX_NICK
                                            + " letters, digits, and inside also - _ and .")
                    .failed();
        }
        if (nick.equals(visitor.nick().name())) {
            return Future.succeededFuture(Wire.person(visitor.person(), nick));
        }
        return give(visitor, nick, changes)
                .recover(failure -> isTaken(failure)
                        ? new Refusal("taken", "somebody else has the nickname " + nick, 0).failed()
                        : Future.failedFuture(failure))
                .map(given -> {
                    if (visitor.nick().isNewerThan(given)) {
                        // Another tab was quicker to tell of a later change: the answer must not be the last word.
                        vertx.runOnContext(answered -> visitor.socket().emit("nick", json(visitor, visitor.nick())));
                    }
                    return json(visitor, given);
                });
    }

    private static JsonObject json(Visitor visitor, Nick nick) {
        return Wire.person(visitor.person(), nick.name());
    }

    /** Fulfils the wish of a visitor who has no nickname; fails when it is another's. */
    Future<Nick> give(Visitor visitor, String name) {
        return give(visitor, name, Quota.NONE);
    }

    /** Gives a visitor a nickname and tells all tabs, also those of who loses it thereby. */
    private Future<Nick> give(Visitor visitor, String name, Quota quota) {
        return store.claim(visitor.person(), name, options.getNickIdle(), quota).map(claim -> {
            claim.loser().ifPresent(loser -> tabs.renamed(loser.id(), "", Nick.of(loser)));
            Nick given = Nick.of(claim.person());
            tabs.renamed(visitor.person(), visitor.socket().id(), given);
            return given;
        });
    }

    /** Whether a store failed because somebody else has that name. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof StoreException refused && refused.code() == StoreException.Code.CONFLICT;
    }
}
