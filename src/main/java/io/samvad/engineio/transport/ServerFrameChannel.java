package io.samvad.engineio.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.samvad.link.Utf8;
import io.samvad.link.WireForm;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket of Vert.x's HTTP server. After the 101 it takes the place of Vert.x's own handler in the pipeline, behind
 * Netty's RFC 6455 decoder: so messages are checked as the RFC asks, and what Vert.x keeps for the HTTP part of the
 * connection becomes garbage (see docs/adr/0006). With {@link Outbox} the one class that knows Netty.
 *
 * <p>The connection lives on the loop that accepted it, its home. Fields marked so belong to that loop, the others to the
 * loop of the owner, often the same.
 */
public final class ServerFrameChannel extends ChannelInboundHandlerAdapter implements FrameChannel {
    /** RFC 6455, section 7.4.1. */
    private static final int GOING_AWAY = 1001;

    private static final int NORMAL_CLOSURE = 1000;
    private static final int INVALID_DATA = 1007;

    /** How long the peer has for its part of the closing handshake. */
    private static final int CLOSING_TIMEOUT_MS = 3_000;

    /** So many bytes do not wait for the end of the turn. */
    private static final int FLUSH_AT_BYTES = 256 * 1024;

    private final int maxQueuedBytes;

    // --- home loop
    private final FrameAssembly assembly;
    private ChannelHandlerContext wire;
    /** Frames that came before somebody was there to receive them; mostly none. */
    private ArrayDeque<Frame> early;

    private boolean attached;
    private CloseReason closeReason;
    private byte[] owedPong;
    private boolean closeSent;
    /** The peer was told why it must go: nothing is written any more, and what comes is dropped. */
    private boolean lingering;

    private ScheduledFuture<?> closeTimer;
    private boolean over;
    private boolean heard;

    // --- owner's loop
    private ContextInternal owner;
    private Outbox outbox;
    private Outbox.Burst pending;
    private boolean due;
    /** A buffer is on its way to the home loop: the next one waits until it has arrived. */
    private boolean travelling;

    private boolean closing;
    private boolean closeDue;
    private Runnable whenWritable;

    // --- written by one loop, read by the other
    private volatile LinkReceiver receiver;

    ServerFrameChannel(WebSocketLimits limits) {
        this.assembly = new FrameAssembly(limits.maxMessageBytes());
        this.maxQueuedBytes = limits.maxQueuedBytes();
    }

    /**
     * Upgrades a request. To be called on the loop of the request, which may be paused.
     *
     * @return fails when the request is no valid handshake (it is answered then) or the peer has gone
     */
    public static Future<ServerFrameChannel> accept(HttpServerRequest request, WebSocketLimits limits) {
        return WebSocketHandshake.accept(request, limits);
    }

    /** The pipeline is laid: frames leave from this context, with no encoder on their way. */
    void wire(ChannelHandlerContext context) {
        wire = context;
    }

    EventLoop loop() {
        return wire.channel().eventLoop();
    }

    // ---------------------------------------------------------------- port, on the owner's loop

    @Override
    public void attach(Context newOwner, Outbox ownersOutbox, LinkReceiver newReceiver) {
        owner = (ContextInternal) newOwner;
        outbox = ownersOutbox;
        receiver = newReceiver;
        // Not at once: who attaches is not ready to receive before it has returned.
        loop().execute(this::startReading);
    }

    private boolean atHome() {
        return outbox.loop() == loop();
    }

    @Override
    public void write(byte[] finishedFrames) {
        if (closing) {
            return;
        }
        append(finishedFrames);
        if (pending.length > FLUSH_AT_BYTES) {
            flush();
        }
        if (pending != null && pending.length > maxQueuedBytes) {
            cutOff();
        }
    }

    @Override
    public void write(List<Frame> frames, WireForm form) {
        byte[] joined = outbox.join(frames, form);
        if (joined != null) {
            write(joined);
        } else {
            FrameChannel.super.write(frames, form);
        }
    }

    private void append(byte[] finishedFrames) {
        Outbox.Burst before = pending == null ? outbox.nothing() : pending;
        pending = before.then(finishedFrames);
        if (!due) {
            due = true;
            outbox.due(this);
        }
    }

    /** Not at once: the caller may be in the middle of a broadcast, which must not see its recipients change. */
    private void cutOff() {
        closing = true;
        pending = null;
        loop().execute(() -> {
            fail(CloseReason.SLOW_CONSUMER);
            wire.close();
        });
    }

    /** The turn has ended. */
    void turnEnds() {
        due = false;
        proceed();
    }

    /** The last buffer has arrived at the home loop. */
    void arrived() {
        travelling = false;
        proceed();
    }

    private void proceed() {
        flush();
        Runnable waiting = whenWritable;
        if (waiting != null && pending == null && !travelling && writable()) {
            whenWritable = null;
            waiting.run();
        }
    }

    /** Sends what is pending, unless the peer or the way to the home loop is behind. */
    private void flush() {
        if (pending == null || travelling || !(wire.channel().isWritable() || closing)) {
            return;
        }
        ByteBuf joined = outbox.join(pending).retainedDuplicate();
        pending = null;
        if (atHome()) {
            writeAtHome(joined);
        } else {
            travelling = true;
            outbox.handOver(this, joined);
        }
        if (closeDue) {
            closeDue = false;
            onHome(() -> {
                closeSent = true;
                closeLater();
            });
        }
    }

    @Override
    public boolean writable() {
        return !closing && wire.channel().isWritable() && wire.channel().isActive();
    }

    @Override
    public int queuedBytes() {
        return (pending == null ? 0 : pending.length) + Outbox.queuedBytes(wire.channel());
    }

    @Override
    public void whenWritable(Runnable task) {
        whenWritable = task;
        proceed();
    }

    @Override
    public void reading(boolean on) {
        onHome(() -> {
            if (attached && wire.channel().isActive()) {
                wire.channel().config().setAutoRead(on);
            }
        });
    }

    @Override
    public boolean heard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    @Override
    public void close(int code, String reason) {
        if (closing) {
            return;
        }
        append(WebSocketFrames.close(code, reason));
        closing = true;
        closeDue = true;
    }

    @Override
    public void abort() {
        closing = true;
        pending = null;
        wire.close();
    }

    private void onHome(Runnable task) {
        if (atHome()) {
            task.run();
        } else {
            loop().execute(task);
        }
    }

    // ---------------------------------------------------------------- connection, on the home loop

    private void startReading() {
        attached = true;
        if (!(atHome() && due)) {
            // The 101 has waited for the first frames: there are none, or they come from another loop.
            wire.flush();
        }
        if (early != null) {
            early.forEach(this::deliver);
            early = null;
        }
        if (over) {
            owner.emit(closeReason, receiver::closed);
        }
        wire.channel().config().setAutoRead(true);
    }

    /** Keeps a frame until there is a receiver, and reads no more until then. */
    private void keep(Frame frame) {
        if (early == null) {
            early = new ArrayDeque<>(2);
            wire.channel().config().setAutoRead(false);
        }
        early.add(frame);
    }

    /** Takes over one count of the buffer. */
    void writeAtHome(ByteBuf buffer) {
        if (lingering) {
            buffer.release();
            return;
        }
        wire.write(buffer, wire.voidPromise());
        wire.flush();
    }

    private void closeLater() {
        Channel channel = wire.channel();
        if (channel.isActive()) {
            closeTimer = channel.eventLoop().schedule(() -> channel.close(), CLOSING_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            heard = true;
            if (!closeSent || message instanceof CloseWebSocketFrame) {
                read(context, message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext context, Object message) {
        if (message instanceof PingWebSocketFrame ping) {
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
        if (owedPong != null && wire.channel().isWritable()) {
            writeAtHome(Unpooled.wrappedBuffer(owedPong));
            owedPong = null;
        }
    }

    private void receive(WebSocketFrame data) {
        Frame frame;
        try {
            frame = assembly.add(data);
        } catch (FrameAssembly.LimitException limit) {
            closeFor(limit.code(), limit.getMessage());
            return;
        }
        if (frame == null) {
            return;
        }
        if (!frame.isBinary() && !Utf8.isValid(frame.payload())) {
            closeFor(INVALID_DATA, "text is not valid UTF-8");
        } else if (attached) {
            deliver(frame);
        } else {
            keep(frame);
        }
    }

    private void deliver(Frame frame) {
        owner.emit(frame, receiver::receive);
    }

    /** Our half of a closing handshake that the peer began, or the end of one that we began. */
    private void answerClose(CloseWebSocketFrame close) {
        fail(CloseReason.TRANSPORT_CLOSE);
        if (closeSent) {
            wire.close();
            return;
        }
        closeSent = true;
        int code = close.statusCode() < 0 ? NORMAL_CLOSURE : close.statusCode();
        byte[] answer = WebSocketFrames.close(code, "");
        wire.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * The peer broke RFC 6455 or a limit: says so, and no more. What the peer still sends is read and dropped until it closes,
     * too: closing with bytes unread resets the connection, and the peer would never see the close frame.
     */
    private void closeFor(int code, String reason) {
        fail(CloseReason.PARSE_ERROR);
        if (closeSent) {
            wire.close();
            return;
        }
        ChannelFuture said = sayClose(code, reason);
        lingering = true;
        said.addListener(sent -> ((DuplexChannel) wire.channel()).shutdownOutput());
        closeLater();
        over();
    }

    private ChannelFuture sayClose(int code, String reason) {
        closeSent = true;
        return wire.writeAndFlush(Unpooled.wrappedBuffer(WebSocketFrames.close(code, reason)));
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
            owner.execute(this::proceed);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // Vert.x announces the end of its server to each connection this way; idle events are none of our concern.
        if (event instanceof ShutdownEvent) {
            fail(CloseReason.SERVER_SHUTTING_DOWN);
            if (closeSent) {
                wire.close();
                return;
            }
            sayClose(GOING_AWAY, CloseReason.SERVER_SHUTTING_DOWN.text()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (lingering) {
            return;
        }
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof CorruptedWebSocketFrameException corrupt) {
            closeFor(corrupt.closeStatus().code(), corrupt.getMessage());
            // What follows a corrupt frame has no meaning: it comes as it is, to be dropped.
            context.pipeline().remove(WebSocket13FrameDecoder.class);
        } else {
            fail(CloseReason.TRANSPORT_ERROR);
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(CloseReason.TRANSPORT_CLOSE);
        if (closeTimer != null) {
            closeTimer.cancel(false);
        }
        over();
    }

    /** Nothing more is received. */
    private void over() {
        assembly.clear();
        if (!over && attached) {
            owner.emit(closeReason, receiver::closed);
        }
        over = true;
    }
}
