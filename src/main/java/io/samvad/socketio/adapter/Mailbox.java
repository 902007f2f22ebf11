package io.samvad.socketio.adapter;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is said into the conversation from outside, see {@link EmitterMessage}, at two addresses: one of all loops and
 * one of this loop.
 *
 * <p>What is sent comes to one loop, which does it for all of them just as if its own application had asked: so it is
 * encoded once, has one offset and reaches each socket once. What is published comes to every loop, and each does it for its
 * own sockets. One sender's messages keep their order at one loop; so an answer says at which address this one is found.
 */
public final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** Key of the address of the loop that has answered. */
    public static final String VIA = "via";

    /** The message was not understood. */
    private static final int BAD_REQUEST = 400;

    private static final int INTERNAL_ERROR = 500;

    private final Cluster cluster;
    private final String own;
    private final MessageConsumer<Object> toOne;
    private final MessageConsumer<Object> toMe;

    /** @param local whether there are no other nodes */
    Mailbox(Cluster cluster, EventBus bus, String name, boolean local) {
        this.cluster = cluster;
        this.own = address(name) + "/" + cluster.origin();
        toMe = consumer(bus, own, local);
        toOne = consumer(bus, address(name), local);
    }

    private MessageConsumer<Object> consumer(EventBus bus, String address, boolean local) {
        return local ? bus.localConsumer(address, this::receive) : bus.consumer(address, this::receive);
    }

    /**
     * The address of the loops that share a conversation.
     *
     * @param name of the conversation, see {@link Cluster}
     */
    public static String address(String name) {
        return "samvad.emit" + name;
    }

    Future<Void> ready() {
        return Future.all(toMe.completion(), toOne.completion()).mapEmpty();
    }

    Future<Void> close() {
        return Future.join(toOne.unregister(), toMe.unregister()).mapEmpty();
    }

    private void receive(Message<Object> message) {
        EmitterMessage asked;
        try {
            asked = EmitterMessage.of(message.body());
        } catch (IllegalArgumentException malformed) {
            refuse(message, BAD_REQUEST, malformed);
            return;
        }
        try {
            perform(asked, !message.isSend())
                    .onSuccess(done -> message.reply(new JsonObject().put(VIA, own)))
                    .onFailure(failure -> refuse(message, INTERNAL_ERROR, failure));
        } catch (RuntimeException failure) {
            refuse(message, INTERNAL_ERROR, failure);
        }
    }

    /** Who waits for an answer is told; else it would be lost what went wrong. */
    private static void refuse(Message<Object> message, int code, Throwable why) {
        if (message.replyAddress() == null) {
            LOG.warn("A message to {} is not followed: {}", message.address(), why.getMessage());
        } else {
            message.fail(code, why.getMessage());
        }
    }

    /** @param local whether all other loops have got the same */
    private Future<Void> perform(EmitterMessage asked, boolean local) {
        Target whom = asked.target();
        Target target = new Target(whom.rooms(), whom.except(), local, whom.isVolatile());
        Adapter adapter = cluster.at(asked.namespace());
        switch (asked.verb()) {
            case EMIT -> adapter.broadcast(asked.packet(), target);
            case SERVER_SIDE_EMIT -> {
                adapter.perform(asked.serverSide(), nobodyAsks -> {});
                if (!local) {
                    adapter.tellServers(asked.event(), asked.arguments());
                }
            }
            case SOCKETS_JOIN -> {
                return adapter.join(target, asked.rooms());
            }
            case SOCKETS_LEAVE -> {
                return adapter.leave(target, asked.rooms());
            }
            case DISCONNECT_SOCKETS -> {
                return adapter.disconnect(target, asked.values().bool(0));
            }
        }
        return Future.succeededFuture();
    }
}
