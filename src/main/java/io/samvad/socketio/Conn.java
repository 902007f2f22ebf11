package io.samvad.socketio;

import io.samvad.link.Frame;
import io.samvad.link.Peer;
import io.samvad.link.ReadyState;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * One connection of a client, below its sockets: {@code socket.conn} of Socket.IO. It lives on the event loop of its sockets,
 * wherever the requests of the client arrive.
 *
 * <pre>{@code
 * io.onConnection(socket -> {
 *     socket.conn().onUpgrade(transport -> log.info("{} is on {}", socket.id(), transport));
 *     socket.conn().onPacket((type, data) -> log.debug("{} of {} bytes", type, data.length()));
 * });
 * }</pre>
 *
 * <p>Each {@code onX} is an {@link #observe} with one method. To stop listening, give an observer and take it back.
 */
public interface Conn {
    /** Id of the session, unique in the cluster; never told to other clients. */
    String id();

    /** Name of the transport in use now: {@code polling} or {@code websocket}. */
    String transport();

    /** Version of Engine.IO that the client speaks: 4, as is said of plain WebSockets too, or 3. */
    int protocol();

    /** How far its life has come. */
    ReadyState readyState();

    /** Whether the client is on its way from polling to WebSocket: it may still come to nothing. */
    boolean isUpgrading();

    /** Whether the client has gone over from polling to WebSocket. */
    boolean isUpgraded();

    /** The request that opened it. */
    Peer request();

    /** The sockets over it on their namespaces; a copy. */
    Collection<Socket> sockets();

    // ---------------------------------------------------------------- sending

    /** Whether a packet given now would leave at once; otherwise a volatile one is dropped. */
    boolean isWritable();

    /** About how many bytes wait here for the client, as they go on the wire. */
    int queuedBytes();

    /**
     * Sends a message past the protocol of Socket.IO, never into the middle of one of its packets. The client takes it for a
     * packet: {@code Frame.text("2[\"hi\"]")} is an event, and what it cannot read makes it disconnect.
     */
    void send(Frame message);

    /** Closes the connection after what was sent before; its sockets leave with the reason {@code forced close}. */
    void close();

    // ---------------------------------------------------------------- listening in

    /** Tells the observer of all that happens here from now on. */
    Conn observe(ConnectionObserver observer);

    /** Takes an observer away, if it is there. */
    Conn unobserve(ConnectionObserver observer);

    /**
     * Calls the handler whenever all that was sent has been handed to the network; once for all that is sent until then.
     *
     * <p>Until the handler is called, {@link #queuedBytes} grows with what is sent.
     */
    Conn onDrain(Handler<Void> handler);

    /** Takes a handler of {@link #onDrain} away, if it is there. */
    Conn offDrain(Handler<Void> handler);

    /** See {@link ConnectionObserver#upgrading}. */
    default Conn onUpgrading(Runnable handler) {
        return observe(new ConnectionObserver() {
            @Override
            public void upgrading(Conn conn) {
                handler.run();
            }
        });
    }

    /**
     * See {@link ConnectionObserver#upgraded}.
     *
     * @param handler is given the name of the transport
     */
    default Conn onUpgrade(Handler<String> handler) {
        return observe(new ConnectionObserver() {
            @Override
            public void upgraded(Conn conn) {
                handler.handle(conn.transport());
            }
        });
    }

    /**
     * See {@link ConnectionObserver#received}.
     *
     * @param handler is given type and data of each packet
     */
    default Conn onPacket(BiConsumer<String, Frame> handler) {
        return observe(new ConnectionObserver() {
            @Override
            public void received(Conn conn, String type, Frame data) {
                handler.accept(type, data);
            }
        });
    }

    /** As {@link #onPacket}, and only the messages: packets of Socket.IO and their attachments. */
    default Conn onMessage(Handler<Frame> handler) {
        return onPacket((type, data) -> {
            if (type.equals(Taps.MESSAGE)) {
                handler.handle(data);
            }
        });
    }

    /**
     * See {@link ConnectionObserver#sent}.
     *
     * @param handler is given type and data of each packet
     */
    default Conn onPacketCreate(BiConsumer<String, Frame> handler) {
        return observe(new ConnectionObserver() {
            @Override
            public void sent(Conn conn, String type, Frame data) {
                handler.accept(type, data);
            }
        });
    }

    /**
     * See {@link ConnectionObserver#heartbeat}.
     *
     * @param handler is given the round trip, null if it is not known
     */
    default Conn onHeartbeat(Handler<Duration> handler) {
        return observe(new ConnectionObserver() {
            @Override
            public void heartbeat(Conn conn, Duration roundTrip) {
                handler.handle(roundTrip);
            }
        });
    }

    /**
     * See {@link ConnectionObserver#closed}.
     *
     * @param handler is given the reason, and a description or null
     */
    default Conn onClose(BiConsumer<DisconnectReason, String> handler) {
        return observe(new ConnectionObserver() {
            @Override
            public void closed(Conn conn, DisconnectReason reason, String description) {
                handler.accept(reason, description);
            }
        });
    }
}
