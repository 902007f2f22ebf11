package io.samvad.engineio;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.PollExchange;
import io.samvad.engineio.transport.PollingTransport;
import io.samvad.engineio.transport.Transport;
import io.samvad.engineio.transport.TransportListener;
import io.samvad.engineio.transport.UpgradeExchange;
import io.samvad.engineio.transport.WebSocketTransport;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkAcceptor;
import io.samvad.link.LinkReceiver;
import io.samvad.link.Peer;
import java.util.List;

/**
 * One Engine.IO session, from the handshake to the close, over one transport or two. Its one deadline is that of the
 * heartbeat while it is open (protocol v4, section "Heartbeat": the server pings), and that of the goodbye while it closes.
 */
final class EngineSession extends Ticker.Deadline implements Link, TransportListener {
    /** How long a closing session waits for the poll that takes the goodbye along, or for the end of the WebSocket. */
    private static final int GOODBYE_MS = 2_000;

    private static final EnginePacket PING = new EnginePacket(EnginePacket.Type.PING);

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final EngineServer server;
    private final String sid;
    private final Peer peer;
    private State state = State.OPEN;
    private Transport transport;
    private Upgrade upgrade;
    private LinkReceiver receiver;
    private boolean pongDue;

    EngineSession(EngineServer server, String sid, Peer peer) {
        this.server = server;
        this.sid = sid;
        this.peer = peer;
    }

    // ---------------------------------------------------------------- opening

    /** Begins on polling. */
    void open(PollingTransport polling, LinkAcceptor acceptor) {
        transport = polling;
        accept(acceptor);
    }

    /** Begins on a WebSocket: the open packet is the first thing sent. */
    void open(FrameChannel channel, EnginePacket opening, LinkAcceptor acceptor) {
        WebSocketTransport webSocket = new WebSocketTransport(channel, this);
        transport = webSocket;
        attach(channel, webSocket);
        webSocket.send(opening);
        accept(acceptor);
    }

    private void accept(LinkAcceptor acceptor) {
        awaitPing();
        try {
            receiver = acceptor.accept(this);
        } catch (RuntimeException failure) {
            server.report(failure);
            close(CloseReason.FORCED_CLOSE);
            return;
        }
        if (state != State.OPEN) {
            tellClosed(CloseReason.FORCED_CLOSE);
        }
    }

    void attach(FrameChannel channel, LinkReceiver receiverOfFrames) {
        channel.attach(server.context(), server.outbox(), receiverOfFrames);
    }

    // ---------------------------------------------------------------- requests

    /** A GET of the polling client. */
    void poll(PollExchange exchange) {
        server.ticker().check(this);
        if (state == State.CLOSED) {
            exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
        } else if (transport instanceof PollingTransport polling) {
            polling.get(exchange);
            if (state == State.CLOSING && !polling.draining()) {
                finish();
            }
        } else {
            exchange.refuse(EngineError.BAD_REQUEST);
        }
    }

    /** A POST of the polling client; a closing session takes and drops it, so that the client still polls for the goodbye. */
    void post(PollExchange exchange) {
        server.ticker().check(this);
        if (state == State.CLOSED) {
            exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
        } else if (transport instanceof PollingTransport polling) {
            polling.post(exchange);
        } else {
            exchange.refuse(EngineError.BAD_REQUEST);
        }
    }

    /** A request to upgrade: refused for a session that may not, has upgraded, is doing so, or is closing. */
    void upgrade(UpgradeExchange exchange) {
        server.ticker().check(this);
        boolean mayUpgrade = server.options().isAllowUpgrades() && transport instanceof PollingTransport;
        if (state != State.OPEN || upgrade != null || !mayUpgrade) {
            exchange.refuse(EngineError.BAD_REQUEST);
            return;
        }
        Upgrade attempt = new Upgrade(this);
        upgrade = attempt;
        server.ticker().schedule(attempt, server.options().getUpgradeTimeout());
        exchange.accept(server.context()).onComplete(accepted -> {
            if (accepted.failed()) {
                upgradeFailed(attempt);
            } else if (upgrade == attempt) {
                attempt.begin(accepted.result());
            } else {
                accepted.result().abort();
            }
        });
    }

    // ---------------------------------------------------------------- upgrade

    /** The probe has come: polls are answered with NOOP from here on, and the heartbeat rests. */
    void upgradeProbed() {
        server.ticker().cancel(this);
        if (transport instanceof PollingTransport polling) {
            polling.pause();
        }
    }

    void upgraded(WebSocketTransport webSocket) {
        PollingTransport polling = (PollingTransport) transport;
        server.ticker().cancel(upgrade);
        upgrade = null;
        transport = webSocket;
        webSocket.listener(this);
        polling.handOver(webSocket);
        awaitPing();
        tellUpgraded();
    }

    private void tellUpgraded() {
        try {
            receiver.upgraded();
        } catch (RuntimeException failure) {
            server.report(failure);
        }
    }

    void upgradeFailed(Upgrade attempt) {
        if (upgrade != attempt) {
            return;
        }
        server.ticker().cancel(attempt);
        upgrade = null;
        if (state == State.OPEN && transport instanceof PollingTransport polling) {
            polling.resume();
            if (!isScheduled()) {
                awaitPing();
            }
        }
    }

    // ---------------------------------------------------------------- heartbeat

    private void awaitPing() {
        pongDue = false;
        server.ticker().schedule(this, server.options().getPingInterval());
    }

    @Override
    void expired() {
        if (state == State.CLOSING) {
            transport.abort();
            finish();
        } else if (pongDue) {
            lost(transport, CloseReason.PING_TIMEOUT);
        } else {
            pongDue = true;
            transport.send(PING);
            server.ticker().schedule(this, server.options().getPingTimeout());
        }
    }

    // ---------------------------------------------------------------- from the transport

    @Override
    public void packet(Transport from, EnginePacket packet) {
        if (state != State.OPEN) {
            return;
        }
        switch (packet.type()) {
            case MESSAGE -> receive(packet.data());
            case PONG -> pong();
            case CLOSE -> lost(transport, CloseReason.TRANSPORT_CLOSE);
            case NOOP -> {}
            case OPEN, PING, UPGRADE -> lost(transport, CloseReason.PARSE_ERROR);
        }
    }

    private void receive(Frame message) {
        try {
            receiver.receive(message);
        } catch (RuntimeException failure) {
            server.report(failure);
        }
    }

    private void pong() {
        if (pongDue) {
            awaitPing();
        }
    }

    @Override
    public void lost(Transport from, CloseReason reason) {
        if (from != transport || state == State.CLOSED) {
            return;
        }
        boolean open = state == State.OPEN;
        finish();
        if (reason == CloseReason.TRANSPORT_CLOSE && transport instanceof PollingTransport) {
            transport.abort();
        } else {
            transport.close();
        }
        if (open) {
            tellClosed(reason);
        }
    }

    // ---------------------------------------------------------------- link

    @Override
    public String id() {
        return sid;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public String transport() {
        return transport.name();
    }

    @Override
    public void send(List<Frame> frames) {
        if (state == State.OPEN) {
            for (int i = 0; i < frames.size(); i++) {
                transport.send(frames.get(i));
            }
        }
    }

    @Override
    public boolean writable() {
        return state == State.OPEN && transport.writable();
    }

    @Override
    public void close(CloseReason reason) {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        dropUpgrade();
        transport.close();
        if (transport instanceof PollingTransport polling && !polling.draining()) {
            finish();
        } else {
            server.ticker().schedule(this, GOODBYE_MS);
        }
        tellClosed(reason);
    }

    // ---------------------------------------------------------------- the end

    /** The one way out: nothing of the session is left anywhere behind this. */
    private void finish() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            dropUpgrade();
            server.ticker().cancel(this);
            server.remove(this);
        }
    }

    private void dropUpgrade() {
        if (upgrade != null) {
            server.ticker().cancel(upgrade);
            upgrade.drop();
            upgrade = null;
        }
    }

    private void tellClosed(CloseReason reason) {
        if (receiver == null) {
            return;
        }
        try {
            receiver.closed(reason);
        } catch (RuntimeException failure) {
            server.report(failure);
        }
    }
}
