package io.samvad.engineio.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
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

    /** Begins to look at what the connection of a request brings. */
    static PrematureFrames watch(HttpServerRequest request) {
        PrematureFrames premature = new PrematureFrames();
        if (request.connection() instanceof ConnectionBase connection) {
            ChannelHandlerContext http = connection.channelHandlerContext();
            // Not on a connection that has gone already.
            if (!http.isRemoved()) {
                http.pipeline().addBefore(http.name(), "premature", premature);
            }
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
