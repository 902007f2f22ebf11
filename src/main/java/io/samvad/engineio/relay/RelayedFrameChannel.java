package io.samvad.engineio.relay;

import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.samvad.engineio.transport.Backlog;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.MessageForm;
import io.samvad.engineio.transport.Outbox;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A WebSocket whose connection is on another node; {@link ChannelOutpost} acts for it there. What is written in one turn of
 * the loop travels in one message, and no more than a window is under way: the rest waits here, where the limit of the
 * connection counts it.
 */
final class RelayedFrameChannel extends ExchangeEnd implements FrameChannel, Backlog.SlowPeer {
    private final int window;
    private final boolean compressed;
    private final ArrayDeque<byte[]> pending = new ArrayDeque<>(2);
    private int pendingBytes;
    private int underWay;
    private int heard;
    private boolean due;
    private boolean closing;
    private int closeCode;
    private String closeText;
    private Outbox outbox;
    private LinkReceiver receiver;
    private Runnable whenWritable;

    /** @param compressed whether the node with the connection has agreed to permessage-deflate with the peer */
    RelayedFrameChannel(RelayedUpgradeExchange before, boolean compressed) {
        super(before);
        this.window = Math.min(WINDOW, exchanges.home().maxQueuedBytes());
        this.compressed = compressed;
    }

    @Override
    boolean isHome() {
        return false;
    }

    @Override
    public void attach(Context owner, Outbox ownersOutbox, LinkReceiver newReceiver) {
        outbox = compressed ? ownersOutbox.compressing() : ownersOutbox;
        receiver = newReceiver;
    }

    @Override
    public boolean isCompressed() {
        return compressed;
    }

    /** Compressed here, not where the connection is: so once for all, and there is less to carry. */
    @Override
    public void write(List<Frame> messages, MessageForm form) {
        for (int i = 0; i < messages.size(); i++) {
            write(outbox.finished(messages.get(i), form));
        }
    }

    @Override
    public void write(byte[] finishedFrames) {
        if (closing) {
            return;
        }
        pending.add(finishedFrames);
        pendingBytes += finishedFrames.length;
        becomeDue();
        if (pendingBytes > window) {
            flush();
        }
        if (pendingBytes > exchanges.home().maxQueuedBytes()) {
            cutOff();
        }
    }

    private void becomeDue() {
        if (!due) {
            due = true;
            exchanges.due(this);
        }
    }

    /** Not at once: the caller may be in the middle of a broadcast, which must not see its recipients change. */
    @Override
    public void cutOff() {
        letGo();
        exchanges.home().context().runOnContext(later -> {
            if (end()) {
                say(Kind.ABORT);
                tellClosed(CloseReason.SLOW_CONSUMER);
            }
        });
    }

    /** The turn has ended. */
    void turnEnds() {
        due = false;
        proceed();
    }

    private void proceed() {
        flush();
        account();
        Runnable waiting = whenWritable;
        if (waiting != null && pending.isEmpty() && underWay == 0 && !closing) {
            whenWritable = null;
            waiting.run();
        }
    }

    private void account() {
        if (pendingBytes > 0) {
            outbox.backlog().waits(this, queuedBytes());
        } else {
            outbox.backlog().settled(this);
        }
    }

    /** Sends what is pending as far as the window goes. */
    private void flush() {
        if (isEnded()) {
            return;
        }
        while (!pending.isEmpty() && underWay < window) {
            byte[] joined = join();
            underWay += joined.length;
            say(Kind.WRITE, 0, joined);
        }
        if (closeText != null && pending.isEmpty()) {
            say(Kind.CLOSE, closeCode, closeText, ExchangeMessage.NO_BYTES);
            closeText = null;
        }
    }

    /** Whole frames of about a window. */
    private byte[] join() {
        int length = 0;
        int count = 0;
        for (byte[] frames : pending) {
            if (count > 0 && length + frames.length > window) {
                break;
            }
            length += frames.length;
            count++;
        }
        pendingBytes -= length;
        if (count == 1) {
            return pending.remove();
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] frames = pending.remove();
            System.arraycopy(frames, 0, joined, at, frames.length);
            at += frames.length;
        }
        return joined;
    }

    @Override
    public boolean writable() {
        return !closing && underWay + pendingBytes < window;
    }

    @Override
    public int queuedBytes() {
        return pendingBytes + underWay;
    }

    @Override
    public void whenWritable(Runnable task) {
        whenWritable = task;
        proceed();
    }

    @Override
    public void reading(boolean on) {
        throw new UnsupportedOperationException("only the home of a channel reads from it");
    }

    @Override
    public boolean heard() {
        return false;
    }

    @Override
    public void close(int code, String reason) {
        if (!closing) {
            closing = true;
            closeCode = code;
            closeText = reason;
            becomeDue();
        }
    }

    @Override
    public void abort() {
        letGo();
        if (end()) {
            say(Kind.ABORT);
            // As when the connection is at home: whoever drops it learns in a later turn that it is gone.
            exchanges.home().context().runOnContext(later -> tellClosed(CloseReason.TRANSPORT_CLOSE));
        }
    }

    private void letGo() {
        closing = true;
        closeText = null;
        pending.clear();
        pendingBytes = 0;
        if (outbox != null) {
            outbox.backlog().settled(this);
        }
    }

    @Override
    void hear(ExchangeMessage message) {
        switch (message.kind()) {
            case RECEIVED -> received(message);
            case SENT -> {
                underWay -= (int) message.number();
                proceed();
            }
            case CLOSED -> {
                end();
                tellClosed(reason(message.text()));
            }
            case ABORTED -> {
                end();
                broken();
            }
            default -> exchanges.lost(this, message.kind() + " in a WebSocket");
        }
    }

    private void received(ExchangeMessage message) {
        heard += message.bytes().length;
        if (heard >= WINDOW / 4) {
            say(Kind.HEARD, heard);
            heard = 0;
        }
        if (receiver != null && !closing) {
            byte[] payload = message.bytes();
            receiver.receive(message.number() == 1 ? Frame.binary(payload) : Frame.text(payload));
        }
    }

    private static CloseReason reason(String name) {
        for (CloseReason reason : CloseReason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return CloseReason.TRANSPORT_ERROR;
    }

    @Override
    void broken() {
        letGo();
        tellClosed(CloseReason.TRANSPORT_ERROR);
    }

    private void tellClosed(CloseReason reason) {
        closing = true;
        LinkReceiver told = receiver;
        receiver = null;
        if (told != null) {
            told.closed(reason);
        }
    }
}
