package io.samvad.socketio;

import io.samvad.socketio.adapter.EmitterMessage;
import io.samvad.socketio.adapter.EmitterMessage.Verb;
import io.samvad.socketio.adapter.Mailbox;
import io.samvad.socketio.adapter.Target;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;

/**
 * Speaks into the conversation from outside: from any verticle, on any node of the cluster, also one without a {@link
 * SocketIo}. The event bus is all it needs.
 *
 * <pre>{@code
 * Emitter emitter = Emitter.create(vertx);
 * emitter.to("news").except("muted").emit("headline", "…");
 * }</pre>
 *
 * <p>Each message goes to one instance, which does it for all of them, so it reaches each socket once. What one emitter, and
 * whatever was made of it by {@link #of} and {@link #to}, says from one thread is heard in that order, as long as the instance
 * lives that it speaks to; then it finds another one. Keep an emitter rather than making one for each message.
 *
 * <p>All methods give a future, which may be ignored. It fails with a {@link io.vertx.core.eventbus.ReplyException} when no
 * instance is there, and when the answer does not come.
 *
 * <p>What travels is plain JSON, see the guide, page "Scaling": anybody on the event bus can write it. Binary is possible;
 * of a decimal with more digits than a double has, other nodes get the nearest double.
 */
public final class Emitter {
    private static final String DEFAULT_PATH = "/socket.io";

    private final EmitterLine line;
    private final String namespace;
    private final Target target;

    private Emitter(EmitterLine line, String namespace, Target target) {
        this.line = line;
        this.namespace = namespace;
        this.target = target;
    }

    /** For servers with the default path. */
    public static Emitter create(Vertx vertx) {
        return create(vertx, DEFAULT_PATH);
    }

    /** For servers with this path: all with the same share one conversation. */
    public static Emitter create(Vertx vertx, String path) {
        return new Emitter(new EmitterLine(vertx, Mailbox.address(path)), "/", Target.EVERYBODY);
    }

    /**
     * Into another namespace, to all its sockets.
     *
     * @param name with or without the leading slash
     */
    public Emitter of(String name) {
        return new Emitter(line, name.startsWith("/") ? name : "/" + name, Target.EVERYBODY);
    }

    /** Sockets in any of these rooms (and of those named before); the id of a socket is a room, too. */
    public Emitter to(String... rooms) {
        Set<String> all = BroadcastOperator.union(target.rooms(), rooms);
        return new Emitter(line, namespace, new Target(all, target.except(), false, target.isVolatile()));
    }

    /** Another word for {@link #to}. */
    public Emitter in(String... rooms) {
        return to(rooms);
    }

    /** But no socket that is in one of these rooms. */
    public Emitter except(String... rooms) {
        Set<String> all = BroadcastOperator.union(target.except(), rooms);
        return new Emitter(line, namespace, new Target(target.rooms(), all, false, target.isVolatile()));
    }

    /** Only sockets to which an event would leave at once: the others may miss it. ({@code volatile} is a word of Java.) */
    public Emitter asVolatile() {
        return new Emitter(line, namespace, new Target(target.rooms(), target.except(), false, true));
    }

    /**
     * Sends an event.
     *
     * @param arguments values as for {@link Args#of(Object...)}
     * @return completes when an instance has sent it
     * @throws IllegalArgumentException for a reserved name or a value that cannot be sent
     */
    public Future<Void> emit(String event, Object... arguments) {
        BroadcastOperator.checkName(event);
        return say(Verb.EMIT, target, event(event, arguments));
    }

    /** Sends a {@code message} event. */
    public Future<Void> send(Object... arguments) {
        return emit("message", arguments);
    }

    /**
     * Lets the sockets join rooms.
     *
     * @return completes when an emit to these rooms reaches them
     */
    public Future<Void> socketsJoin(String... rooms) {
        return rooms.length == 0
                ? Future.succeededFuture()
                : say(Verb.SOCKETS_JOIN, steady(), Args.of((Object[]) rooms));
    }

    /**
     * Lets the sockets leave rooms.
     *
     * @return completes when they have
     */
    public Future<Void> socketsLeave(String... rooms) {
        return rooms.length == 0
                ? Future.succeededFuture()
                : say(Verb.SOCKETS_LEAVE, steady(), Args.of((Object[]) rooms));
    }

    /**
     * Disconnects the sockets.
     *
     * @param close whether the connections below are closed, too
     * @return completes when they are
     */
    public Future<Void> disconnectSockets(boolean close) {
        return say(Verb.DISCONNECT_SOCKETS, steady(), Args.of(close));
    }

    /**
     * Says something to the namespace on all instances; see {@link Namespace#onServerSide}. Rooms have no meaning there.
     *
     * @return completes when one has heard it and told the others
     */
    public Future<Void> serverSideEmit(String event, Object... arguments) {
        return say(Verb.SERVER_SIDE_EMIT, Target.EVERYBODY, event(event, arguments));
    }

    private Target steady() {
        return new Target(target.rooms(), target.except(), false, false);
    }

    private static Args event(String event, Object... arguments) {
        Object[] values = new Object[arguments.length + 1];
        values[0] = event;
        System.arraycopy(arguments, 0, values, 1, arguments.length);
        return Args.of(values);
    }

    private Future<Void> say(Verb verb, Target whom, Args values) {
        return line.say(new EmitterMessage(namespace, whom, verb, values).toJson());
    }
}
