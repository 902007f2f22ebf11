package io.samvad.socketio;

import io.samvad.socketio.adapter.Adapter;
import io.samvad.socketio.adapter.Target;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends to many sockets of a namespace, on all instances. Immutable: each call gives a new one, so that an operator can be
 * kept and used again.
 *
 * <pre>{@code
 * io.to("news").to("sport").except("muted").emit("headline", "…");
 * socket.to("news").asVolatile().emit("typing", name);
 * }</pre>
 */
public final class BroadcastOperator {
    /** Milliseconds that {@link #emitWithAck} waits when nothing else was said. */
    static final long DEFAULT_ACK_TIMEOUT = 60_000;

    private final Namespace namespace;
    private final Target target;
    private final long timeout;

    BroadcastOperator(Namespace namespace, Target target) {
        this(namespace, target, DEFAULT_ACK_TIMEOUT);
    }

    private BroadcastOperator(Namespace namespace, Target target, long timeout) {
        this.namespace = namespace;
        this.target = target;
        this.timeout = timeout;
    }

    private BroadcastOperator with(Target other) {
        return new BroadcastOperator(namespace, other, timeout);
    }

    /** Sockets in any of these rooms (and of those named before); the id of a socket is a room, too. */
    public BroadcastOperator to(String... rooms) {
        return with(new Target(union(target.rooms(), rooms), target.except(), target.local(), target.isVolatile()));
    }

    /** Another word for {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /** But no socket that is in one of these rooms. */
    public BroadcastOperator except(String... rooms) {
        return with(new Target(target.rooms(), union(target.except(), rooms), target.local(), target.isVolatile()));
    }

    /** Only sockets of this instance. */
    public BroadcastOperator local() {
        return with(new Target(target.rooms(), target.except(), true, target.isVolatile()));
    }

    /** Only sockets to which it would leave at once: the others may miss it. ({@code volatile} is a word of Java.) */
    public BroadcastOperator asVolatile() {
        return with(new Target(target.rooms(), target.except(), target.local(), true));
    }

    /**
     * How long {@link #emitWithAck} waits.
     *
     * @param milliseconds at least 1
     */
    public BroadcastOperator timeout(long milliseconds) {
        return new BroadcastOperator(namespace, target, checkTimeout(milliseconds));
    }

    static Set<String> union(Set<String> names, String... more) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /**
     * Sends an event.
     *
     * @param arguments values as for {@link Args#of(Object...)}
     * @throws IllegalArgumentException for a reserved name or a value that cannot be sent
     */
    public void emit(String event, Object... arguments) {
        checkName(event);
        Packet.Event packet = new Packet.Event(namespace.name(), event, Args.of(arguments));
        namespace.io().execute(() -> adapter().broadcast(packet, target));
    }

    /**
     * Sends an event and collects the acknowledgement of each client.
     *
     * @return the answers in the order in which they came; fails with
     *     {@link io.samvad.socketio.adapter.AckTimeoutException}, which holds those that came in time
     * @throws IllegalArgumentException for a reserved name or a value that cannot be sent
     */
    public Future<List<Args>> emitWithAck(String event, Object... arguments) {
        checkName(event);
        Args args = Args.of(arguments);
        return namespace.io().call(() -> adapter().ask(event, args, target, timeout));
    }

    /** Sends a {@code message} event. */
    public void send(Object... arguments) {
        emit("message", arguments);
    }

    /** Describes the sockets, on all instances. An instance that goes away meanwhile is not waited for. */
    public Future<List<RemoteSocket>> fetchSockets() {
        return namespace.io().call(() -> adapter().fetch(target)).map(sockets -> sockets.stream()
                .map(socket -> new RemoteSocket(namespace, socket))
                .toList());
    }

    /**
     * Lets the sockets join rooms.
     *
     * @return completes when an emit to these rooms reaches them, from any instance
     */
    public Future<Void> socketsJoin(String... rooms) {
        Set<String> names = union(Set.of(), rooms);
        return namespace.io().call(() -> adapter().join(target, names));
    }

    /**
     * Lets the sockets leave rooms.
     *
     * @return completes when they have
     */
    public Future<Void> socketsLeave(String... rooms) {
        Set<String> names = union(Set.of(), rooms);
        return namespace.io().call(() -> adapter().leave(target, names));
    }

    /**
     * Disconnects the sockets.
     *
     * @param close whether the connections below are closed, too
     * @return completes when they are
     */
    public Future<Void> disconnectSockets(boolean close) {
        return namespace.io().call(() -> adapter().disconnect(target, close));
    }

    static void checkName(String event) {
        if (Packet.Event.RESERVED_NAMES.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }

    static long checkTimeout(long milliseconds) {
        if (milliseconds < 1) {
            throw new IllegalArgumentException("timeout is " + milliseconds + ", at least 1 ms is expected");
        }
        return milliseconds;
    }

    private Adapter adapter() {
        return namespace.adapter();
    }
}
