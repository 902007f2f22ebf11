package io.samvad.engineio.relay;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.UpgradeExchange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** An upgrade whose connection is on another node; {@link ChannelOutpost} acts for it there. */
final class RelayedUpgradeExchange extends ExchangeEnd implements UpgradeExchange {
    private final boolean base64;
    private final Promise<FrameChannel> accepted = Promise.promise();

    /** @param opening what the home has said first */
    RelayedUpgradeExchange(Exchanges exchanges, ExchangeMessage opening) {
        super(exchanges, opening.origin(), opening.exchange(), 1);
        base64 = opening.number() == 1;
    }

    @Override
    boolean isHome() {
        return false;
    }

    @Override
    public Future<FrameChannel> accept(Context owner) {
        say(Kind.ACCEPT);
        return accepted.future();
    }

    @Override
    public boolean base64() {
        return base64;
    }

    @Override
    public void refuse(EngineError error) {
        if (end()) {
            say(Kind.REFUSE, error.name() + "\n" + error.message());
        }
    }

    @Override
    void hear(ExchangeMessage message) {
        switch (message.kind()) {
            case OPENED -> accepted.tryComplete(exchanges.goOn(new RelayedFrameChannel(this, message.number() == 1)));
            case NOT_OPENED -> {
                end();
                accepted.tryFail(message.text());
            }
            case ABORTED -> {
                end();
                broken();
            }
            default -> exchanges.lost(this, message.kind() + " in an upgrade");
        }
    }

    @Override
    void broken() {
        accepted.tryFail("the client went away");
    }
}
