package io.samvad.chat;

import io.samvad.chat.history.Entry;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.Replay;
import io.samvad.socketio.Socket;
import io.vertx.core.Vertx;

/**
 * The way of one visitor into a room: brings the socket to where the delivery of its instance is, and lets it into the room in
 * that very turn of the event loop: so nothing comes twice at the seam, and nothing is missing.
 */
final class CatchUp {
    private static final int BATCH = 200;
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final HistoryStore store;
    private final Delivery delivery;
    private final ChatOptions options;
    private final String room;
    private final Visitor visitor;
    private final Socket socket;
    /** The last entry that the socket has; null for one that is told what comes from now on. */
    private Position last;
    /** Whether that is known to be a place in the log that the room has now. */
    private boolean placed;

    CatchUp(
            Vertx vertx,
            HistoryStore store,
            Delivery delivery,
            ChatOptions options,
            String room,
            Visitor visitor,
            Position last) {
        this.vertx = vertx;
        this.store = store;
        this.delivery = delivery;
        this.options = options;
        this.room = room;
        this.visitor = visitor;
        this.socket = visitor.socket();
        this.last = last;
    }

    /** The last entry that the socket was sent, or has; null when it has none. */
    Position last() {
        return last;
    }

    /** Goes on until the socket is in the room or has gone; a store that fails is asked again. */
    void run() {
        if (isOver()) {
            return;
        }
        Position delivered = delivery.delivered();
        if (last == null) {
            last = delivered;
        }
        if (delivered != null && delivered.equals(last)) {
            socket.join(room);
            socket.leave(Names.way(room));
            visitor.arrived(room);
        } else if (delivered == null || placed && isAheadOf(delivered)) {
            delivery.readOn().onComplete(read -> run(), failure -> later());
        } else {
            store.after(room, last, BATCH).onComplete(this::accept, failure -> later());
        }
    }

    /** Whether the visitor is gone, has left the room, or comes by another way. */
    private boolean isOver() {
        return !socket.isConnected() || !visitor.isOn(this, room);
    }

    private boolean isAheadOf(Position delivered) {
        return !last.epoch().equals(delivered.epoch()) || last.seq() > delivered.seq();
    }

    private void later() {
        vertx.setTimer(RETRY_MILLIS, again -> run());
    }

    private void accept(Replay replay) {
        if (isOver()) {
            return;
        }
        Position head = replay.head();
        boolean tooMuch = !placed && head.seq() - last.seq() > options.getMaxMissed();
        if (replay.reset() || tooMuch) {
            socket.emit(ChatApp.RESET, Wire.position(room, head));
            last = head;
        } else {
            last = head.at(last.seq());
            replay.entries().forEach(this::replay);
        }
        placed = true;
        run();
    }

    private void replay(Entry entry) {
        last = last.at(entry.seq());
        Wire.tell(socket::emit, options.getEvent(), room, last.epoch(), entry);
    }
}
