package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Rooms and fan-out of one namespace on one loop, and the same on all other loops. */
public final class Adapter {
    /** Milliseconds that other loops have for a task. */
    private static final long REQUEST_TIMEOUT = 5_000;

    private final String namespace;
    private final Cluster cluster;
    private final ServerSideListener serverSide;
    /** Null unless clients may recover their state. */
    private final Recovery recovery;

    private final Broadcasts broadcasts;
    private final Rooms rooms = new Rooms();

    Adapter(String namespace, Cluster cluster, ServerSideListener serverSide, Recovery recovery) {
        this.namespace = namespace;
        this.cluster = cluster;
        this.serverSide = serverSide;
        this.recovery = recovery;
        this.broadcasts = cluster.broadcasts();
    }

    /** Name of the namespace. */
    public String namespace() {
        return namespace;
    }

    // ---------------------------------------------------------------- sockets of this loop

    /** A socket has come. */
    public void add(Recipient socket) {
        broadcasts.deliver(this);
        rooms.add(socket);
    }

    /**
     * A socket has come that may be recovered later; it is in no room yet.
     *
     * @param pid its private id
     * @param recovered the session it continues, or null
     * @return what it missed, in order
     */
    public List<Outgoing> add(Recipient socket, String pid, Recovered recovered) {
        broadcasts.deliver(this);
        rooms.add(socket);
        return recovery.begin(socket, pid, recovered);
    }

    /**
     * A socket has gone: it leaves all its rooms.
     *
     * @param data to be kept for its return, or null if it will not return
     */
    public void remove(Recipient socket, JsonObject data) {
        broadcasts.deliver(this);
        if (recovery != null) {
            recovery.end(socket, data);
        }
        rooms.remove(socket);
    }

    /** A socket joins rooms. */
    public void join(Recipient socket, Collection<String> names) {
        broadcasts.deliver(this);
        for (String name : names) {
            rooms.join(socket, name);
            if (recovery != null) {
                recovery.joined(socket, name);
            }
        }
    }

    /** A socket leaves a room. */
    public void leave(Recipient socket, String room) {
        broadcasts.deliver(this);
        rooms.leave(socket, room);
        if (recovery != null) {
            recovery.left(socket, room);
        }
    }

    /** Whether clients may recover their state. */
    public boolean recovers() {
        return recovery != null;
    }

    /**
     * Takes over a session from whichever loop had it last.
     *
     * @param pid its private id
     * @param offset the last offset that the client has, or null
     * @return the session; null if not all of it is known
     */
    public Future<Recovered> recover(String pid, String offset) {
        broadcasts.deliver(this);
        return recovery.take(pid, offset);
    }

    /** How many sessions are remembered here, those of connected sockets included. */
    public int rememberedSessions() {
        return recovery == null ? 0 : recovery.sessionCount();
    }

    void close() {
        if (recovery != null) {
            recovery.close();
        }
    }

    /** The rooms of a socket, its own first. */
    public Set<String> roomsOf(Recipient socket) {
        return rooms.of(socket);
    }

    /** The sockets of this loop, by id; a view. */
    public Map<String, Recipient> members() {
        return rooms.members();
    }

    /** Names of the rooms that sockets of this loop have joined. */
    public Set<String> rooms() {
        return rooms.names();
    }

    /**
     * Names who is told what happens to the rooms of this loop.
     *
     * @param listener or null for nobody
     */
    public void roomListener(RoomListener listener) {
        rooms.listener(listener);
    }

    // ---------------------------------------------------------------- everywhere

    /** Sends an event to the sockets of the target. */
    public void broadcast(Packet.Event event, Target target) {
        Outgoing outgoing = cluster.outgoing(event, target);
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
        BroadcastAcks acks = cluster.acks();
        long id = acks.nextId();
        Packet.Event question = new Packet.Event(namespace, name, args);
        BroadcastAcks.Pending pending = acks.begin(id, timeout, target.local() ? Set.of() : cluster.peers());
        pending.here(askHere(question, target, timeout, pending::answer));
        if (!target.local()) {
            cluster.tellAll(new ClusterMessage.Question(namespace, new Outgoing(question), target, id, timeout));
        }
        return pending.future();
    }

    /**
     * Lets the sockets of the target join rooms.
     *
     * @return completes when they have
     */
    public Future<Void> join(Target target, Set<String> names) {
        return everywhere(new ClusterMessage.Join(namespace, target, names), target.local())
                .mapEmpty();
    }

    /**
     * Lets the sockets of the target leave rooms.
     *
     * @return completes when they have
     */
    public Future<Void> leave(Target target, Set<String> names) {
        return everywhere(new ClusterMessage.Leave(namespace, target, names), target.local())
                .mapEmpty();
    }

    /**
     * Disconnects the sockets of the target.
     *
     * @return completes when they are
     */
    public Future<Void> disconnect(Target target, boolean close) {
        return everywhere(new ClusterMessage.Disconnect(namespace, target, close), target.local())
                .mapEmpty();
    }

    /** How many loops share the conversation, this one included. */
    public int loops() {
        return cluster.peers().size() + 1;
    }

    /** Describes the sockets of the target. */
    public Future<List<SocketSnapshot>> fetch(Target target) {
        return everywhere(new ClusterMessage.Fetch(namespace, target), target.local())
                .map(results -> {
                    List<SocketSnapshot> sockets = new ArrayList<>();
                    for (Object result : results) {
                        for (Object socket : (List<?>) result) {
                            sockets.add((SocketSnapshot) socket);
                        }
                    }
                    return sockets;
                });
    }

    /** Says something to the servers of all other instances. */
    public void tellServers(String event, Args args) {
        cluster.tellAll(new ClusterMessage.Request(0, new ClusterMessage.ServerSide(namespace, event, args, false)));
    }

    /**
     * Asks the servers of all other instances.
     *
     * @return their answers
     */
    public Future<List<Args>> askServers(String event, Args args, long timeout) {
        return cluster.requests()
                .ask(new ClusterMessage.ServerSide(namespace, event, args, true), timeout)
                .map(results -> results.stream().map(Args.class::cast).toList());
    }

    /**
     * Performs a task here and, unless it is local, on all other loops.
     *
     * @return the results, this loop's first
     */
    private Future<List<Object>> everywhere(ClusterMessage.Task task, boolean local) {
        List<Object> results = new ArrayList<>();
        perform(task, result -> {
            if (result != null) {
                results.add(result);
            }
        });
        if (local) {
            return Future.succeededFuture(results);
        }
        return cluster.requests().ask(task, REQUEST_TIMEOUT).map(others -> {
            results.addAll(others);
            return results;
        });
    }

    // ---------------------------------------------------------------- this loop's part

    void deliver(Outgoing outgoing, Target target) {
        if (outgoing.isRecoverable() && recovery != null) {
            recovery.log(outgoing, target);
        }
        if (target.isVolatile()) {
            broadcasts.deliver();
            Volley alone = new Volley(List.of(outgoing));
            rooms.forEach(target, socket -> socket.deliver(alone, true));
        } else {
            broadcasts.add(this, outgoing, target);
        }
    }

    void forEach(Target target, Consumer<Recipient> action) {
        rooms.forEach(target, action);
    }

    boolean isIn(Target target, Recipient socket) {
        return rooms.isIn(target, socket);
    }

    /** Another loop asks. */
    void ask(String loop, ClusterMessage.Question question) {
        long id = question.id();
        int asked = askHere(
                (Packet.Event) question.outgoing().packet(),
                question.target(),
                question.timeout(),
                args -> cluster.tell(loop, new ClusterMessage.Answer(id, args)));
        cluster.tell(loop, new ClusterMessage.Asked(id, asked));
    }

    /** @param question under an id of this loop, see {@link BroadcastAcks} */
    private int askHere(Packet.Event question, Target target, long timeout, Consumer<Args> answered) {
        broadcasts.deliver();
        List<Recipient> asked = select(target);
        if (!asked.isEmpty()) {
            long id = cluster.acks().nextId();
            Packet.Event asking = new Packet.Event(namespace, id, question.name(), question.args());
            Volley volley = new Volley(List.of(new Outgoing(asking, target.compress())));
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
                socket.deliver(volley, false);
            }
        }
        return asked.size();
    }

    /**
     * Performs a task on the sockets of this loop.
     *
     * @param done takes the result, or null if there is none to tell
     */
    void perform(ClusterMessage.Task task, Consumer<Object> done) {
        broadcasts.deliver(this);
        if (task instanceof ClusterMessage.ServerSide call) {
            serverSide.handle(call.event(), call.args(), call.wantsAnswer() ? done::accept : null);
            return;
        }
        if (task instanceof ClusterMessage.Recover recover) {
            done.accept(recovery == null ? null : recovery.takeHere(recover.pid(), recover.offset()));
            return;
        }
        if (task instanceof ClusterMessage.Fetch fetch) {
            done.accept(select(fetch.target()).stream().map(this::snapshot).toList());
            return;
        }
        if (task instanceof ClusterMessage.Join join) {
            select(join.target()).forEach(socket -> join(socket, join.rooms()));
        } else if (task instanceof ClusterMessage.Leave leave) {
            select(leave.target()).forEach(socket -> leave.rooms().forEach(name -> leave(socket, name)));
        } else if (task instanceof ClusterMessage.Disconnect disconnect) {
            select(disconnect.target()).forEach(socket -> socket.disconnect(disconnect.close()));
        }
        done.accept(null);
    }

    private SocketSnapshot snapshot(Recipient socket) {
        return socket.snapshot(rooms.of(socket));
    }

    /** A copy, for what changes who is where. */
    private List<Recipient> select(Target target) {
        List<Recipient> selected = new ArrayList<>();
        rooms.forEach(target, selected::add);
        return selected;
    }
}
