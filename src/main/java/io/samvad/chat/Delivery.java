package io.samvad.chat;

import io.samvad.chat.history.Entry;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.Replay;
import io.samvad.chat.history.StoreException;
import io.samvad.socketio.SocketIo;
import io.vertx.core.Future;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sockets of this instance what is in the log of a room, each entry once and in order. What instances tell each
 * other is only a hint that saves reading: whatever is missing is read from the store before anything behind it is delivered.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int BATCH = 500;
    /** Entries that wait for others before them; more are left in the store, where they are read in their turn. */
    private static final int MAX_AHEAD = 1_000;

    private final SocketIo io;
    private final HistoryStore store;
    private final String room;
    private final String event;
    private final TreeMap<Long, Entry> ahead = new TreeMap<>();
    /** The last entry that was delivered; null until the store has told where the log is. */
    private Position delivered;
    /** Number of the newest entry that this instance has heard of. */
    private long newest;
    /** What is being read from the store, or null. */
    private Future<Void> reading;

    private boolean warned;

    Delivery(SocketIo io, HistoryStore store, String room, String event) {
        this.io = io;
        this.store = store;
        this.room = room;
        this.event = event;
    }

    /** The last entry that was delivered; null as long as the store has not told where the log is. */
    Position delivered() {
        return delivered;
    }

    /**
     * There is an entry, which may have been told to nobody.
     *
     * @param entry it, or null when it has to be read
     */
    void offer(Position position, Entry entry) {
        if (delivered == null) {
            readOn();
            return;
        }
        if (!position.epoch().equals(delivered.epoch())) {
            ofAnotherLog();
            return;
        }
        if (position.seq() <= delivered.seq()) {
            return;
        }
        newest = Math.max(newest, position.seq());
        if (entry != null && ahead.size() < MAX_AHEAD) {
            ahead.put(position.seq(), entry);
        }
        if (reading == null) {
            goOn();
        }
    }

    private void goOn() {
        drain();
        if (delivered.seq() < newest) {
            readOn();
        }
    }

    private void ofAnotherLog() {
        if (!warned) {
            warned = true;
            LOG.warn("Another node keeps the history of {} elsewhere: nodes must share one store", room);
        }
        readOn();
    }

    /** Delivers what follows without a gap. */
    private void drain() {
        while (!ahead.isEmpty() && ahead.firstKey() <= delivered.seq() + 1) {
            deliver(ahead.pollFirstEntry().getValue());
        }
    }

    private void deliver(Entry entry) {
        if (entry.seq() != delivered.seq() + 1) {
            return;
        }
        delivered = delivered.at(entry.seq());
        Wire.tell(io.local().to(room)::emit, event, room, delivered.epoch(), entry);
    }

    /**
     * Reads on from the last entry that was delivered to the end of the log.
     *
     * @return completes when that is done; those who ask meanwhile share it
     */
    Future<Void> readOn() {
        if (reading != null) {
            return reading;
        }
        Future<Void> begun = delivered == null ? begin() : next();
        reading = begun;
        begun.onComplete(
                done -> {
                    reading = null;
                    goOn();
                },
                // Whoever is waiting asks again, the timer at the latest.
                failure -> reading = null);
        return begun;
    }

    private Future<Void> begin() {
        return store.open(Names.draft(room)).map(opened -> {
            delivered = opened.head();
            return null;
        });
    }

    private Future<Void> next() {
        return store.after(room, delivered, BATCH)
                .recover(failure -> isGone(failure)
                        ? store.open(Names.draft(room)).compose(again -> store.after(room, delivered, BATCH))
                        : Future.failedFuture(failure))
                .compose(replay -> {
                    accept(replay);
                    return replay.more() ? next() : Future.succeededFuture();
                });
    }

    /** Whether a store failed because it has no such room. */
    static boolean isGone(Throwable failure) {
        return failure instanceof StoreException refused && refused.code() == StoreException.Code.NOT_FOUND;
    }

    private void accept(Replay replay) {
        if (!replay.reset()) {
            replay.entries().forEach(this::deliver);
            return;
        }
        LOG.warn("The history of {} goes on at {}: everybody has to load it anew", room, replay.head());
        delivered = replay.head();
        newest = delivered.seq();
        ahead.clear();
        io.local().to(room).emit(ChatApp.RESET, Wire.position(room, delivered));
    }
}
