package io.samvad.engineio.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/**
 * The half of a {@link ServerFrameChannel} that the loop of the owner uses: what waits to be sent, and when it is. The fields
 * belong to that loop, unless something else is said.
 *
 * <p>That it is Netty's decoder, too, is said there: a class has one superclass.
 */
abstract sealed class OwnersHalf extends WebSocket13FrameDecoder implements FrameChannel, Backlog.SlowPeer
        permits ServerFrameChannel {
    /** So many bytes do not wait for the end of the turn. */
    private static final int FLUSH_AT_BYTES = 256 * 1024;

    private final WebSocketLimits limits;
    private final boolean compressed;
    /** Where frames leave: set once, before there is an owner. */
    private ChannelHandlerContext wire;

    /** Also knows who the owner is; null as long as there is none. */
    private Outbox outbox;

    private Outbox.Burst pending;
    private boolean due;
    /** A buffer is on its way to the home loop: the next one waits until it has arrived. */
    private boolean travelling;

    /** It is known to the backlog. */
    private boolean behind;

    private boolean closing;
    private boolean closeDue;
    private Runnable whenWritable;

    /** Written by this loop, read by the home loop. */
    private volatile LinkReceiver receiver;

    /** @param compressed whether permessage-deflate was agreed upon with the peer */
    OwnersHalf(WebSocketDecoderConfig config, WebSocketLimits limits, boolean compressed) {
        super(config);
        this.limits = limits;
        this.compressed = compressed;
    }

    private ServerFrameChannel self() {
        return (ServerFrameChannel) this;
    }

    /** Frames leave from this context, with no encoder on their way. */
    @Override
    public final void handlerAdded(ChannelHandlerContext context) {
        wire = context;
    }

    final WebSocketLimits limits() {
        return limits;
    }

    final ChannelHandlerContext wire() {
        return wire;
    }

    final EventLoop loop() {
        return wire.channel().eventLoop();
    }

    final ContextInternal owner() {
        return outbox.owner();
    }

    final LinkReceiver receiver() {
        return receiver;
    }

    /** Whether this turn will end with a flush; known at home only. */
    final boolean isFlushDue() {
        return atHome() && due;
    }

    @Override
    public void attach(Context newOwner, Outbox ownersOutbox, LinkReceiver newReceiver) {
        outbox = compressed ? ownersOutbox.compressing() : ownersOutbox;
        receiver = newReceiver;
        // Not at once: who attaches is not ready to receive before it has returned.
        loop().execute(self()::startReading);
    }

    final boolean atHome() {
        return outbox.loop() == loop();
    }

    @Override
    public boolean isCompressed() {
        return compressed;
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
        if (pending != null && pending.length > limits.maxQueuedBytes()) {
            cutOff();
        }
    }

    @Override
    public void write(List<Frame> messages, MessageForm form) {
        byte[] joined = outbox.join(messages, form);
        if (joined != null) {
            write(joined);
        } else {
            messages.forEach(message -> write(outbox.finished(message, form)));
        }
    }

    private void append(byte[] finishedFrames) {
        Outbox.Burst before = pending == null ? outbox.nothing() : pending;
        pending = before.then(finishedFrames);
        if (!due) {
            due = true;
            outbox.due(self());
        }
    }

    /** Not at once: the caller may be in the middle of a broadcast, which must not see its recipients change. */
    @Override
    public final void cutOff() {
        letGo();
        loop().execute(self()::cutOffAtHome);
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

    final void proceed() {
        flush();
        account();
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
            self().writeAtHome(joined);
        } else {
            travelling = true;
            outbox.handOver(self(), joined);
        }
        if (closeDue) {
            closeDue = false;
            onHome(self()::awaitClose);
        }
    }

    /** Whoever is behind at the end of a turn is in the backlog; what is on its way to the home loop is not late yet. */
    private void account() {
        if (pending != null && !travelling) {
            behind = true;
            outbox.backlog().waits(this, queuedBytes());
        } else if (behind && pending == null) {
            behind = false;
            outbox.backlog().settled(this);
        }
    }

    /** Nothing more is sent. */
    private void letGo() {
        closing = true;
        pending = null;
        account();
    }

    /** The connection is gone. */
    final void closed(CloseReason reason) {
        letGo();
        receiver.closed(reason);
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
        letGo();
        wire.close();
    }

    final void onHome(Runnable task) {
        if (atHome()) {
            task.run();
        } else {
            loop().execute(task);
        }
    }
}
