package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Rooms and fan-out of one namespace on one loop, and the same on all other loops. */
public final class Adapter {
    private final String namespace;
    private final Cluster cluster;
    private final BroadcastAcks acks;
    private final Rooms rooms = new Rooms();

    Adapter(String namespace, Cluster cluster, BroadcastAcks acks) {
        this.namespace = namespace;
        this.cluster = cluster;
        this.acks = acks;
    }

    // ---------------------------------------------------------------- sockets of this loop

    /** A socket has come. */
    public void add(Recipient socket) {
        rooms.add(socket);
    }

    /** A socket has gone: it leaves all its rooms. */
    public void remove(Recipient socket) {
        rooms.remove(socket);
    }

    /** A socket joins rooms. */
    public void join(Recipient socket, Collection<String> names) {
        names.forEach(name -> rooms.join(socket, name));
    }

    /** A socket leaves a room. */
    public void leave(Recipient socket, String room) {
        rooms.leave(socket, room);
    }

    /** The rooms of a socket, its own first. */
    public Set<String> roomsOf(Recipient socket) {
        return rooms.of(socket);
    }

    /** Names of the rooms that sockets of this loop have joined. */
    public Set<String> rooms() {
        return rooms.names();
    }

    // ---------------------------------------------------------------- everywhere

    /** Sends an event to the sockets of the target. */
    public void broadcast(Packet.Event event, Target target) {
        Outgoing outgoing = new Outgoing(event);
        deliver(outgoing, target);
        if (!target.local()) {
            cluster.tellAll(new ClusterMessage.Broadcast(namespace, outgoing, target));
        }
    }

    /**
     * Sends an event to the sockets of the target and collects one answer of each.
     *
     * @param timeout milliseconds
     * @return the answers in the order in which they came; fails with {@link AckTimeoutException}, which holds those that
     *     came in time
     */
    public Future<List<Args>> ask(String name, Args args, Target target, long timeout) {
        long id = acks.nextId();
        Outgoing outgoing = new Outgoing(new Packet.Event(namespace, id, name, args));
        BroadcastAcks.Pending pending = acks.begin(id, timeout, target.local() ? Set.of() : cluster.peers());
        pending.here(askHere(outgoing, target, id, timeout, pending::answer));
        if (!target.local()) {
            cluster.tellAll(new ClusterMessage.Question(namespace, outgoing, target, id, timeout));
        }
        return pending.future();
    }

    /** Lets the sockets of the target join rooms. */
    public void join(Target target, Set<String> names) {
        joinHere(target, names);
        if (!target.local()) {
            cluster.tellAll(new ClusterMessage.Join(namespace, target, names));
        }
    }

    /** Lets the sockets of the target leave rooms. */
    public void leave(Target target, Set<String> names) {
        leaveHere(target, names);
        if (!target.local()) {
            cluster.tellAll(new ClusterMessage.Leave(namespace, target, names));
        }
    }

    /** Disconnects the sockets of the target. */
    public void disconnect(Target target, boolean close) {
        disconnectHere(target, close);
        if (!target.local()) {
            cluster.tellAll(new ClusterMessage.Disconnect(namespace, target, close));
        }
    }

    // ---------------------------------------------------------------- this loop's part

    void deliver(Outgoing outgoing, Target target) {
        boolean isVolatile = target.isVolatile();
        rooms.forEach(target, socket -> socket.deliver(outgoing, isVolatile));
    }

    /** Another loop asks. */
    void ask(String loop, ClusterMessage.Question question) {
        long id = question.id();
        int asked = askHere(
                question.outgoing(),
                question.target(),
                id,
                question.timeout(),
                args -> cluster.tell(loop, new ClusterMessage.Answer(id, args)));
        cluster.tell(loop, new ClusterMessage.Asked(id, asked));
    }

    private int askHere(Outgoing outgoing, Target target, long id, long timeout, Consumer<Args> answered) {
        List<Recipient> asked = select(target);
        if (!asked.isEmpty()) {
            Vertx vertx = cluster.vertx();
            long timer = vertx.setTimer(timeout, late -> asked.forEach(socket -> socket.forgetAck(id)));
            int[] open = {asked.size()};
            for (Recipient socket : asked) {
                socket.expectAck(id, args -> {
                    // The timer would hold on to all these sockets until it goes off.
                    if (--open[0] == 0) {
                        vertx.cancelTimer(timer);
                    }
                    answered.accept(args);
                });
                socket.deliver(outgoing, false);
            }
        }
        return asked.size();
    }

    void joinHere(Target target, Set<String> names) {
        select(target).forEach(socket -> join(socket, names));
    }

    void leaveHere(Target target, Set<String> names) {
        select(target).forEach(socket -> names.forEach(name -> rooms.leave(socket, name)));
    }

    void disconnectHere(Target target, boolean close) {
        select(target).forEach(socket -> socket.disconnect(close));
    }

    /** A copy, for what changes who is where. */
    private List<Recipient> select(Target target) {
        List<Recipient> selected = new ArrayList<>();
        rooms.forEach(target, selected::add);
        return selected;
    }
}
