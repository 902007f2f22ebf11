package io.samvad.socketio;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.link.Peer;
import io.samvad.link.ReadyState;
import io.samvad.socketio.adapter.Broadcasts;
import io.samvad.socketio.adapter.Outgoing;
import io.samvad.socketio.adapter.Recovered;
import io.samvad.socketio.adapter.Volley;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.samvad.socketio.protocol.PacketDecoder;
import io.samvad.socketio.protocol.ProtocolException;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One link and the namespaces its client has opened over it. */
final class Connection implements LinkReceiver, Conn {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final SocketIo io;
    private final Link link;
    private final PacketCodec codec;
    /** Null while no packet is begun, as is usual. */
    private PacketDecoder decoder;

    private int place;
    /** By namespace. */
    private Map<String, Socket> sockets = Map.of();
    /** Who asked for namespaces whose middlewares have not decided yet. */
    private Map<String, Admission> asking = Map.of();

    private boolean open = true;
    private CloseReason forced;
    private final boolean recoverable;
    /** Null while nobody listens in, as is usual. */
    private Taps taps;

    /** @param recoverable whether its client knows how to come back to a session */
    Connection(SocketIo io, Link link, PacketCodec codec, boolean recoverable) {
        this.io = io;
        this.recoverable = recoverable;
        this.link = link;
        this.codec = codec;
        io.unconnected().add(this);
    }

    /** Nobody has opened a namespace in time, or the middlewares have not come to a decision. */
    void connectTimedOut() {
        if (open && sockets.isEmpty()) {
            link.close(CloseReason.CONNECT_TIMEOUT);
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
    public int protocol() {
        return link.protocol();
    }

    @Override
    public ReadyState readyState() {
        return link.readyState();
    }

    @Override
    public boolean isUpgrading() {
        return link.isUpgrading();
    }

    @Override
    public boolean isUpgraded() {
        return link.isUpgraded();
    }

    @Override
    public Peer request() {
        return link.peer();
    }

    @Override
    public Collection<Socket> sockets() {
        return List.copyOf(sockets.values());
    }

    @Override
    public boolean isWritable() {
        return link.writable();
    }

    @Override
    public int queuedBytes() {
        return link.queuedBytes();
    }

    /** Where it is among the connections of its server. */
    int place() {
        return place;
    }

    void place(int index) {
        place = index;
    }

    boolean isOpen() {
        return open;
    }

    // ---------------------------------------------------------------- listening in

    @Override
    public Conn observe(ConnectionObserver observer) {
        taps().add(observer);
        return this;
    }

    @Override
    public Conn unobserve(ConnectionObserver observer) {
        taps().remove(observer);
        return forgetTapsIfEmpty();
    }

    @Override
    public Conn onDrain(Handler<Void> handler) {
        taps().addDrain(handler);
        return this;
    }

    @Override
    public Conn offDrain(Handler<Void> handler) {
        taps().removeDrain(handler);
        return forgetTapsIfEmpty();
    }

    private Taps taps() {
        if (taps == null) {
            taps = new Taps(io, this, link);
        }
        return taps;
    }

    private Conn forgetTapsIfEmpty() {
        if (taps.isEmpty()) {
            taps = null;
        }
        return this;
    }

    // ---------------------------------------------------------------- from the link

    @Override
    public void receive(Frame frame) {
        if (taps != null) {
            taps.received(Taps.MESSAGE, frame);
            if (!open) {
                return;
            }
        }
        Packet packet;
        try {
            packet = decode(frame);
        } catch (ProtocolException broken) {
            breakOff(broken.getMessage());
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
            breakOff("unexpected " + packet.type() + " for " + packet.namespace());
        } else {
            socket.receive(packet);
        }
    }

    private Packet decode(Frame frame) {
        PacketDecoder next = decoder == null ? codec.decoder() : decoder;
        decoder = null;
        Packet packet = next.add(frame);
        if (packet == null) {
            decoder = next;
        }
        return packet;
    }

    /** The client broke the protocol. */
    private void breakOff(String how) {
        LOG.debug("closing {}: {}", link.id(), how);
        broken(how);
        closeLink(CloseReason.PARSE_ERROR);
    }

    @Override
    public void upgrading() {
        if (taps != null) {
            taps.upgrading();
        }
    }

    @Override
    public void upgraded() {
        if (taps != null) {
            taps.upgraded();
        }
    }

    @Override
    public void controlReceived(String type, Frame data) {
        if (taps != null) {
            taps.received(type, data);
        }
    }

    @Override
    public void controlSent(String type, Frame data) {
        if (taps != null) {
            taps.sent(type, data);
        }
    }

    @Override
    public void broken(String how) {
        if (taps != null) {
            taps.broken(how);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        open = false;
        io.unconnected().remove(this);
        DisconnectReason told = DisconnectReason.of(forced == null ? reason : forced);
        new ArrayList<>(sockets.values()).forEach(socket -> socket.left(told));
        io.remove(this);
        if (taps != null) {
            taps.closed(told);
        }
    }

    // ---------------------------------------------------------------- namespaces

    void connect(Packet.Connect request) {
        String asked = request.namespace();
        String name = withoutQuery(asked);
        if (sockets.containsKey(name) || asking.containsKey(name)) {
            breakOff("CONNECT twice for " + name);
            return;
        }
        Admission admission = new Admission(io, this, link, recoverable);
        asking = OneOrMany.with(asking, name, admission);
        admission.begin(name, request);
    }

    /** Older clients send the query of the namespace along with its name. */
    private static String withoutQuery(String asked) {
        int query = asked.indexOf('?');
        return query < 0 ? asked : asked.substring(0, query);
    }

    private void decided(String namespace) {
        asking = OneOrMany.without(asking, namespace);
    }

    /**
     * The middlewares have decided for it.
     *
     * @param session what it continues, or null
     */
    void admit(Socket socket, Recovered session) {
        String name = socket.namespace().name();
        decided(name);
        io.unconnected().remove(this);
        sockets = OneOrMany.with(sockets, name, socket);
        socket.entered(session);
    }

    /**
     * There is no such namespace, or a middleware has decided against it.
     *
     * @param asked as the client has called it
     */
    void refuse(String asked, JsonObject explanation) {
        decided(withoutQuery(asked));
        send(new Packet.ConnectError(asked, explanation), false);
        restartTimerIfIdle();
    }

    /** The connection was closed meanwhile. */
    void missed(Namespace namespace) {
        decided(namespace.name());
    }

    /** The socket has left its namespace. */
    void remove(Socket socket) {
        if (sockets.get(socket.namespace().name()) == socket) {
            sockets = OneOrMany.without(sockets, socket.namespace().name());
        }
        io.namespaces().left(socket.namespace());
        restartTimerIfIdle();
    }

    private void restartTimerIfIdle() {
        if (open && sockets.isEmpty() && asking.isEmpty()) {
            io.unconnected().add(this);
        }
    }

    // ---------------------------------------------------------------- sending

    void send(Packet packet, boolean isVolatile) {
        catchUp();
        if (!isVolatile || link.writable()) {
            send(codec.encode(packet));
        }
    }

    void sendUncompressed(Packet packet, boolean isVolatile) {
        catchUp();
        if (!isVolatile || link.writable()) {
            send(new Outgoing(packet, false).frames(codec));
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
        if (taps == null) {
            link.send(frames);
        } else {
            sendTapped(frames);
        }
    }

    private void sendTapped(List<Frame> frames) {
        if (link.readyState() == ReadyState.OPEN) {
            link.send(frames);
            taps.sent(frames);
        }
    }

    @Override
    public void send(Frame message) {
        io.execute(() -> {
            catchUp();
            send(List.of(message));
        });
    }

    @Override
    public void close() {
        io.execute(() -> close(CloseReason.FORCED_CLOSE));
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
