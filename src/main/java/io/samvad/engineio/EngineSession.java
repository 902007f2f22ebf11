package io.samvad.engineio;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.PollExchange;
import io.samvad.engineio.transport.PollingTransport;
import io.samvad.engineio.transport.ProtocolVersion;
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
import io.samvad.link.ReadyState;
import java.util.List;
import java.util.function.Consumer;

/**
 * One Engine.IO session, from the handshake to the close, over one transport or two. Its one deadline is that of the heartbeat
 * while it is open (in protocol v4 the server pings, in v3 the client does), and that of the goodbye while it closes.
 */
final class EngineSession extends Ticker.Deadline implements Link, TransportListener {
    /** How long a closing session waits for the poll that takes the goodbye along, or for the end of the WebSocket. */
    private static final int GOODBYE_MS = 2_000;

    /** How long a session that the client has left waits for a poll that was sent before the goodbye. */
    private static final int LAST_POLL_MS = 250;

    /** How long a poll waits that comes during an upgrade: the two come over different connections, and in any order. */
    private static final int UPGRADING_POLL_MS = 25;

    private static final EnginePacket PING = new EnginePacket(EnginePacket.Type.PING);

    /** RFC 6455, section 7.4.1. */
    private static final int POLICY_VIOLATION = 1008;

    private final EngineServer server;
    private final String sid;
    private final Peer peer;
    private final ProtocolVersion protocol;
    private ReadyState state = ReadyState.OPEN;
    private Transport transport;
    private Upgrade upgrade;
    private LinkReceiver receiver;
    private boolean upgraded;
    /** Whether the peer is late when the deadline passes: with its answer to a ping, or with its own ping. */
    private boolean peerIsDue;

    EngineSession(EngineServer server, String sid, Peer peer, ProtocolVersion protocol) {
        this.server = server;
        this.sid = sid;
        this.peer = peer;
        this.protocol = protocol;
    }

    // ---------------------------------------------------------------- opening

    /** Begins on polling. */
    void open(PollingTransport polling, LinkAcceptor acceptor) {
        transport = polling;
        accept(acceptor);
    }

    /** Begins on a WebSocket: the open packet is the first thing sent. */
    void open(FrameChannel channel, EnginePacket opening, LinkAcceptor acceptor) {
        WebSocketTransport webSocket = new WebSocketTransport(channel, protocol, this);
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
        }
        if (state != ReadyState.OPEN) {
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
        if (upgrade == null && transport instanceof PollingTransport) {
            answer(exchange);
        } else {
            // What the client sent before on its WebSocket, perhaps the last word of the upgrade, may be on its way
            // here; and a refusal after the upgrade should not overtake the answer to the probe.
            server.vertx().setTimer(UPGRADING_POLL_MS, waited -> answer(exchange));
        }
    }

    private void answer(PollExchange exchange) {
        if (state == ReadyState.CLOSED) {
            exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
        } else if (transport instanceof PollingTransport polling) {
            polling.get(exchange);
            if (state == ReadyState.CLOSING && !polling.draining()) {
                finish();
            }
        } else {
            exchange.refuse(EngineError.TRANSPORT_MISMATCH);
        }
    }

    /** A POST of the polling client; a closing session takes and drops it, so that the client still polls for the goodbye. */
    void post(PollExchange exchange) {
        server.ticker().check(this);
        if (state == ReadyState.CLOSED) {
            exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
        } else if (transport instanceof PollingTransport polling) {
            polling.post(exchange);
        } else {
            exchange.refuse(EngineError.TRANSPORT_MISMATCH);
        }
    }

    /** An answer to a GET that came through another node is lost. */
    void pollLost() {
        if (transport instanceof PollingTransport polling) {
            polling.lost();
        }
    }

    /** A request to upgrade: refused for a session that may not or is closing, and for one that has a WebSocket. */
    void upgrade(UpgradeExchange exchange) {
        server.ticker().check(this);
        if (state != ReadyState.OPEN || !server.options().isAllowUpgrades()) {
            exchange.refuse(EngineError.BAD_REQUEST);
            return;
        }
        if (upgrade != null || !(transport instanceof PollingTransport)) {
            exchange.accept(server.context()).onSuccess(this::turnAway);
            return;
        }
        Upgrade attempt = new Upgrade(this, protocol.with(exchange.base64()));
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

    /** Protocol v4, section "WebSocket": a second one "MUST" be closed, and clients do expect that rather than a 400. */
    private void turnAway(FrameChannel second) {
        attach(second, LinkReceiver.NOBODY);
        second.close(POLICY_VIOLATION, "the session has a WebSocket already");
    }

    // ---------------------------------------------------------------- upgrade

    /** The probe has come: polls are answered with NOOP from here on, and the heartbeat rests. */
    void upgradeProbed() {
        server.ticker().cancel(this);
        if (transport instanceof PollingTransport polling) {
            polling.pause();
        }
        tell(LinkReceiver::upgrading);
    }

    void upgraded(WebSocketTransport webSocket) {
        PollingTransport polling = (PollingTransport) transport;
        server.ticker().cancel(upgrade);
        upgrade = null;
        transport = webSocket;
        webSocket.listener(this);
        upgraded = true;
        polling.handOver(webSocket);
        if (state == ReadyState.CLOSING) {
            webSocket.close();
        } else {
            awaitPing();
            tell(LinkReceiver::upgraded);
        }
    }

    void upgradeFailed(Upgrade attempt) {
        if (upgrade != attempt) {
            return;
        }
        server.ticker().cancel(attempt);
        upgrade = null;
        if (state == ReadyState.OPEN && transport instanceof PollingTransport polling) {
            polling.resume();
            if (!isScheduled()) {
                awaitPing();
            }
        }
    }

    // ---------------------------------------------------------------- heartbeat

    /** The peer is there: a ping of the server is due after the interval, that of a client until the timeout behind it. */
    private void awaitPing() {
        peerIsDue = protocol.clientPings();
        int interval = server.options().getPingInterval();
        int delay = peerIsDue ? interval + server.options().getPingTimeout() : interval;
        server.ticker().schedule(this, delay);
    }

    @Override
    void expired() {
        if (state == ReadyState.CLOSING) {
            transport.abort();
            finish();
        } else if (peerIsDue) {
            lost(transport, CloseReason.PING_TIMEOUT, null);
        } else {
            peerIsDue = true;
            server.ticker().scheduleNext(this, server.options().getPingTimeout());
            sendControl(PING);
        }
    }

    /** The last thing to be done: whoever is told may close the session. */
    private void sendControl(EnginePacket packet) {
        tell(listening -> listening.controlSent(packet.type().text(), packet.data()));
        transport.send(packet);
    }

    // ---------------------------------------------------------------- from the transport

    @Override
    public void packet(Transport from, EnginePacket packet) {
        if (state != ReadyState.OPEN) {
            return;
        }
        if (packet.type() == EnginePacket.Type.MESSAGE) {
            receive(packet.data());
            return;
        }
        tell(listening -> listening.controlReceived(packet.type().text(), packet.data()));
        if (state == ReadyState.OPEN) {
            control(packet);
        }
    }

    private void control(EnginePacket packet) {
        switch (packet.type()) {
            case PING -> ping(packet);
            case PONG -> pong();
            case CLOSE -> left();
            case MESSAGE, NOOP -> {}
            case OPEN, UPGRADE -> unexpected(packet.type());
        }
    }

    private void unexpected(EnginePacket.Type type) {
        lost(transport, CloseReason.PARSE_ERROR, "unexpected packet: " + type.text());
    }

    private void receive(Frame message) {
        try {
            receiver.receive(message);
        } catch (RuntimeException failure) {
            server.report(failure);
        }
    }

    private void ping(EnginePacket ping) {
        if (protocol.clientPings()) {
            awaitPing();
            sendControl(new EnginePacket(EnginePacket.Type.PONG, ping.data()));
        } else {
            unexpected(ping.type());
        }
    }

    private void pong() {
        if (protocol.clientPings()) {
            unexpected(EnginePacket.Type.PONG);
        } else if (peerIsDue) {
            awaitPing();
        }
    }

    /** The client has said goodbye. A GET that it sent before may come behind, over another connection. */
    private void left() {
        if (transport instanceof PollingTransport polling && !polling.leave()) {
            state = ReadyState.CLOSING;
            dropUpgrade();
            server.ticker().schedule(this, LAST_POLL_MS);
            tellClosed(CloseReason.TRANSPORT_CLOSE);
        } else {
            lost(transport, CloseReason.TRANSPORT_CLOSE, null);
        }
    }

    @Override
    public void lost(Transport from, CloseReason reason, String how) {
        if (from != transport || state == ReadyState.CLOSED) {
            return;
        }
        boolean open = state == ReadyState.OPEN;
        finish();
        boolean polling = transport instanceof PollingTransport;
        if (!polling || reason != CloseReason.TRANSPORT_CLOSE) {
            transport.close();
        }
        if (polling) {
            // Nobody comes to fetch what waits.
            transport.abort();
        }
        if (open) {
            if (how != null) {
                tell(listening -> listening.broken(how));
            }
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
    public int protocol() {
        return protocol.number();
    }

    @Override
    public String transport() {
        return transport.name();
    }

    @Override
    public ReadyState readyState() {
        return state;
    }

    @Override
    public boolean isUpgrading() {
        return upgrade != null;
    }

    @Override
    public boolean isUpgraded() {
        return upgraded;
    }

    @Override
    public void send(List<Frame> frames) {
        if (state == ReadyState.OPEN) {
            transport.send(frames);
        }
    }

    @Override
    public boolean writable() {
        return state == ReadyState.OPEN && transport.writable();
    }

    @Override
    public int queuedBytes() {
        return transport.queuedBytes();
    }

    @Override
    public void whenDrained(Runnable task) {
        if (state == ReadyState.OPEN) {
            transport.whenDrained(task);
        }
    }

    /** A client whose probe was answered polls no more: it is told on its WebSocket, unless it polls after all. */
    @Override
    public void close(CloseReason reason) {
        if (state != ReadyState.OPEN) {
            return;
        }
        state = ReadyState.CLOSING;
        if (upgrade != null && !upgrade.isProbed()) {
            dropUpgrade();
        }
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
        if (state != ReadyState.CLOSED) {
            state = ReadyState.CLOSED;
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
        tell(listening -> listening.closed(reason));
    }

    /** Nobody is told of what happens while the session is being taken. */
    private void tell(Consumer<LinkReceiver> call) {
        if (receiver != null) {
            try {
                call.accept(receiver);
            } catch (RuntimeException failure) {
                server.report(failure);
            }
        }
    }
}
