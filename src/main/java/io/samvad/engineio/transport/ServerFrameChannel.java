package io.samvad.engineio.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket of Vert.x's HTTP server. After the 101 it takes the place of Vert.x's own handlers in the pipeline, as Netty's
 * RFC 6455 decoder and what is behind it in one: so messages are checked as the RFC asks, what Vert.x keeps for the HTTP part
 * of the connection becomes garbage (see docs/adr/0006 and 0011), and a connection needs one place in the pipeline.
 *
 * <p>The connection lives on the loop that accepted it, its home. What is here belongs to that loop, the other half to the loop
 * of the owner, often the same.
 */
final class ServerFrameChannel extends OwnersHalf {
    /** How long the peer has for its part of the closing handshake. */
    private static final int CLOSING_TIMEOUT_MS = 3_000;

    /** The last one that was made: mostly all connections have the same. Immutable, so who sees it first does not matter. */
    private static volatile WebSocketDecoderConfig lastConfig;

    /** Fragments of a message of which more are to come; null while there are none. */
    private FrameAssembly assembly;
    /** Frames that came before somebody was there to receive them; mostly none. */
    private ArrayDeque<Frame> early;

    private boolean attached;
    private CloseReason closeReason;
    private byte[] owedPong;
    private boolean closeSent;
    /** The peer was told why it must go: nothing is written any more, and what comes is dropped. */
    private boolean lingering;
    /** What follows a corrupt frame has no meaning. */
    private boolean corrupt;

    private ScheduledFuture<?> closeTimer;
    private boolean over;
    private boolean heard;

    /** @param compressed whether permessage-deflate was agreed upon with the peer */
    ServerFrameChannel(WebSocketLimits limits, boolean compressed) {
        super(config(limits.maxMessageBytes(), compressed), limits, compressed);
    }

    private static WebSocketDecoderConfig config(int maxMessageBytes, boolean compressed) {
        WebSocketDecoderConfig last = lastConfig;
        if (last == null || last.maxFramePayloadLength() != maxMessageBytes || last.allowExtensions() != compressed) {
            last = WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(true)
                    .allowMaskMismatch(false)
                    .allowExtensions(compressed)
                    .maxFramePayloadLength(maxMessageBytes)
                    .withUTF8Validator(false)
                    // It would close at once, with a frame that is not encoded. See ServerFrameChannel.closeFor.
                    .closeOnProtocolViolation(false)
                    .build();
            lastConfig = last;
        }
        return last;
    }

    @Override
    public void reading(boolean on) {
        onHome(() -> {
            if (attached && wire().channel().isActive()) {
                wire().channel().config().setAutoRead(on);
            }
        });
    }

    @Override
    public boolean heard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    void startReading() {
        attached = true;
        if (!isFlushDue()) {
            // The 101 has waited for the first frames: there are none, or they come from another loop.
            wire().flush();
        }
        if (early != null) {
            early.forEach(this::deliver);
            early = null;
        }
        if (over) {
            owner().emit(closeReason, this::closed);
        }
        wire().channel().config().setAutoRead(true);
    }

    /** Keeps a frame until there is a receiver, and reads no more until then. */
    private void keep(Frame frame) {
        if (early == null) {
            early = new ArrayDeque<>(2);
            wire().channel().config().setAutoRead(false);
        }
        early.add(frame);
    }

    /** Takes over one count of the buffer. */
    void writeAtHome(ByteBuf buffer) {
        if (lingering) {
            buffer.release();
            return;
        }
        wire().write(buffer, wire().voidPromise());
        wire().flush();
    }

    /** Our half of the closing handshake has left. */
    void awaitClose() {
        closeSent = true;
        closeLater();
    }

    /** The peer does not read. */
    void cutOffAtHome() {
        fail(CloseReason.SLOW_CONSUMER);
        wire().close();
    }

    private void closeLater() {
        Channel channel = wire().channel();
        if (channel.isActive()) {
            closeTimer = channel.eventLoop().schedule(() -> channel.close(), CLOSING_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (corrupt) {
            ReferenceCountUtil.release(bytes);
        } else {
            super.channelRead(context, bytes);
        }
    }

    /** What Netty's decoder has found goes no further: nobody is behind us. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> found) throws Exception {
        super.decode(context, bytes, found);
        if (!found.isEmpty()) {
            Object message = found.remove(0);
            try {
                heard = true;
                if (!closeSent || message instanceof CloseWebSocketFrame) {
                    read(message);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private void read(Object message) {
        if (message instanceof WebSocketFrame frame && !FrameAssembly.understands(frame, isCompressed())) {
            closeFor(CloseCode.PROTOCOL_ERROR, "reserved bits are set that mean nothing here");
        } else if (message instanceof PingWebSocketFrame ping) {
            owedPong = WebSocketFrames.pong(ByteBufUtil.getBytes(ping.content()));
            sendPong();
        } else if (message instanceof CloseWebSocketFrame close) {
            answerClose(close);
        } else if (message instanceof WebSocketFrame data && !(message instanceof PongWebSocketFrame)) {
            receive(data);
        }
    }

    /** RFC 6455, section 5.5.3: a peer that is behind gets the pong of its last ping only, so that they cannot pile up. */
    private void sendPong() {
        if (owedPong != null && wire().channel().isWritable()) {
            writeAtHome(Unpooled.wrappedBuffer(owedPong));
            owedPong = null;
        }
    }

    private void receive(WebSocketFrame data) {
        Frame frame;
        try {
            frame = message(data);
        } catch (FrameAssembly.RefusedException refused) {
            closeFor(refused.code(), refused.getMessage());
            return;
        }
        if (frame != null && attached) {
            deliver(frame);
        } else if (frame != null) {
            keep(frame);
        }
    }

    /** The whole message that ends with this frame, or null; the decoder has seen to the order of frames. */
    private Frame message(WebSocketFrame data) {
        int most = limits().maxMessageBytes();
        if (assembly == null && data.isFinalFragment()) {
            return FrameAssembly.whole(data, most);
        }
        if (assembly == null) {
            assembly = new FrameAssembly(data, most);
        }
        Frame whole = assembly.add(data);
        if (whole != null) {
            assembly = null;
        }
        return whole;
    }

    private void deliver(Frame frame) {
        owner().emit(frame, receiver()::receive);
    }

    /** Our half of a closing handshake that the peer began, or the end of one that we began. */
    private void answerClose(CloseWebSocketFrame close) {
        fail(CloseReason.TRANSPORT_CLOSE);
        sayGoodbye(close.statusCode() < 0 ? CloseCode.NORMAL_CLOSURE : close.statusCode(), "");
    }

    /** Closes the connection, behind a close frame if none has been sent. */
    private void sayGoodbye(int code, String reason) {
        if (closeSent) {
            wire().close();
        } else {
            sayClose(code, reason).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /**
     * The peer broke RFC 6455 or a limit: says so, and no more. What the peer still sends is read and dropped until it closes,
     * too: closing with bytes unread resets the connection, and the peer would never see the close frame.
     */
    private void closeFor(int code, String reason) {
        fail(CloseReason.PARSE_ERROR);
        if (closeSent) {
            wire().close();
            return;
        }
        ChannelFuture said = sayClose(code, reason);
        lingering = true;
        said.addListener(sent -> ((DuplexChannel) wire().channel()).shutdownOutput());
        closeLater();
        over();
    }

    private ChannelFuture sayClose(int code, String reason) {
        closeSent = true;
        return wire().writeAndFlush(Unpooled.wrappedBuffer(WebSocketFrames.close(code, reason)));
    }

    /** Remembers the first cause; the receiver is told when the connection is gone. */
    private void fail(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        sendPong();
        if (attached && context.channel().isWritable()) {
            owner().execute(this::proceed);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        // Vert.x announces the end of its server to each connection this way; idle events are none of our concern.
        if (event instanceof ShutdownEvent) {
            fail(CloseReason.SERVER_SHUTTING_DOWN);
            sayGoodbye(CloseCode.GOING_AWAY, CloseReason.SERVER_SHUTTING_DOWN.text());
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (lingering) {
            return;
        }
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof CorruptedWebSocketFrameException violation) {
            corrupt = true;
            closeFor(violation.closeStatus().code(), violation.getMessage());
        } else {
            fail(CloseReason.TRANSPORT_ERROR);
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        try {
            // Gives back the bytes of an unfinished frame.
            super.channelInactive(context);
        } finally {
            fail(CloseReason.TRANSPORT_CLOSE);
            if (closeTimer != null) {
                closeTimer.cancel(false);
            }
            over();
        }
    }

    /** Nothing more is received. */
    private void over() {
        assembly = null;
        if (!over && attached) {
            owner().emit(closeReason, this::closed);
        }
        over = true;
    }
}
