package io.samvad.engineio.relay;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.samvad.engineio.transport.PayloadTooLargeException;
import io.samvad.engineio.transport.PollExchange;

/** Acts for an owner on another node in a poll that arrived here. */
final class PollOutpost extends ExchangeEnd {
    private final PollExchange exchange;
    /** Of the session that has to end when the client goes away; empty if it need not. */
    private final String sid;

    /** @param sid named to the owner when the client goes away: it may have answered by then */
    PollOutpost(Exchanges exchanges, String owner, long id, PollExchange exchange, String sid) {
        super(exchanges, owner, id, 0);
        this.exchange = exchange;
        this.sid = sid;
        exchange.attach(exchanges.home().context());
        exchange.onAbort(this::aborted);
    }

    @Override
    boolean isHome() {
        return true;
    }

    private void aborted() {
        if (end()) {
            say(Kind.ABORTED, sid);
        }
    }

    @Override
    void hear(ExchangeMessage message) {
        switch (message.kind()) {
            case READ_BODY -> readBody((int) message.number());
            case ANSWER -> {
                end();
                boolean binary = (message.number() & BINARY) != 0;
                boolean compressible = (message.number() & NOT_COMPRESSIBLE) == 0;
                boolean mustArrive = (message.number() & MUST_ARRIVE) != 0;
                exchange.answer(
                        message.bytes(), binary, compressible, mustArrive ? () -> say(Kind.ABORTED, sid) : null);
            }
            case REFUSE -> {
                end();
                Refusal refusal = Refusal.of(message.text());
                exchange.refuse(refusal.error(), refusal.message());
            }
            case ABORT -> {
                end();
                broken();
            }
            default -> exchanges.lost(this, message.kind() + " in a poll");
        }
    }

    private void readBody(int limit) {
        exchange.body(limit)
                .onSuccess(bytes -> sayIfOpen(Kind.BODY, 0, "", bytes))
                .onFailure(cause -> sayIfOpen(
                        Kind.NO_BODY,
                        cause instanceof PayloadTooLargeException ? limit : -1,
                        String.valueOf(cause.getMessage()),
                        ExchangeMessage.NO_BYTES));
    }

    private void sayIfOpen(Kind kind, long number, String text, byte[] bytes) {
        if (!isEnded()) {
            say(kind, number, text, bytes);
        }
    }

    @Override
    void broken() {
        exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
    }
}
