package io.samvad.engineio.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps frames that came in one segment with the request for a WebSocket. They are decoded while Vert.x's handler is still
 * that of HTTP, which would ignore them and never release their buffers.
 */
final class PrematureFrames extends ChannelInboundHandlerAdapter {
    private final List<WebSocketFrame> frames = new ArrayList<>(0);
    private ChannelHandlerContext context;

    private PrematureFrames() {}

    /**
     * Begins to look at what a connection brings.
     *
     * @param http context of Vert.x's handler
     */
    static PrematureFrames watch(ChannelHandlerContext http) {
        PrematureFrames premature = new PrematureFrames();
        // Not on a connection that has gone already.
        if (!http.isRemoved()) {
            http.pipeline().addBefore(http.name(), "premature", premature);
        }
        return premature;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext http, Object message) {
        if (message instanceof WebSocketFrame frame) {
            frames.add(frame);
        } else {
            http.fireChannelRead(message);
        }
    }

    /** The WebSocket is there: gives it what has come, and leaves. */
    void handTo(ServerFrameChannel channel) {
        for (WebSocketFrame frame : frames) {
            channel.channelRead(context, frame);
        }
        frames.clear();
        leave();
    }

    void leave() {
        if (context != null && !context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        frames.forEach(ReferenceCountUtil::release);
        frames.clear();
    }
}
