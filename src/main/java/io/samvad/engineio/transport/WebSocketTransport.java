package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.protocol.EnginePacketCodec;
import io.samvad.engineio.protocol.EngineProtocolException;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One WebSocket message for each packet (protocol v4, section "WebSocket"). */
public final class WebSocketTransport implements Transport, LinkReceiver {
    private static final int NORMAL_CLOSURE = 1000;

    private final FrameChannel channel;
    private final ProtocolVersion protocol;
    private TransportListener listener;

    /** Attach the channel to this transport next. */
    public WebSocketTransport(FrameChannel channel, ProtocolVersion protocol, TransportListener listener) {
        this.channel = channel;
        this.protocol = protocol;
        this.listener = listener;
    }

    /** Names another listener: the session itself, once an upgrade is complete. */
    public void listener(TransportListener successor) {
        listener = successor;
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public void send(List<Frame> messages) {
        channel.write(messages, protocol.message());
    }

    @Override
    public void send(EnginePacket packet) {
        if (packet.type() == EnginePacket.Type.MESSAGE) {
            channel.write(packet.data().as(protocol.message()));
        } else {
            channel.write(WebSocketFrames.text(new String(EnginePacketCodec.encode(packet), StandardCharsets.UTF_8)));
        }
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
        channel.whenWritable(task);
    }

    @Override
    public void close() {
        channel.close(NORMAL_CLOSURE, "");
    }

    @Override
    public void abort() {
        channel.abort();
    }

    @Override
    public void receive(Frame message) {
        EnginePacket packet;
        try {
            packet = protocol.decode(message);
        } catch (EngineProtocolException broken) {
            listener.lost(this, CloseReason.PARSE_ERROR, broken.getMessage());
            close();
            return;
        }
        listener.packet(this, packet);
    }

    @Override
    public void closed(CloseReason reason) {
        listener.lost(this, reason, null);
    }
}
