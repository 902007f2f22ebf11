package io.samvad.socketio.adapter;

import io.samvad.link.RandomId;
import io.samvad.socketio.protocol.PacketCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * This loop's place among those that share one conversation: one address for what is said to all and one for what is said
 * to this loop alone, whatever the number of namespaces, rooms and sockets.
 */
public final class Cluster {
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
    private final Set<String> peers = new HashSet<>();
    private final BroadcastAcks acks;
    private final PeerRequests requests;
    private long sequence;

    /**
     * Joins the conversation.
     *
     * @param name loops with the same name on the same event bus share one
     */
    public Cluster(Vertx vertx, String name) {
        this.vertx = vertx;
        bus = vertx.eventBus();
        everybody = "samvad.cluster." + name;
        acks = new BroadcastAcks(vertx, this);
        requests = new PeerRequests(vertx, this);
        ByReference codec = new ByReference();
        try {
            bus.registerCodec(codec);
        } catch (IllegalStateException registeredByAnotherLoop) {
            // one codec serves the whole bus
        }
        options = new DeliveryOptions().setCodecName(codec.name()).setLocalOnly(true);
        toMe = bus.localConsumer(addressOf(origin), message -> receive(message.body()));
        toAll = bus.localConsumer(everybody, message -> receive(message.body()));
        publish(new ClusterMessage.Hello(false));
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

    /** The other loops that are there. */
    Set<String> peers() {
        return peers;
    }

    /** Says it to all other loops; nothing is done when there are none. */
    void tellAll(ClusterMessage.Body body) {
        if (!peers.isEmpty()) {
            publish(body);
        }
    }

    private void publish(ClusterMessage.Body body) {
        bus.publish(everybody, new ClusterMessage(origin, ++sequence, body), options);
    }

    void tell(String loop, ClusterMessage.Body body) {
        bus.send(addressOf(loop), new ClusterMessage(origin, 0, body), options);
    }

    private void receive(ClusterMessage message) {
        String from = message.origin();
        if (from.equals(origin)) {
            return;
        }
        ClusterMessage.Body body = message.body();
        if (body instanceof ClusterMessage.Hello hello) {
            peers.add(from);
            if (!hello.answer()) {
                tell(from, new ClusterMessage.Hello(true));
            }
        } else if (body instanceof ClusterMessage.Goodbye) {
            peers.remove(from);
            acks.gone(from);
            requests.gone(from);
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

    /** A namespace that this loop has not set up has no sockets here. */
    private Adapter at(String namespace) {
        Adapter adapter = adapters.get(namespace);
        return adapter == null ? new Adapter(namespace, this, NOBODY, null) : adapter;
    }

    /** Leaves the conversation. */
    public Future<Void> close() {
        acks.close();
        requests.close();
        adapters.values().forEach(Adapter::close);
        Future<Void> left = Future.join(toAll.unregister(), toMe.unregister()).mapEmpty();
        publish(new ClusterMessage.Goodbye());
        return left;
    }

    /** In one JVM the frames of a broadcast are shared: messages are immutable and pass by reference. */
    private static final class ByReference implements MessageCodec<ClusterMessage, ClusterMessage> {
        @Override
        public void encodeToWire(Buffer buffer, ClusterMessage message) {
            throw new IllegalStateException("this conversation is local to one JVM");
        }

        @Override
        public ClusterMessage decodeFromWire(int position, Buffer buffer) {
            throw new IllegalStateException("this conversation is local to one JVM");
        }

        @Override
        public ClusterMessage transform(ClusterMessage message) {
            return message;
        }

        @Override
        public String name() {
            return "samvad-cluster";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
