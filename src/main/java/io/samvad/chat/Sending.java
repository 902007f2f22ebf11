package io.samvad.chat;

import io.samvad.chat.history.Author;
import io.samvad.chat.history.Draft;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Receipt;
import io.samvad.socketio.Ack;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Takes what sockets of this instance say into the log, and answers once it is committed and synced. */
final class Sending {
    private final HistoryStore store;
    private final Delivery delivery;
    private final ChatOptions options;
    private final String room;
    /** Messages of all sockets that wait for the store. */
    private int pending;

    Sending(HistoryStore store, Delivery delivery, ChatOptions options, String room) {
        this.store = store;
        this.delivery = delivery;
        this.options = options;
        this.room = room;
    }

    /** Who is on one socket, and what of theirs waits. */
    static final class Sender {
        private final Allowance allowance;
        private int pending;

        Sender(Allowance allowance) {
            this.allowance = allowance;
        }

        Allowance allowance() {
            return allowance;
        }
    }

    /** A message arrived: its text, and perhaps the id that the client gave it. */
    void receive(Sender sender, Args args, Ack ack) {
        Refusal refusal = refusal(sender, args);
        if (refusal != null) {
            ack.send(refusal.toJson());
            return;
        }
        Future<Receipt> stored;
        try {
            stored = store.append(new Draft(room, Author.anonymous(""), (String) args.get(1), (String) args.get(0)));
        } catch (IllegalArgumentException impossible) {
            ack.send(Refusal.invalid(impossible.getMessage()).toJson());
            return;
        }
        pending++;
        sender.pending++;
        stored.onComplete(done -> {
            pending--;
            sender.pending--;
        });
        stored.onComplete(this::deliver, this::notice);
        // Told late or never, it may be stored all the same: the same id makes trying again harmless.
        stored.timeout(options.getStoreTimeout(), TimeUnit.MILLISECONDS)
                .onComplete(
                        receipt -> ack.send(Wire.position(room, receipt.position())),
                        failure -> ack.send(Refusal.of(failure).toJson()));
    }

    private Refusal refusal(Sender sender, Args args) {
        if (!(args.get(0) instanceof String text)) {
            return Refusal.invalid("a message is text");
        }
        if (args.get(1) != null && !(args.get(1) instanceof String)) {
            return Refusal.invalid("clientOffset is text");
        }
        if (text.length() > options.getMaxLength()) {
            return new Refusal("too_large", "a message has at most " + options.getMaxLength() + " characters", 0);
        }
        long wait = sender.allowance.take();
        if (wait > 0) {
            return Refusal.tooFast(wait);
        }
        if (sender.pending >= options.getMaxPendingPerSocket() || pending >= options.getMaxPending()) {
            return Refusal.busy("too many messages wait to be stored");
        }
        return null;
    }

    private void deliver(Receipt receipt) {
        if (!receipt.repeated()) {
            delivery.committed(receipt.position(), receipt.entry().get());
        } else {
            // Perhaps the first try was committed and nobody was told, because the process or the answer was lost.
            delivery.heard(receipt.position());
        }
    }

    /** The room may be gone, with the whole database: reading on opens it anew. */
    private void notice(Throwable failure) {
        if (Delivery.isGone(failure)) {
            delivery.readOn();
        }
    }
}
