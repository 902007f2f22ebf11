package io.samvad.engineio.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.samvad.link.Frame;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * What one event loop has to send over WebSockets, flushed once per turn of the loop.
 *
 * <p>The first frame that falls due puts the flush on the loop, behind what the loop already has to do; so an idle server
 * sends at once, and a busy one joins what belongs together. Frames are collected in {@link Burst}s that connections with
 * the same frames share: ten broadcasts to a thousand connections are joined once and cost each connection one write.
 */
public final class Outbox {
    /** So many channels are flushed before the loop sees to what else has come. */
    private static final int MAX_FLUSHED = 1_024;

    /** Frames of more bytes than that are not copied to be joined. */
    private static final int MAX_JOINED_BYTES = 64 * 1024;

    private final ContextInternal owner;
    private final EventLoop loop;
    /** Null here if frames are as they are. */
    private final PerMessageDeflate compression;

    private final Backlog backlog;

    private final Outbox compressing;
    private final Burst nothing = new Burst(null, new byte[0]);
    private final Map<EventLoop, Handover> handovers = new IdentityHashMap<>();
    private final List<Burst> joined = new ArrayList<>();
    private final Queue<ServerFrameChannel> due = new ArrayDeque<>();
    private List<Frame> lastFrames;
    private MessageForm lastForm;
    private byte[] lastJoined;
    private boolean scheduled;

    /**
     * @param owner context of the loop that will use this outbox
     * @param compression how messages are compressed for peers that have agreed to that, or null if for nobody
     * @param backlog of that loop
     */
    public Outbox(Context owner, PerMessageDeflate compression, Backlog backlog) {
        this.owner = (ContextInternal) owner;
        this.loop = this.owner.nettyEventLoop();
        this.compression = null;
        this.backlog = backlog;
        this.compressing = compression == null ? this : new Outbox(this.owner, compression, backlog);
    }

    private Outbox(ContextInternal owner, PerMessageDeflate compression, Backlog backlog) {
        this.owner = owner;
        this.loop = owner.nettyEventLoop();
        this.compression = compression;
        this.backlog = backlog;
        this.compressing = this;
    }

    /** That of connections that have agreed to compression: they share frames with each other, but not with those here. */
    public Outbox compressing() {
        return compressing;
    }

    ContextInternal owner() {
        return owner;
    }

    EventLoop loop() {
        return loop;
    }

    /** What waits for slow peers of this loop. */
    public Backlog backlog() {
        return backlog;
    }

    /** What a connection has pending at the beginning of a turn. */
    Burst nothing() {
        return nothing;
    }

    /** Notes that a channel has something to send; once for each channel and turn. */
    void due(ServerFrameChannel channel) {
        due.add(channel);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        scheduled = false;
        for (int left = Math.min(MAX_FLUSHED, due.size()); left > 0; left--) {
            due.poll().turnEnds();
        }
        sendOff();
        nothing.forget();
        lastFrames = null;
        lastJoined = null;
        if (!due.isEmpty()) {
            schedule();
        }
    }

    /** The buffers for other loops leave; what was joined is released here, and lives on where it is being written. */
    private void sendOff() {
        handovers.forEach((home, handover) -> handover.leaveFor(home));
        handovers.clear();
        joined.forEach(Burst::release);
        joined.clear();
    }

    /** A message as a finished frame, as connections of this outbox get it. */
    public byte[] finished(Frame message, MessageForm form) {
        return compression == null ? message.as(form) : compression.encode(message, form);
    }

    /**
     * Finished frames one after the other, as one array.
     *
     * @return the same array for the same list as in the call before; null if there is too much to copy
     */
    byte[] join(List<Frame> frames, MessageForm form) {
        if (frames.size() == 1) {
            return finished(frames.get(0), form);
        }
        if (frames != lastFrames || form != lastForm) {
            lastFrames = frames;
            lastForm = form;
            lastJoined = joined(frames, form);
            schedule();
        }
        return lastJoined;
    }

    private byte[] joined(List<Frame> frames, MessageForm form) {
        int length = 0;
        for (Frame frame : frames) {
            length += finished(frame, form).length;
            if (length > MAX_JOINED_BYTES) {
                return null;
            }
        }
        byte[] all = new byte[length];
        int at = 0;
        for (Frame frame : frames) {
            byte[] one = finished(frame, form);
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        return all;
    }

    /** All frames of a burst in one buffer, which lives until the end of the turn unless it is retained. */
    ByteBuf join(Burst burst) {
        if (burst.buffer == null) {
            burst.buffer = burst.joined();
            joined.add(burst);
            schedule();
        }
        return burst.buffer;
    }

    /** What a channel has been given and the network has not taken yet; 0 once it is closed. */
    static int queuedBytes(Channel channel) {
        ChannelOutboundBuffer given = channel.unsafe().outboundBuffer();
        return given == null ? 0 : (int) given.totalPendingWriteBytes();
    }

    /** Takes a buffer to a channel of another loop; all for that loop go over together at the end of the flush. */
    void handOver(ServerFrameChannel channel, ByteBuf buffer) {
        handovers.computeIfAbsent(channel.loop(), home -> new Handover(loop)).add(channel, buffer);
    }

    /**
     * The frames that are pending for a connection: a chain from the newest back to the oldest. Continuing with the same
     * frame gives the same object, so connections that get the same frames share one chain, and it is joined once.
     */
    static final class Burst {
        private final Burst before;
        private final byte[] frame;
        /** Bytes of all frames up to this one. */
        final int length;

        private Burst newest;
        private ByteBuf buffer;

        private Burst(Burst before, byte[] frame) {
            this.before = before;
            this.frame = frame;
            this.length = before == null ? 0 : before.length + frame.length;
        }

        /** This and one more frame. */
        Burst then(byte[] next) {
            Burst known = newest;
            if (known != null && known.frame == next) {
                return known;
            }
            Burst continued = new Burst(this, next);
            newest = continued;
            return continued;
        }

        /**
         * Filled from its end, because the chain leads from the newest frame to the oldest. Of the pooled allocator, whose
         * duplicates are used again: with the default one of Netty 4.2 each recipient would cost an object.
         */
        private ByteBuf joined() {
            ByteBuf all = PooledByteBufAllocator.DEFAULT.directBuffer(length, length);
            int end = length;
            for (Burst at = this; at.before != null; at = at.before) {
                end -= at.frame.length;
                all.setBytes(end, at.frame);
            }
            return all.writerIndex(length);
        }

        private void release() {
            buffer.release();
            buffer = null;
        }

        private void forget() {
            newest = null;
        }
    }

    /** Buffers on their way to the channels of one other loop. */
    private static final class Handover implements Runnable {
        private final List<ServerFrameChannel> channels = new ArrayList<>();
        private final List<ByteBuf> buffers = new ArrayList<>();
        private final EventLoop owner;

        private Handover(EventLoop owner) {
            this.owner = owner;
        }

        private void add(ServerFrameChannel channel, ByteBuf buffer) {
            channels.add(channel);
            buffers.add(buffer);
        }

        private void leaveFor(EventLoop home) {
            if (home.isShuttingDown()) {
                buffers.forEach(ByteBuf::release);
            } else {
                home.execute(this);
            }
        }

        @Override
        public void run() {
            for (int i = 0; i < channels.size(); i++) {
                channels.get(i).writeAtHome(buffers.get(i));
            }
            if (!owner.isShuttingDown()) {
                owner.execute(() -> channels.forEach(ServerFrameChannel::arrived));
            }
        }
    }
}
