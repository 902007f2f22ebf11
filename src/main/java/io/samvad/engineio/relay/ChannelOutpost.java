package io.samvad.engineio.relay;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.UpgradeExchange;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/** Acts for an owner on another node in an upgrade that arrived here, and then in its WebSocket. */
final class ChannelOutpost extends ExchangeEnd implements LinkReceiver {
    private final UpgradeExchange exchange;
    private boolean accepting;
    private FrameChannel channel;
    /** Bytes written to the channel of which the owner does not know yet that they have left. */
    private int unsent;
    /** Bytes of messages that the owner has not confirmed. */
    private int unheard;

    private boolean reading = true;

    ChannelOutpost(Exchanges exchanges, String owner, long id, UpgradeExchange exchange) {
        super(exchanges, owner, id, 0);
        this.exchange = exchange;
    }

    @Override
    boolean isHome() {
        return true;
    }

    /**
     * Asks the owner.
     *
     * @return fails if there is none
     */
    Future<Void> ask(String sid) {
        return say(Kind.UPGRADE, exchange.base64() ? 1 : 0, sid, ExchangeMessage.NO_BYTES);
    }

    // ---------------------------------------------------------------- from the owner

    @Override
    void hear(ExchangeMessage message) {
        switch (message.kind()) {
            case ACCEPT -> accept();
            case REFUSE -> {
                end();
                exchange.refuse(Refusal.of(message.text()).error());
            }
            case ABORT -> {
                end();
                broken();
            }
            default -> {
                if (channel == null) {
                    exchanges.lost(this, message.kind() + " before the WebSocket is open");
                } else {
                    hearOpen(message);
                }
            }
        }
    }

    private void hearOpen(ExchangeMessage message) {
        switch (message.kind()) {
            case WRITE -> write(message.bytes());
            case CLOSE -> channel.close((int) message.number(), message.text());
            case HEARD -> heard((int) message.number());
            default -> exchanges.lost(this, message.kind() + " in a WebSocket");
        }
    }

    private void accept() {
        accepting = true;
        exchange.accept(exchanges.home().context()).onComplete(this::accepted);
    }

    private void accepted(AsyncResult<FrameChannel> result) {
        if (result.failed()) {
            if (end()) {
                say(Kind.NOT_OPENED, String.valueOf(result.cause().getMessage()));
            }
        } else if (isEnded()) {
            result.result().abort();
        } else {
            channel = result.result();
            say(Kind.OPENED);
            channel.attach(exchanges.home().context(), exchanges.home().outbox(), this);
        }
    }

    private void write(byte[] finishedFrames) {
        channel.write(finishedFrames);
        boolean waiting = unsent > 0;
        unsent += finishedFrames.length;
        if (!waiting) {
            channel.whenWritable(this::sent);
        }
    }

    private void sent() {
        if (!isEnded()) {
            say(Kind.SENT, unsent);
            unsent = 0;
        }
    }

    private void heard(int bytes) {
        unheard -= bytes;
        if (!reading && unheard < WINDOW) {
            reading = true;
            channel.reading(true);
        }
    }

    // ---------------------------------------------------------------- from the connection

    @Override
    public void receive(Frame frame) {
        if (isEnded()) {
            return;
        }
        say(Kind.RECEIVED, frame.isBinary() ? 1 : 0, frame.payload());
        unheard += frame.length();
        if (reading && unheard >= WINDOW) {
            reading = false;
            channel.reading(false);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        if (end()) {
            say(Kind.CLOSED, reason.name());
        }
    }

    @Override
    void broken() {
        if (channel != null) {
            channel.abort();
        } else if (!accepting) {
            exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
        }
    }
}
