package io.samvad.engineio.relay;

import io.samvad.engineio.transport.Outbox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.LongSupplier;

/**
 * The event-bus address of one owner, and the way to the addresses of the others. An owner that does not exist is found out
 * at once, because nobody listens at its address.
 *
 * <p>In this JVM a request passes with its live connection. The connection cannot leave its node: an owner on another one is
 * handed an exchange that looks the same and speaks with an outpost here, see {@link Exchanges}.
 */
public final class Relay {
    private static final String ADDRESS_PREFIX = "samvad.engine.";

    private final EventBus bus;
    private final boolean clustered;
    private final DeliveryOptions options;
    private final MessageConsumer<Object> consumer;
    private final Handler<RelayMessage> handler;
    private final Exchanges exchanges;

    /**
     * The loop that a relay serves.
     *
     * @param context its context
     * @param outbox what it sends over WebSockets
     * @param maxQueuedBytes most bytes that may wait for a client on another node
     * @param clock milliseconds that only go forward
     */
    public record Home(Context context, Outbox outbox, int maxQueuedBytes, LongSupplier clock) {}

    /**
     * Starts to listen.
     *
     * @param owner the owner part of this loop's session ids
     * @param home the loop
     * @param handler takes requests for this owner, on the context that made the relay
     */
    public Relay(Vertx vertx, String owner, Home home, Handler<RelayMessage> handler) {
        bus = vertx.eventBus();
        clustered = vertx.isClustered();
        this.handler = handler;
        ByReference codec = new ByReference();
        try {
            bus.registerCodec(codec);
        } catch (IllegalStateException registeredByAnotherLoop) {
            // one codec serves the whole bus
        }
        options = new DeliveryOptions().setCodecName(codec.name()).setLocalOnly(true);
        exchanges = new Exchanges(vertx, owner, home, handler);
        String address = addressOf(owner);
        consumer = clustered
                ? bus.consumer(address, message -> receive(message.body()))
                : bus.localConsumer(address, message -> receive(message.body()));
    }

    static String addressOf(String owner) {
        return ADDRESS_PREFIX + owner;
    }

    /** Completes when other nodes can reach this loop; at once if there can be none. */
    public Future<Void> ready() {
        return consumer.completion();
    }

    /** @param body null if it could not be read */
    private void receive(Object body) {
        if (body instanceof RelayMessage request) {
            handler.handle(request);
        } else if (body instanceof ExchangeMessage message) {
            exchanges.receive(message);
        }
    }

    /**
     * Sends a request to its owner.
     *
     * @return fails if there is no such owner
     */
    public Future<Void> forward(String owner, RelayMessage message) {
        Future<Void> here = bus.<RelayMessage>sender(addressOf(owner), options).write(message);
        return clustered ? here.recover(notHere -> exchanges.open(owner, message)) : here;
    }

    /** How many requests and WebSockets this loop shares with loops of other nodes. */
    public int exchangeCount() {
        return exchanges.count();
    }

    /** Stops to listen, and ends what is shared with other nodes. */
    public Future<Void> close() {
        exchanges.close();
        return consumer.unregister();
    }

    /** These hold live connections of this JVM: they pass by reference and never leave it. */
    private static final class ByReference implements MessageCodec<RelayMessage, RelayMessage> {
        @Override
        public void encodeToWire(Buffer buffer, RelayMessage message) {
            throw new IllegalStateException("a relayed request holds a connection and cannot leave its JVM");
        }

        @Override
        public RelayMessage decodeFromWire(int position, Buffer buffer) {
            throw new IllegalStateException("a relayed request holds a connection and cannot leave its JVM");
        }

        @Override
        public RelayMessage transform(RelayMessage message) {
            return message;
        }

        @Override
        public String name() {
            return "samvad-relay";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
