package io.samvad.engineio;

import io.samvad.engineio.protocol.EngineError;
import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.relay.Relay;
import io.samvad.engineio.relay.RelayMessage;
import io.samvad.engineio.relay.SessionId;
import io.samvad.engineio.transport.Backlog;
import io.samvad.engineio.transport.Outbox;
import io.samvad.engineio.transport.PollExchange;
import io.samvad.engineio.transport.PollingLimits;
import io.samvad.engineio.transport.PollingTransport;
import io.samvad.engineio.transport.ProtocolVersion;
import io.samvad.engineio.transport.UpgradeExchange;
import io.samvad.link.CloseReason;
import io.samvad.link.Link;
import io.samvad.link.LinkAcceptor;
import io.samvad.link.Peer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * An Engine.IO server (protocol v4, and v3 if asked for) on one event loop: make one in each verticle instance and give it the requests of the
 * HTTP server there. Requests for sessions of other instances find their way by themselves.
 *
 * <pre>{@code
 * EngineServer engine = EngineServer.create(vertx, new EngineOptions().setPath("/engine.io"));
 * engine.onConnection(link -> new LinkReceiver() {
 *     public void receive(Frame frame) {
 *         link.send(List.of(frame));
 *     }
 *     public void closed(CloseReason reason) {}
 * });
 * vertx.createHttpServer().requestHandler(engine).listen(3000);
 * }</pre>
 */
public final class EngineServer implements Handler<HttpServerRequest> {
    private final Vertx vertx;
    private final Context context;
    private final EngineOptions options;
    private final PollingLimits pollingLimits;
    private final Ticker ticker;
    private final Outbox outbox;
    private final SessionId ids = new SessionId();
    private final Map<String, EngineSession> sessions = new HashMap<>();
    private final FrontDoor frontDoor;
    private final Relay relay;
    private final String handshakeEnd;
    private volatile Thread loop;
    private LinkAcceptor acceptor = link -> {
        throw new IllegalStateException("nobody takes new sessions: call onConnection first");
    };
    private Function<HttpServerRequest, String> idGenerator;
    private Handler<Throwable> exceptionHandler = failure -> {};
    private Promise<Void> closed;

    private EngineServer(Vertx vertx, EngineOptions options, LongSupplier clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.pollingLimits = new PollingLimits(
                options.getMaxPayload(), options.getMaxPacketsPerPayload(), options.getMaxQueuedBytes());
        this.ticker = new Ticker(vertx, clock);
        this.outbox = new Outbox(
                context, options.webSocketLimits().compression(), new Backlog(vertx, options.getMaxTotalQueuedBytes()));
        this.frontDoor = new FrontDoor(this);
        this.relay = new Relay(
                vertx, ids.owner(), new Relay.Home(context, outbox, options.getMaxQueuedBytes(), clock), this::relayed);
        this.handshakeEnd = "],\"pingInterval\":" + options.getPingInterval() + ",\"pingTimeout\":"
                + options.getPingTimeout() + ",\"maxPayload\":" + options.getMaxPayload() + "}";
        if (Vertx.currentContext() == context) {
            loop = Thread.currentThread();
        } else {
            context.runOnContext(here -> loop = Thread.currentThread());
        }
    }

    /** A server for the event loop of the current context. */
    public static EngineServer create(Vertx vertx, EngineOptions options) {
        return create(vertx, options, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** A server with a clock of its own: milliseconds that only go forward. */
    static EngineServer create(Vertx vertx, EngineOptions options, LongSupplier clock) {
        return new EngineServer(vertx, options, clock);
    }

    // ---------------------------------------------------------------- set-up

    /** Names who takes new sessions. */
    public EngineServer onConnection(LinkAcceptor linkAcceptor) {
        acceptor = linkAcceptor;
        return this;
    }

    /**
     * Asked for each request which other origins it may come from, in place of {@link EngineOptions#getCors()}. It has to answer
     * at once: what takes its time belongs into {@link #allowRequest}.
     *
     * <pre>{@code
     * io.engine().cors(request -> tenants.corsOf(request.getHeader("Host")));
     * }</pre>
     */
    public EngineServer cors(Function<HttpServerRequest, CorsOptions> options) {
        frontDoor.cors(options);
        return this;
    }

    /** Asked before a session is made: a failed future refuses it with code 4 and the message of its cause. */
    public EngineServer allowRequest(Function<HttpServerRequest, Future<Void>> check) {
        frontDoor.allowRequest(check);
        return this;
    }

    /**
     * Makes the ids of sessions, in place of 20 random characters. What the function returns is the end of the id: in front of
     * it stands which event loop owns the session. {@code request} is that of the handshake.
     *
     * <pre>{@code
     * engine.generateId(request -> UUID.randomUUID().toString());
     * }</pre>
     *
     * <p>An id is the key to its session, so it has to be one that nobody can guess: {@value SessionId#OWN_MIN} to
     * {@value SessionId#OWN_MAX} letters, digits, {@code -} and {@code _}. If the function fails, or makes another text or the
     * id of a session that is there, the handshake is refused with code 3.
     *
     * @param generator or null for random ids
     */
    public EngineServer generateId(Function<HttpServerRequest, String> generator) {
        idGenerator = generator;
        return this;
    }

    /** May add headers to the first answer of a session. */
    public EngineServer onInitialHeaders(BiConsumer<MultiMap, HttpServerRequest> hook) {
        frontDoor.initialHeaders(hook);
        return this;
    }

    /** May add headers to every answer. */
    public EngineServer onHeaders(BiConsumer<MultiMap, HttpServerRequest> hook) {
        frontDoor.headers(hook);
        return this;
    }

    /** Told of each request that is refused. */
    public EngineServer onConnectionError(Handler<ConnectionError> handler) {
        frontDoor.connectionErrors(handler);
        return this;
    }

    /** Told of what a receiver throws; the session goes on. */
    public EngineServer exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    // ---------------------------------------------------------------- requests

    /** Whether a request is for this server's path. */
    public boolean handles(HttpServerRequest request) {
        String path = request.path();
        String own = options.getPath();
        return path != null
                && path.startsWith(own)
                && (path.length() == own.length() || path.length() == own.length() + 1 && path.endsWith("/"));
    }

    /** Whether a request may come from the page it says it comes from; see {@link CorsOptions}. */
    public boolean allowsOrigin(HttpServerRequest request) {
        return frontDoor.allowsOrigin(request);
    }

    /**
     * Handles a request, whatever its path.
     *
     * @throws IllegalStateException on another event loop than that of this server
     */
    @Override
    public void handle(HttpServerRequest request) {
        handle(request, Routed.NOT);
    }

    /**
     * Handles a request that other handlers had before.
     *
     * @param routed what they made of it
     * @throws IllegalStateException on another event loop than that of this server
     */
    public void handle(HttpServerRequest request, Routed routed) {
        if (!isOnLoop()) {
            throw new IllegalStateException(
                    "a request came on " + Thread.currentThread().getName()
                            + " to a server made for another event loop: make server and HTTP server in the same verticle");
        }
        frontDoor.handle(request, routed);
    }

    void get(String sid, PollExchange exchange) {
        String owner = SessionId.ownerOf(sid);
        EngineSession session = sessions.get(sid);
        if (session != null) {
            session.poll(exchange);
        } else if (isElsewhere(owner)) {
            relay.forward(owner, new RelayMessage.Get(sid, exchange)).onFailure(none -> unknown(exchange));
        } else {
            unknown(exchange);
        }
    }

    void post(String sid, PollExchange exchange) {
        String owner = SessionId.ownerOf(sid);
        EngineSession session = sessions.get(sid);
        if (session != null) {
            session.post(exchange);
        } else if (isElsewhere(owner)) {
            relay.forward(owner, new RelayMessage.Post(sid, exchange)).onFailure(none -> unknown(exchange));
        } else {
            unknown(exchange);
        }
    }

    void upgrade(String sid, UpgradeExchange exchange) {
        String owner = SessionId.ownerOf(sid);
        EngineSession session = sessions.get(sid);
        if (session != null) {
            session.upgrade(exchange);
        } else if (isElsewhere(owner)) {
            relay.forward(owner, new RelayMessage.Upgrade(sid, exchange))
                    .onFailure(none -> exchange.refuse(EngineError.SESSION_ID_UNKNOWN));
        } else {
            exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
        }
    }

    private boolean isElsewhere(String owner) {
        return owner != null && !owner.equals(ids.owner());
    }

    private static void unknown(PollExchange exchange) {
        exchange.refuse(EngineError.SESSION_ID_UNKNOWN);
    }

    /** Something of a session that another loop got; if the session is not here either, it is nowhere. */
    private void relayed(RelayMessage message) {
        if (!ids.owner().equals(SessionId.ownerOf(message.sid()))) {
            throw new IllegalStateException("relayed to the wrong owner: " + message.sid());
        }
        if (message instanceof RelayMessage.Get poll) {
            poll.exchange().attach(context);
            get(poll.sid(), poll.exchange());
        } else if (message instanceof RelayMessage.Post post) {
            post.exchange().attach(context);
            post(post.sid(), post.exchange());
        } else if (message instanceof RelayMessage.Upgrade upgrade) {
            upgrade(upgrade.sid(), upgrade.exchange());
        } else if (sessions.containsKey(message.sid())) {
            sessions.get(message.sid()).pollLost();
        }
    }

    // ---------------------------------------------------------------- new sessions

    /** Whether another session may begin. */
    boolean hasRoom() {
        int most = options.getMaxSessions();
        return closed == null && (most == 0 || sessions.size() < most);
    }

    /** @throws RuntimeException when the application's generator fails, or makes what cannot be used */
    String newId(HttpServerRequest request) {
        if (idGenerator == null) {
            return ids.next();
        }
        String sid = ids.of(idGenerator.apply(request));
        if (sessions.containsKey(sid)) {
            throw new IllegalArgumentException("there is a session with the generated id already");
        }
        return sid;
    }

    void open(String sid, Peer peer, ProtocolVersion protocol, PollExchange exchange) {
        EngineSession session = new EngineSession(this, sid, peer, protocol);
        sessions.put(sid, session);
        exchange.answer(protocol.encode(List.of(opening(sid, true))));
        session.open(new PollingTransport(context, protocol, pollingLimits, outbox.backlog(), session), acceptor);
    }

    void open(String sid, Peer peer, ProtocolVersion protocol, UpgradeExchange exchange) {
        exchange.accept(context).onSuccess(channel -> {
            if (!hasRoom() || sessions.containsKey(sid)) {
                channel.abort();
                return;
            }
            EngineSession session = new EngineSession(this, sid, peer, protocol);
            sessions.put(sid, session);
            session.open(channel, opening(sid, false), acceptor);
        });
    }

    /** Protocol v4, section "Handshake". */
    private EnginePacket opening(String sid, boolean polling) {
        String upgrades = polling && mayUpgrade() ? "\"websocket\"" : "";
        return new EnginePacket(
                EnginePacket.Type.OPEN, "{\"sid\":\"" + sid + "\",\"upgrades\":[" + upgrades + handshakeEnd);
    }

    private boolean mayUpgrade() {
        return options.isAllowUpgrades() && options.getTransports().contains("websocket");
    }

    // ---------------------------------------------------------------- the loop

    private boolean isOnLoop() {
        return Thread.currentThread() == loop;
    }

    /** Runs a task on this server's event loop: at once if that is where the caller is. */
    public void execute(Runnable task) {
        if (isOnLoop()) {
            task.run();
        } else {
            context.runOnContext(here -> task.run());
        }
    }

    // ---------------------------------------------------------------- for sessions

    Vertx vertx() {
        return vertx;
    }

    Context context() {
        return context;
    }

    EngineOptions options() {
        return options;
    }

    Ticker ticker() {
        return ticker;
    }

    Outbox outbox() {
        return outbox;
    }

    /** The only remover of sessions. */
    void remove(EngineSession session) {
        sessions.remove(session.id());
        if (closed != null && sessions.isEmpty()) {
            closed.tryComplete();
        }
    }

    void report(Throwable failure) {
        exceptionHandler.handle(failure);
    }

    // ---------------------------------------------------------------- for the outside

    /** How many sessions this event loop owns. */
    public int sessionCount() {
        return sessions.size();
    }

    /** The sessions that this event loop owns, by id, in no particular order; a view. To be read on the loop. */
    public Map<String, Link> sessions() {
        return Collections.unmodifiableMap(sessions);
    }

    /** To which transports a session on this one may go over. */
    public List<String> upgrades(String transport) {
        return transport.equals("polling") && mayUpgrade() ? List.of("websocket") : List.of();
    }

    /** For how many sessions something waits that their clients do not read. */
    int slowPeerCount() {
        return outbox.backlog().size();
    }

    /** How many deadlines are set: at most two for each session. */
    int deadlineCount() {
        return ticker.count();
    }

    /** How many requests and WebSockets this event loop shares with other nodes, for sessions here or there. */
    int exchangeCount() {
        return relay.exchangeCount();
    }

    /**
     * Completes when the sessions of this server can be reached through other nodes: listen for clients then. At once if
     * Vert.x is not clustered.
     */
    public Future<Void> ready() {
        return relay.ready();
    }

    /**
     * Closes all sessions and takes no new ones.
     *
     * @return completes when the last has said goodbye, or after the time it has for that
     */
    public Future<Void> close() {
        if (closed == null) {
            closed = Promise.promise();
            new ArrayList<>(sessions.values()).forEach(session -> session.close(CloseReason.SERVER_SHUTTING_DOWN));
            if (sessions.isEmpty()) {
                closed.tryComplete();
            }
        }
        return closed.future().compose(gone -> relay.close());
    }
}
