package io.samvad.socketio;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.socketio.adapter.Broadcasts;
import io.samvad.socketio.adapter.Recovered;
import io.samvad.socketio.adapter.Volley;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.samvad.socketio.protocol.PacketDecoder;
import io.samvad.socketio.protocol.ProtocolException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One link and the namespaces its client has opened over it. */
final class Connection implements LinkReceiver, Conn {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long NO_TIMER = -1;
    /** What a client is told when a middleware fails without a word: its {@code connect_error} has a message in any case. */
    private static final String UNEXPLAINED = "refused by a middleware";

    private final SocketIo io;
    private final Link link;
    private final PacketCodec codec;
    private final PacketDecoder decoder;
    private final Map<String, Socket> sockets = new HashMap<>(2);
    /** Namespaces whose middlewares have not decided yet. */
    private final Set<String> asking = new HashSet<>(2);

    private long connectTimer = NO_TIMER;
    private boolean open = true;
    private CloseReason forced;
    private final boolean recoverable;

    /** @param recoverable whether its client knows how to come back to a session */
    Connection(SocketIo io, Link link, PacketCodec codec, boolean recoverable) {
        this.io = io;
        this.recoverable = recoverable;
        this.link = link;
        this.codec = codec;
        this.decoder = codec.decoder();
        awaitConnect();
    }

    /**
     * A link on which nobody opens a namespace is closed: it would hold its place for nothing. So is one whose middlewares do
     * not come to a decision.
     */
    private void awaitConnect() {
        connectTimer = io.vertx().setTimer(io.options().getConnectTimeout(), late -> {
            connectTimer = NO_TIMER;
            if (sockets.isEmpty()) {
                link.close(CloseReason.CONNECT_TIMEOUT);
            }
        });
    }

    private void stopTimer() {
        if (connectTimer != NO_TIMER) {
            io.vertx().cancelTimer(connectTimer);
            connectTimer = NO_TIMER;
        }
    }

    @Override
    public String id() {
        return link.id();
    }

    @Override
    public String transport() {
        return link.transport();
    }

    @Override
    public Collection<Socket> sockets() {
        return List.copyOf(sockets.values());
    }

    /** Whether a volatile packet would be sent now. */
    boolean isWritable() {
        return link.writable();
    }

    boolean isOpen() {
        return open;
    }

    // ---------------------------------------------------------------- from the link

    @Override
    public void receive(Frame frame) {
        if (io.observer() != null) {
            io.observer().received(frame.length());
        }
        Packet packet;
        try {
            packet = decoder.add(frame);
        } catch (ProtocolException broken) {
            LOG.debug("closing {}: {}", link.id(), broken.getMessage());
            closeLink(CloseReason.PARSE_ERROR);
            return;
        }
        if (packet == null) {
            return;
        }
        Socket socket = sockets.get(packet.namespace());
        if (packet.type() == Packet.Type.CONNECT && socket == null) {
            connect((Packet.Connect) packet);
        } else if (socket == null
                || packet.type() == Packet.Type.CONNECT
                || packet.type() == Packet.Type.CONNECT_ERROR) {
            LOG.debug("closing {}: unexpected {} for {}", link.id(), packet.type(), packet.namespace());
            closeLink(CloseReason.PARSE_ERROR);
        } else {
            socket.receive(packet);
        }
    }

    @Override
    public void upgraded() {
        if (io.observer() != null) {
            io.observer().upgraded(this);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        open = false;
        stopTimer();
        DisconnectReason told = DisconnectReason.of(forced == null ? reason : forced);
        new ArrayList<>(sockets.values()).forEach(socket -> socket.left(told));
        io.remove(this, told);
    }

    // ---------------------------------------------------------------- namespaces

    void connect(Packet.Connect request) {
        String asked = request.namespace();
        int query = asked.indexOf('?');
        String name = query < 0 ? asked : asked.substring(0, query);
        if (sockets.containsKey(name) || !asking.add(name)) {
            closeLink(CloseReason.PARSE_ERROR);
            return;
        }
        Handshake handshake = Handshake.of(link.peer(), request.payload());
        io.namespaces()
                .find(name, handshake.auth())
                .onComplete(found -> io.execute(() -> {
                    if (found.succeeded() && found.result() != null) {
                        recover(found.result(), handshake);
                    } else {
                        asking.remove(name);
                        refuse(asked, new JsonObject().put("message", "Invalid namespace"));
                        restartTimerIfIdle();
                    }
                }));
    }

    /** A client that comes back names its session and the last packet it got; see {@link Socket#recovered()}. */
    private void recover(Namespace namespace, Handshake handshake) {
        if (!recoverable || !namespace.adapter().recovers()) {
            enter(namespace, new Socket(namespace, this, handshake, socketId(namespace), null), null);
            return;
        }
        Future<Recovered> session = Future.succeededFuture();
        if (handshake.auth().getValue("pid") instanceof String pid) {
            String offset = handshake.auth().getValue("offset") instanceof String text ? text : null;
            session = namespace.adapter().recover(pid, offset);
        }
        session.onComplete(found -> {
            if (found.result() == null) {
                enter(namespace, new Socket(namespace, this, handshake, io.newId(), io.newId()), null);
            } else {
                enter(namespace, new Socket(namespace, this, handshake, found.result()), found.result());
            }
        });
    }

    private void enter(Namespace namespace, Socket socket, Recovered session) {
        if (session != null && io.options().getConnectionStateRecovery().skipMiddlewares()) {
            admitted(socket, session, null);
        } else {
            namespace.admit(socket).onComplete(verdict -> io.execute(() -> admitted(socket, session, verdict.cause())));
        }
    }

    /** Clients of Socket.IO 2.x are not told their id but make it from that of the session, so it must be the same here. */
    private String socketId(Namespace namespace) {
        if (link.protocol() != SocketIo.OLD_ENGINE_PROTOCOL) {
            return io.newId();
        }
        return namespace.name().equals("/") ? link.id() : namespace.name() + "#" + link.id();
    }

    /** @param objection why a middleware refuses the socket, or null */
    private void admitted(Socket socket, Recovered session, Throwable objection) {
        String name = socket.namespace().name();
        asking.remove(name);
        if (!open) {
            if (session != null) {
                socket.namespace().putBack(socket, session);
            }
            io.namespaces().left(socket.namespace());
            return;
        }
        if (objection == null) {
            stopTimer();
            sockets.put(name, socket);
            socket.entered(session);
        } else {
            refuse(name, explanation(objection));
            io.namespaces().left(socket.namespace());
            restartTimerIfIdle();
        }
    }

    private static JsonObject explanation(Throwable cause) {
        String message = cause.getMessage() == null ? UNEXPLAINED : cause.getMessage();
        JsonObject payload = new JsonObject().put("message", message);
        Object data = cause instanceof ConnectError error ? error.data() : null;
        return data == null ? payload : payload.put("data", data);
    }

    private void refuse(String namespace, JsonObject explanation) {
        send(new Packet.ConnectError(namespace, explanation), false);
    }

    /** The socket has left its namespace. */
    void remove(Socket socket) {
        sockets.remove(socket.namespace().name(), socket);
        io.namespaces().left(socket.namespace());
        restartTimerIfIdle();
    }

    private void restartTimerIfIdle() {
        if (open && connectTimer == NO_TIMER && sockets.isEmpty() && asking.isEmpty()) {
            awaitConnect();
        }
    }

    // ---------------------------------------------------------------- sending

    void send(Packet packet, boolean isVolatile) {
        catchUp();
        if (!isVolatile || link.writable()) {
            send(codec.encode(packet));
        }
    }

    /** Sends what was said to many; in its turn, as the caller knows. */
    void send(Volley volley, boolean isVolatile) {
        if (!isVolatile || link.writable()) {
            send(volley.frames(codec));
        }
    }

    /** What was said to many comes before what is said to this client now. */
    private void catchUp() {
        Broadcasts broadcasts = io.broadcasts();
        Socket socket = broadcasts.namespace() == null ? null : sockets.get(broadcasts.namespace());
        if (socket != null) {
            broadcasts.catchUp(socket.member());
        }
    }

    private void send(List<Frame> frames) {
        if (io.observer() != null) {
            io.observer()
                    .sent(frames.size(), frames.stream().mapToInt(Frame::length).sum());
        }
        link.send(frames);
    }

    /** Tells each namespace that it is over, then closes the link. */
    void disconnect() {
        new ArrayList<>(sockets.values()).forEach(Socket::disconnect);
        close(CloseReason.FORCED_CLOSE);
    }

    /** The client has come back over another connection. */
    void superseded() {
        close(CloseReason.TRANSPORT_CLOSE);
    }

    void close(CloseReason reason) {
        forced = reason;
        closeLink(reason);
    }

    private void closeLink(CloseReason reason) {
        catchUp();
        link.close(reason);
    }
}
