package io.samvad.socketio.protocol;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;

/**
 * One packet of the Socket.IO protocol, version 5 (specification, "Exchange protocol").
 *
 * <p>Whether an event or an acknowledgement is binary is a property of its arguments ({@link Args#hasBinary()}), not a type
 * of packet: the codec takes care of it.
 *
 * <p>All packets check what they are made of and throw {@link IllegalArgumentException} or {@link NullPointerException}. A
 * namespace begins with a slash and has no comma, which ends it on the wire; {@code /} is the main namespace.
 */
public sealed interface Packet {
    /** The largest id of an acknowledgement: 2<sup>53</sup> - 1, up to which JavaScript counts exactly. */
    long MAX_ID = (1L << 53) - 1;

    /** The namespace this packet is for. */
    String namespace();

    /** The type, for a {@code switch}. */
    Type type();

    /** The types of packets. */
    enum Type {
        /** See {@link Packet.Connect}. */
        CONNECT,
        /** See {@link Packet.Disconnect}. */
        DISCONNECT,
        /** See {@link Packet.Event}. */
        EVENT,
        /** See {@link Packet.Ack}. */
        ACK,
        /** See {@link Packet.ConnectError}. */
        CONNECT_ERROR
    }

    /**
     * From a client: asks for a namespace. From a server: the namespace is open.
     *
     * @param namespace the namespace, as sent: the query string that old clients append is still on it
     * @param payload from a client what it authenticates with, from a server the {@code sid}; {@code null} when absent
     */
    record Connect(String namespace, JsonObject payload) implements Packet {
        /** Checks what it is made of, see {@link Packet}. */
        public Connect {
            checkNamespace(namespace);
        }

        @Override
        public Type type() {
            return Type.CONNECT;
        }
    }

    /**
     * Leaves a namespace. It is not answered.
     *
     * @param namespace the namespace
     */
    record Disconnect(String namespace) implements Packet {
        /** Checks what it is made of, see {@link Packet}. */
        public Disconnect {
            checkNamespace(namespace);
        }

        @Override
        public Type type() {
            return Type.DISCONNECT;
        }
    }

    /**
     * An event.
     *
     * @param namespace the namespace
     * @param id what the acknowledgement will refer to, 0 to {@link Packet#MAX_ID}, or {@link #NO_ACK}
     * @param name the name of the event. A peer may send a number: it becomes its text
     * @param args the arguments, without the name
     */
    record Event(String namespace, long id, String name, Args args) implements Packet {
        /** The id of an event that wants no acknowledgement. */
        public static final long NO_ACK = -1;

        /** Names that have a meaning of their own in the API of a client or server. No peer may send them. */
        public static final Set<String> RESERVED_NAMES =
                Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

        /** Checks what it is made of, see {@link Packet}. */
        public Event {
            checkNamespace(namespace);
            if (id != NO_ACK) {
                checkId(id);
            }
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(args, "args");
        }

        /** An event that wants no acknowledgement. */
        public Event(String namespace, String name, Args args) {
            this(namespace, NO_ACK, name, args);
        }

        /** Whether the sender waits for an acknowledgement. */
        public boolean wantsAck() {
            return id != NO_ACK;
        }

        @Override
        public Type type() {
            return Type.EVENT;
        }
    }

    /**
     * The acknowledgement of an event.
     *
     * @param namespace the namespace
     * @param id the id of the event, 0 to {@link Packet#MAX_ID}
     * @param args the answer, possibly empty
     */
    record Ack(String namespace, long id, Args args) implements Packet {
        /** Checks what it is made of, see {@link Packet}. */
        public Ack {
            checkNamespace(namespace);
            checkId(id);
            Objects.requireNonNull(args, "args");
        }

        @Override
        public Type type() {
            return Type.ACK;
        }
    }

    /**
     * From a server: the namespace was refused. A client must never send it; whoever owns the connection checks that.
     *
     * @param namespace the namespace
     * @param payload a {@link JsonObject} with {@code message} and perhaps {@code data}; old servers send a {@link String}
     */
    record ConnectError(String namespace, Object payload) implements Packet {
        /** Checks what it is made of, see {@link Packet}. */
        public ConnectError {
            checkNamespace(namespace);
            if (!(payload instanceof JsonObject) && !(payload instanceof String)) {
                throw new IllegalArgumentException(
                        "the payload of a CONNECT_ERROR is a JsonObject or a String, not " + payload);
            }
        }

        @Override
        public Type type() {
            return Type.CONNECT_ERROR;
        }
    }

    private static void checkNamespace(String namespace) {
        if (namespace.equals("/")) {
            return;
        }
        if (!namespace.startsWith("/") || namespace.indexOf(',') >= 0) {
            throw new IllegalArgumentException(
                    "a namespace begins with a slash and has no comma, this one is \"" + namespace + '"');
        }
    }

    private static void checkId(long id) {
        if (id < 0 || id > MAX_ID) {
            throw new IllegalArgumentException("the id is " + id + ", expected is 0 to " + MAX_ID);
        }
    }
}
