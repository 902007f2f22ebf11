package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.StoreException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Gives people their nicknames. */
final class Nicknames {
    private static final int TEN_MINUTES = 600;

    private final HistoryStore store;
    private final ChatOptions options;
    private final Tabs tabs;
    private final Quota changes;

    Nicknames(HistoryStore store, ChatOptions options, Tabs tabs) {
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
            return Refusal.invalid(
                            "a nickname has 1 to " + Names.MAX_NICK + " letters, digits, and inside also - _ and .")
                    .failed();
        }
        if (nick.equals(visitor.nick())) {
            return Future.succeededFuture(Wire.person(visitor.person(), nick));
        }
        long wait = changes.take(visitor.person());
        if (wait > 0) {
            return Refusal.tooFast("nicknames", wait).failed();
        }
        return store.claim(visitor.person(), nick, options.getNickIdle())
                .recover(failure -> isTaken(failure)
                        ? new Refusal("taken", "somebody else has the nickname " + nick, 0).failed()
                        : Future.failedFuture(failure))
                .map(person -> {
                    tabs.renamed(person.id(), visitor.socket().id(), person.name());
                    return Wire.person(person.id(), person.name());
                });
    }

    /** Whether a store failed because somebody else has that name. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof StoreException refused && refused.code() == StoreException.Code.CONFLICT;
    }
}
