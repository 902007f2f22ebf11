package io.samvad.rawsocket;

import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.WebSocketFrames;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.link.Peer;
import io.samvad.link.ReadyState;
import java.util.List;

/** A plain WebSocket as a link. Its heartbeat are ping frames of RFC 6455, which every client answers by itself. */
final class RawLink implements Link, LinkReceiver {
    private static final int NORMAL_CLOSURE = 1000;
    private static final int GOING_AWAY = 1001;
    private static final byte[] PING = WebSocketFrames.ping();

    private final RawEndpoint endpoint;
    private final FrameChannel channel;
    private final String id;
    private final Peer peer;
    private LinkReceiver receiver;
    private boolean open = true;
    private boolean pingSent;

    RawLink(RawEndpoint endpoint, FrameChannel channel, String id, Peer peer) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.id = id;
        this.peer = peer;
    }

    void receiver(LinkReceiver linkReceiver) {
        receiver = linkReceiver;
    }

    /** Called in a fixed interval: who has been silent for one gets a ping, and who is still silent at the next is gone. */
    void beat() {
        if (channel.heard()) {
            pingSent = false;
        } else if (pingSent) {
            channel.abort();
            end(CloseReason.PING_TIMEOUT);
        } else {
            pingSent = true;
            channel.write(PING);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public void send(List<Frame> frames) {
        for (Frame frame : frames) {
            channel.write(frame.as(WebSocketFrames.PLAIN));
        }
    }

    @Override
    public ReadyState readyState() {
        return open ? ReadyState.OPEN : ReadyState.CLOSED;
    }

    @Override
    public boolean writable() {
        return channel.writable();
    }

    @Override
    public int queuedBytes() {
        return channel.queuedBytes();
    }

    @Override
    public void whenDrained(Runnable task) {
        if (open) {
            channel.whenWritable(task);
        }
    }

    @Override
    public void close(CloseReason reason) {
        boolean goingAway = reason == CloseReason.SERVER_SHUTTING_DOWN;
        channel.close(goingAway ? GOING_AWAY : NORMAL_CLOSURE, reason.text());
        end(reason);
    }

    @Override
    public void receive(Frame frame) {
        if (open) {
            receiver.receive(frame);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        end(reason);
    }

    private void end(CloseReason reason) {
        if (open) {
            open = false;
            endpoint.remove(this);
            receiver.closed(reason);
        }
    }
}
