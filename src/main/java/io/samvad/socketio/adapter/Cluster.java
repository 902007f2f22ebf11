package io.samvad.socketio.adapter;

import io.samvad.link.RandomId;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This loop's place among those that share one conversation: one address for what is said to all and one for what is said
 * to this loop alone, whatever the number of namespaces, rooms and sockets.
 *
 * <p>The other loops are in this JVM, and on other nodes too if Vert.x is clustered: nothing above can tell the difference.
 */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final long NO_TIMER = -1;
    private static final ServerSideListener NOBODY = (event, args, answer) -> {
        if (answer != null) {
            answer.accept(null);
        }
    };

    private final Vertx vertx;
    private final EventBus bus;
    private final String everybody;
    private final String origin = new RandomId().next();
    private final DeliveryOptions options;
    private final MessageConsumer<ClusterMessage> toAll;
    private final MessageConsumer<ClusterMessage> toMe;
    private final Map<String, Adapter> adapters = new HashMap<>();
    private final Peers peers;
    private final BroadcastAcks acks;
    private final Broadcasts broadcasts;
    private final PeerRequests requests;
    private final Mailbox mailbox;
    private final Offsets offsets = new Offsets(origin);
    private final Context context;
    private final Future<Void> ready;
    private long helloTimer = NO_TIMER;
    private boolean helloDue;
    private boolean closed;
    private boolean recovers;
    private long sequence;

    /**
     * Joins the conversation.
     *
     * @param name loops with the same name on the same event bus share one
     */
    public Cluster(Vertx vertx, String name) {
        this(vertx, name, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** With a clock of its own: milliseconds that only go forward. */
    Cluster(Vertx vertx, String name, LongSupplier clock) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        broadcasts = new Broadcasts(context);
        peers = new Peers(origin, clock);
        bus = vertx.eventBus();
        everybody = "samvad.cluster." + name;
        acks = new BroadcastAcks(vertx, this);
        requests = new PeerRequests(vertx, this);
        try {
            bus.registerCodec(new ClusterMessageCodec());
        } catch (IllegalStateException registeredByAnotherLoop) {
            // one codec serves the whole bus
        }
        boolean local = !vertx.isClustered();
        options = new DeliveryOptions().setCodecName(ClusterMessageCodec.NAME).setLocalOnly(local);
        toMe = consumer(addressOf(origin), local);
        toAll = consumer(everybody, local);
        mailbox = new Mailbox(this, bus, name, local);
        // Hello asks for an answer: it is said when an answer can come.
        ready = Future.all(toMe.completion(), toAll.completion(), mailbox.ready())
                .mapEmpty();
        if (local) {
            sayHello();
        } else {
            ready.onComplete(registered -> context.runOnContext(here -> begin(registered.cause())));
        }
    }

    private MessageConsumer<ClusterMessage> consumer(String address, boolean local) {
        return local
                ? bus.localConsumer(address, message -> receive(message.body()))
                : bus.consumer(address, message -> receive(message.body()));
    }

    /** Between nodes: from now on we can be heard. */
    private void begin(Throwable failure) {
        if (failure != null) {
            LOG.error("This instance cannot be heard by other nodes", failure);
        }
        if (!closed) {
            sayHello();
            helloTimer = vertx.setPeriodic(Peers.HELLO_INTERVAL, interval -> beat());
        }
    }

    /** Completes when other nodes can reach this loop; at once if there can be none. */
    public Future<Void> ready() {
        return ready;
    }

    private void beat() {
        peers.silent().forEach(loop -> {
            LOG.warn("Instance {} has not been heard for {} ms and counts as gone", loop, Peers.SILENCE);
            gone(loop);
        });
        sayHello();
    }

    private void sayHello() {
        helloDue = false;
        publish(new ClusterMessage.Hello(peers.heard()));
    }

    /** Greets those that are new, once for all that come in the same moment. */
    private void sayHelloSoon() {
        if (!helloDue) {
            helloDue = true;
            context.runOnContext(soon -> {
                if (!closed) {
                    sayHello();
                }
            });
        }
    }

    private String addressOf(String loop) {
        return everybody + "." + loop;
    }

    /**
     * A new adapter for a namespace.
     *
     * @param serverSide takes what other instances say to the servers
     * @param recovery what to remember for clients that lose their connection, or null for nothing
     * @param codec what most connections speak
     */
    public Adapter adapter(
            String namespace, ServerSideListener serverSide, RecoveryOptions recovery, PacketCodec codec) {
        recovers |= recovery != null;
        Recovery log = recovery == null ? null : new Recovery(namespace, this, recovery, codec);
        Adapter adapter = new Adapter(namespace, this, serverSide, log);
        adapters.put(namespace, adapter);
        return adapter;
    }

    /** A namespace has gone. */
    public void remove(Adapter adapter) {
        adapters.remove(adapter.namespace(), adapter);
        adapter.close();
    }

    /** The event as it is sent: one that a client may miss and get later has a name. */
    Outgoing outgoing(Packet.Event event, Target target) {
        return recovers ? offsets.outgoing(event, target) : new Outgoing(event);
    }

    /** What is on its way to the sockets of this loop. */
    public Broadcasts broadcasts() {
        return broadcasts;
    }

    BroadcastAcks acks() {
        return acks;
    }

    PeerRequests requests() {
        return requests;
    }

    /** The name of this loop. */
    String origin() {
        return origin;
    }

    Vertx vertx() {
        return vertx;
    }

    /** The other loops that are there, and hear us. */
    Set<String> peers() {
        return peers.mutual();
    }

    /** Says it to all other loops; nothing is done when there are none. */
    void tellAll(ClusterMessage.Body body) {
        if (!peers.isAlone()) {
            publish(body);
        }
    }

    private void publish(ClusterMessage.Body body) {
        try {
            bus.publish(everybody, new ClusterMessage(origin, ++sequence, body), options);
        } catch (IllegalStateException nodeLost) {
            // Vert.x completes one promise for each node, and throws if the connection to one of them is just breaking.
            LOG.warn("A message may not have reached all nodes: the connection to one is broken");
        }
    }

    void tell(String loop, ClusterMessage.Body body) {
        bus.send(addressOf(loop), new ClusterMessage(origin, 0, body), options);
    }

    /** @param message null if it cannot be read */
    private void receive(ClusterMessage message) {
        if (message == null || message.origin().equals(origin)) {
            return;
        }
        peers.heard(message.origin());
        try {
            receive(message.origin(), message.body());
        } catch (RuntimeException failure) {
            LOG.error("A message of instance {} could not be followed", message.origin(), failure);
        }
    }

    private void receive(String from, ClusterMessage.Body body) {
        if (body instanceof ClusterMessage.Hello hello) {
            if (peers.hello(from, hello.heard())) {
                sayHelloSoon();
            }
        } else if (body instanceof ClusterMessage.Goodbye) {
            gone(from);
        } else if (body instanceof ClusterMessage.Asked asked) {
            acks.asked(from, asked);
        } else if (body instanceof ClusterMessage.Answer answer) {
            acks.answered(from, answer);
        } else if (body instanceof ClusterMessage.Response response) {
            requests.done(from, response);
        } else if (body instanceof ClusterMessage.Broadcast broadcast) {
            at(broadcast.namespace()).deliver(broadcast.outgoing(), broadcast.target());
        } else if (body instanceof ClusterMessage.Question question) {
            at(question.namespace()).ask(from, question);
        } else if (body instanceof ClusterMessage.Request request) {
            at(request.task().namespace())
                    .perform(request.task(), result -> tell(from, new ClusterMessage.Response(request.id(), result)));
        }
    }

    private void gone(String loop) {
        peers.gone(loop);
        acks.gone(loop);
        requests.gone(loop);
    }

    /** A namespace that this loop has not set up has no sockets here. */
    Adapter at(String namespace) {
        Adapter adapter = adapters.get(namespace);
        return adapter == null ? new Adapter(namespace, this, NOBODY, null) : adapter;
    }

    /** Leaves the conversation. */
    public Future<Void> close() {
        closed = true;
        if (helloTimer != NO_TIMER) {
            vertx.cancelTimer(helloTimer);
        }
        acks.close();
        requests.close();
        adapters.values().forEach(Adapter::close);
        Future<Void> left = Future.join(mailbox.close(), toAll.unregister(), toMe.unregister())
                .mapEmpty();
        publish(new ClusterMessage.Goodbye());
        return left;
    }
}
