package io.samvad.engineio.relay;

import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.vertx.core.Future;

/**
 * One end of an exchange between two nodes. It says and hears messages in order: a gap breaks the exchange, because bytes
 * of a connection are missing then. However it ends, {@link #end()} takes it out of the books.
 */
abstract class ExchangeEnd {
    /** Most bytes of a WebSocket that are under way to the other node in one direction. */
    static final int WINDOW = 256 * 1024;

    /** Bits of an answer to a poll. */
    static final int BINARY = 1;

    static final int NOT_COMPRESSIBLE = 2;
    static final int MUST_ARRIVE = 4;

    final Exchanges exchanges;
    /** The loop with the other end. */
    final String other;

    final long id;
    private long nextSaid;
    private long nextHeard;
    private boolean ended;

    /** @param heard how many messages of the other end came before this end was made */
    ExchangeEnd(Exchanges exchanges, String other, long id, long heard) {
        this.exchanges = exchanges;
        this.other = other;
        this.id = id;
        this.nextHeard = heard;
    }

    /** Goes on in the place of another end. */
    ExchangeEnd(ExchangeEnd before) {
        this(before.exchanges, before.other, before.id, before.nextHeard);
        nextSaid = before.nextSaid;
    }

    /** Whether this is the end with the connection. */
    abstract boolean isHome();

    /** The other end says something, in order. */
    abstract void hear(ExchangeMessage message);

    /** The other end is lost: lets go of everything. Called once at most, after {@link #end()}. */
    abstract void broken();

    final Future<Void> say(Kind kind) {
        return say(kind, 0, "", ExchangeMessage.NO_BYTES);
    }

    final Future<Void> say(Kind kind, long number) {
        return say(kind, number, "", ExchangeMessage.NO_BYTES);
    }

    final Future<Void> say(Kind kind, String text) {
        return say(kind, 0, text, ExchangeMessage.NO_BYTES);
    }

    final Future<Void> say(Kind kind, long number, byte[] bytes) {
        return say(kind, number, "", bytes);
    }

    final Future<Void> say(Kind kind, long number, String text, byte[] bytes) {
        return exchanges.send(other, id, nextSaid++, kind, number, text, bytes);
    }

    final void receive(ExchangeMessage message) {
        if (message.sequence() == nextHeard) {
            nextHeard++;
            hear(message);
        } else {
            exchanges.lost(this, "message " + nextHeard + " is missing");
        }
    }

    final boolean isEnded() {
        return ended;
    }

    /**
     * It is over.
     *
     * @return false if it was before
     */
    final boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        exchanges.remove(this);
        return true;
    }

    /** The other end is lost. */
    final void breakOff() {
        if (end()) {
            say(isHome() ? Kind.ABORTED : Kind.ABORT);
            broken();
        }
    }
}
