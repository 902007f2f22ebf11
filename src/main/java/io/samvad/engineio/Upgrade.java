package io.samvad.engineio;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.ProtocolVersion;
import io.samvad.engineio.transport.Transport;
import io.samvad.engineio.transport.TransportListener;
import io.samvad.engineio.transport.WebSocketTransport;
import io.samvad.link.CloseReason;

/**
 * One attempt to move a session from polling to WebSocket (protocol v4, section "Upgrade"): {@code 2probe} is answered
 * with {@code 3probe}, then {@code 5} makes the WebSocket the transport of the session. Anything else, or silence, drops
 * the WebSocket, and polling goes on.
 */
final class Upgrade extends Ticker.Deadline implements TransportListener {
    private static final String PROBE = "probe";

    private final EngineSession session;
    private final ProtocolVersion protocol;
    private WebSocketTransport candidate;
    private boolean probed;
    /** Completed, failed or dropped: what the WebSocket still brings is of no interest. */
    private boolean over;

    Upgrade(EngineSession session, ProtocolVersion protocol) {
        this.session = session;
        this.protocol = protocol;
    }

    /** The handshake was accepted: the probe may come. */
    void begin(FrameChannel channel) {
        candidate = new WebSocketTransport(channel, protocol, this);
        session.attach(channel, candidate);
    }

    @Override
    public void packet(Transport from, EnginePacket packet) {
        if (over) {
            return;
        }
        switch (packet.type()) {
            case PING -> probe(packet);
            case UPGRADE -> complete();
            default -> fail();
        }
    }

    private void probe(EnginePacket ping) {
        if (probed || !PROBE.equals(ping.data().text())) {
            fail();
            return;
        }
        probed = true;
        candidate.send(new EnginePacket(EnginePacket.Type.PONG, PROBE));
        session.upgradeProbed();
    }

    /** Whether the client knows that its WebSocket works. */
    boolean isProbed() {
        return probed;
    }

    private void complete() {
        if (probed) {
            over = true;
            session.upgraded(candidate);
        } else {
            fail();
        }
    }

    @Override
    public void lost(Transport from, CloseReason reason, String how) {
        fail();
    }

    @Override
    void expired() {
        fail();
    }

    private void fail() {
        if (!over) {
            drop();
            session.upgradeFailed(this);
        }
    }

    /** Closes the WebSocket, if there is one. */
    void drop() {
        over = true;
        if (candidate != null) {
            candidate.close();
        }
    }
}
