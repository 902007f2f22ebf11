package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.protocol.EngineProtocolException;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;

/**
 * HTTP long-polling (protocol v4, section "HTTP long-polling"): packets wait in a queue for the pending GET; a POST brings
 * those of the client. One GET and one POST at a time: an overlap is a broken client and ends the session.
 */
public final class PollingTransport implements Transport, Backlog.SlowPeer {
    private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);
    private static final List<EnginePacket> NOOP = List.of(new EnginePacket(EnginePacket.Type.NOOP));
    private static final List<EnginePacket> CLOSE = List.of(new EnginePacket(EnginePacket.Type.CLOSE));

    private final Context owner;
    private final ProtocolVersion protocol;
    private final TransportListener listener;
    private final PollingLimits limits;
    private final Backlog backlog;
    private final ArrayDeque<EnginePacket> queue = new ArrayDeque<>();
    private int queuedBytes;
    private PollExchange pendingGet;
    private PollExchange pendingPost;
    private boolean flushDue;
    private Runnable whenDrained;
    /** While the session upgrades every poll is answered with NOOP and the queue waits for the new transport. */
    private boolean paused;

    private boolean closing;
    /** The goodbye is still to be said. */
    private boolean draining;

    private boolean gone;
    /** The client has said goodbye, and its last GET may still be on the way. */
    private boolean left;

    /**
     * @param owner context of the loop that owns the session
     * @param backlog of that loop
     */
    public PollingTransport(
            Context owner,
            ProtocolVersion protocol,
            PollingLimits limits,
            Backlog backlog,
            TransportListener listener) {
        this.owner = owner;
        this.protocol = protocol;
        this.limits = limits;
        this.backlog = backlog;
        this.listener = listener;
    }

    @Override
    public String name() {
        return "polling";
    }

    /** Answers a GET with what is queued, now or as soon as there is something. */
    public void get(PollExchange exchange) {
        if (pendingGet != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
            fail(CloseReason.TRANSPORT_ERROR, "two GETs at a time");
            return;
        }
        pendingGet = exchange;
        if (left) {
            answerGet(NOOP, null);
            left = false;
            return;
        }
        exchange.onAbort(() -> {
            if (pendingGet == exchange) {
                pendingGet = null;
                fail(CloseReason.TRANSPORT_CLOSE, null);
            }
        });
        if (paused) {
            answerGet(NOOP, null);
        } else if (!queue.isEmpty()) {
            flush();
        } else if (draining) {
            sayGoodbye();
        }
    }

    /** Takes the packets of a POST. */
    public void post(PollExchange exchange) {
        if (pendingPost != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
            fail(CloseReason.TRANSPORT_ERROR, "two POSTs at a time");
            return;
        }
        pendingPost = exchange;
        exchange.onAbort(() -> {
            if (pendingPost == exchange) {
                pendingPost = null;
                fail(CloseReason.TRANSPORT_CLOSE, null);
            }
        });
        exchange.body(limits.maxPayload()).onComplete(body -> {
            if (pendingPost != exchange) {
                return;
            }
            if (body.succeeded()) {
                receive(exchange, body.result());
            } else {
                pendingPost = null;
                refuse(exchange, body.cause());
            }
        });
    }

    private void receive(PollExchange exchange, byte[] body) {
        pendingPost = null;
        try {
            for (EnginePacket packet : protocol.decode(body, limits.maxPackets())) {
                if (gone) {
                    break;
                }
                listener.packet(this, packet);
            }
            exchange.answer(OK);
        } catch (EngineProtocolException broken) {
            exchange.refuse(EngineError.BAD_REQUEST, broken.getMessage());
            fail(CloseReason.PARSE_ERROR, broken.getMessage());
        }
    }

    private void refuse(PollExchange exchange, Throwable cause) {
        if (cause instanceof PayloadTooLargeException) {
            exchange.refuse(EngineError.PAYLOAD_TOO_LARGE, cause.getMessage());
            fail(CloseReason.PARSE_ERROR, cause.getMessage());
        } else {
            fail(CloseReason.TRANSPORT_ERROR, cause.getMessage());
        }
    }

    @Override
    public void send(List<Frame> messages) {
        for (int i = 0; i < messages.size(); i++) {
            send(new EnginePacket(EnginePacket.Type.MESSAGE, messages.get(i)));
        }
    }

    @Override
    public void send(EnginePacket packet) {
        if (closing || gone) {
            return;
        }
        queue.add(packet);
        queuedBytes += protocol.lengthOf(packet);
        if (queuedBytes > limits.maxQueuedBytes()) {
            cutOff();
        } else if (!writable()) {
            backlog.waits(this, queuedBytes);
        } else if (!flushDue) {
            flushDue = true;
            owner.runOnContext(turnEnds -> {
                flushDue = false;
                flush();
            });
        }
    }

    /** Not at once: the caller may be in the middle of a broadcast, which must not see its recipients change. */
    @Override
    public void cutOff() {
        clearQueue();
        closing = true;
        owner.runOnContext(later -> fail(CloseReason.SLOW_CONSUMER, null));
    }

    private void flush() {
        if (pendingGet == null || queue.isEmpty() || paused) {
            return;
        }
        answerGet(queue, this::lost);
        clearQueue();
        drained();
    }

    private void drained() {
        Runnable waiting = whenDrained;
        if (waiting != null) {
            whenDrained = null;
            waiting.run();
        }
    }

    /**
     * In an answer of its own: clients act on a close at once but on messages a moment later, so what came just before it in
     * the same payload would be lost, a DISCONNECT of Socket.IO above all.
     */
    private void sayGoodbye() {
        answerGet(CLOSE, null);
        gone = true;
        draining = false;
    }

    private void answerGet(Collection<EnginePacket> packets, Runnable lost) {
        PollExchange get = pendingGet;
        pendingGet = null;
        get.answer(protocol.encode(packets), protocol.isBinary(packets), isCompressible(packets), lost);
    }

    /**
     * What was answered did not reach the client, which may not know: HTTP clients send a GET again when its connection breaks
     * (RFC 9110, section 9.2.2). Nothing of a poll is numbered, so the client has to begin anew.
     */
    public void lost() {
        fail(CloseReason.TRANSPORT_CLOSE, null);
    }

    /** As in Engine.IO: one packet that may be compressed is enough. */
    private static boolean isCompressible(Collection<EnginePacket> packets) {
        for (EnginePacket packet : packets) {
            if (packet.data().isCompressible()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean writable() {
        return pendingGet != null && !paused;
    }

    @Override
    public int queuedBytes() {
        return queuedBytes;
    }

    @Override
    public void whenDrained(Runnable task) {
        whenDrained = task;
        if (queue.isEmpty() && !closing && !gone) {
            drained();
        }
    }

    /** Begins an upgrade: a pending GET is released, what is sent from now on waits. */
    public void pause() {
        paused = true;
        if (pendingGet != null) {
            answerGet(NOOP, null);
        }
        if (queuedBytes > 0) {
            backlog.waits(this, queuedBytes);
        }
    }

    /** The upgrade came to nothing: polling goes on. */
    public void resume() {
        paused = false;
        flush();
    }

    /** The upgrade is done: gives what waits to the new transport and lets go of the wire. */
    public void handOver(WebSocketTransport successor) {
        for (EnginePacket packet : queue) {
            successor.send(packet);
        }
        clearQueue();
        abort();
        if (whenDrained != null) {
            successor.whenDrained(whenDrained);
        }
    }

    /** Whether the goodbye still waits for a poll. */
    public boolean draining() {
        return draining && !gone;
    }

    @Override
    public void close() {
        if (closing || gone) {
            return;
        }
        paused = false;
        closing = true;
        draining = true;
        if (queue.isEmpty() && pendingGet != null) {
            sayGoodbye();
        } else {
            flush();
        }
        refusePost(EngineError.SESSION_ID_UNKNOWN);
    }

    /**
     * The client has said goodbye: its pending GET is released.
     *
     * @return whether there was one; if not, the next one is answered so, too, because it may be older than the goodbye
     */
    public boolean leave() {
        boolean pending = pendingGet != null;
        abort();
        left = !pending;
        return pending;
    }

    @Override
    public void abort() {
        gone = true;
        clearQueue();
        if (pendingGet != null) {
            answerGet(NOOP, null);
        }
        refusePost(EngineError.BAD_REQUEST);
    }

    private void fail(CloseReason reason, String how) {
        if (gone) {
            return;
        }
        gone = true;
        clearQueue();
        if (pendingGet != null) {
            answerGet(CLOSE, null);
        }
        refusePost(EngineError.BAD_REQUEST);
        listener.lost(this, reason, how);
    }

    /** Its body is still on the way, and nobody will read it: the client must not take that for received. */
    private void refusePost(EngineError error) {
        PollExchange post = pendingPost;
        pendingPost = null;
        if (post != null) {
            post.refuse(error);
        }
    }

    private void clearQueue() {
        queue.clear();
        queuedBytes = 0;
        backlog.settled(this);
    }
}
