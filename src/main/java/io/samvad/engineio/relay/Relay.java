package io.samvad.engineio.relay;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * The event-bus address of one owner, and the way to the addresses of the others in this JVM. An owner that does not exist
 * is found out at once, because nobody listens at its address.
 */
public final class Relay {
    private static final String ADDRESS_PREFIX = "samvad.engine.";

    private final EventBus bus;
    private final DeliveryOptions options;
    private final MessageConsumer<RelayMessage> consumer;

    /**
     * Starts to listen.
     *
     * @param owner the owner part of this loop's session ids
     * @param handler takes requests for this owner, on the context that made the relay
     */
    public Relay(Vertx vertx, String owner, Handler<RelayMessage> handler) {
        bus = vertx.eventBus();
        ByReference codec = new ByReference();
        try {
            bus.registerCodec(codec);
        } catch (IllegalStateException registeredByAnotherLoop) {
            // one codec serves the whole bus
        }
        options = new DeliveryOptions().setCodecName(codec.name()).setLocalOnly(true);
        consumer = bus.localConsumer(ADDRESS_PREFIX + owner, message -> handler.handle(message.body()));
    }

    /**
     * Sends a request to its owner.
     *
     * @return fails if there is no such owner
     */
    public Future<Void> forward(String owner, RelayMessage message) {
        return bus.<RelayMessage>sender(ADDRESS_PREFIX + owner, options).write(message);
    }

    /** Stops to listen. */
    public Future<Void> close() {
        return consumer.unregister();
    }

    /** Requests hold live connections of this JVM: they pass by reference and never leave it. */
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
