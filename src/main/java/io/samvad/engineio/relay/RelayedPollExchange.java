package io.samvad.engineio.relay;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.samvad.engineio.transport.PayloadTooLargeException;
import io.samvad.engineio.transport.PollExchange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A poll whose connection is on another node; {@link PollOutpost} acts for it there. */
final class RelayedPollExchange extends ExchangeEnd implements PollExchange {
    private Runnable aborted;
    private Promise<byte[]> body;

    /** @param opening what the home has said first */
    RelayedPollExchange(Exchanges exchanges, ExchangeMessage opening) {
        super(exchanges, opening.origin(), opening.exchange(), 1);
    }

    @Override
    boolean isHome() {
        return false;
    }

    @Override
    public void attach(Context owner) {
        // It was made on the owner's loop.
    }

    @Override
    public void onAbort(Runnable whenAborted) {
        aborted = whenAborted;
    }

    @Override
    public Future<byte[]> body(int limit) {
        body = Promise.promise();
        say(Kind.READ_BODY, limit);
        return body.future();
    }

    @Override
    public void answer(byte[] bytes, boolean binary, boolean compressible, Runnable lost) {
        if (end()) {
            int form = (binary ? BINARY : 0) | (compressible ? 0 : NOT_COMPRESSIBLE);
            // Who is told that it is lost is the session, as this end is forgotten by then: see Exchanges.
            say(Kind.ANSWER, form | (lost == null ? 0 : MUST_ARRIVE), bytes);
        }
    }

    @Override
    public void refuse(EngineError error, String message) {
        if (end()) {
            say(Kind.REFUSE, error.name() + "\n" + message);
        }
    }

    @Override
    void hear(ExchangeMessage message) {
        switch (message.kind()) {
            case BODY -> bodyArrived(message.bytes());
            case NO_BODY -> noBody(message);
            case ABORTED -> {
                end();
                broken();
            }
            default -> exchanges.lost(this, message.kind() + " in a poll");
        }
    }

    private void bodyArrived(byte[] bytes) {
        if (body != null) {
            body.tryComplete(bytes);
        }
    }

    private void noBody(ExchangeMessage message) {
        if (body != null) {
            body.tryFail(
                    message.number() >= 0
                            ? new PayloadTooLargeException((int) message.number())
                            : new IllegalStateException(message.text()));
        }
    }

    @Override
    void broken() {
        if (aborted != null) {
            aborted.run();
        }
        if (body != null) {
            body.tryFail("the client went away");
        }
    }
}
