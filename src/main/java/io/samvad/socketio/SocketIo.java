package io.samvad.socketio;

import io.samvad.engineio.EngineServer;
import io.samvad.link.CloseReason;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.link.RandomId;
import io.samvad.socketio.adapter.Broadcasts;
import io.samvad.socketio.adapter.Cluster;
import io.samvad.socketio.protocol.JsonPacketCodecV4;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.PacketCodec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Socket.IO server on one event loop. Make one in each verticle instance, and give it the requests of the HTTP server
 * there; all with the same path on one event bus share one conversation.
 *
 * <p>Handlers are called on that event loop. What sends, joins, leaves or disconnects may be called from any thread and then
 * happens on the loop a little later; what reads ({@code sockets}, {@code rooms}, {@code data}) belongs to the loop.
 *
 * <pre>{@code
 * SocketIo io = SocketIo.create(vertx);
 * io.onConnection(socket -> socket.on("chat message", args -> io.emit("chat message", args.get(0))));
 * vertx.createHttpServer().requestHandler(io).listen(3000);
 * }</pre>
 */
public final class SocketIo extends MainNamespace implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketIo.class);
    private static final String MAIN = "/";
    /** Of the clients of Socket.IO 2.x, whose own protocol counts as version 4. */
    static final int OLD_ENGINE_PROTOCOL = 3;

    private final Vertx vertx;
    private final SocketIoOptions options;
    private final EngineServer engine;
    private final Cluster cluster;
    private final RandomId ids = new RandomId();
    private final Namespaces namespaces;
    private final TurnEnd turnEnd;
    private final Unconnected unconnected;
    /** Each knows its place: a set would cost an entry for each. */
    private final List<Connection> connections = new ArrayList<>();

    private final Namespace main;
    private final List<Handler<Void>> closeHandlers = new ArrayList<>();
    private final List<ConnectionObserver> observers = new ArrayList<>();
    private Handler<Throwable> exceptionHandler = failure -> LOG.error("a handler of the application failed", failure);

    private SocketIo(Vertx vertx, SocketIoOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.cluster = new Cluster(vertx, options.getEngine().getPath());
        this.engine = EngineServer.create(vertx, options.getEngine())
                .onConnection(this::accept)
                .exceptionHandler(this::report);
        this.turnEnd = new TurnEnd(vertx);
        this.namespaces = new Namespaces(this, cluster);
        this.unconnected = new Unconnected(vertx, options.getConnectTimeout());
        this.main = of(MAIN);
    }

    /** A server with the default options, for the event loop of the current context. */
    public static SocketIo create(Vertx vertx) {
        return create(vertx, new SocketIoOptions());
    }

    /** A server for the event loop of the current context. */
    public static SocketIo create(Vertx vertx, SocketIoOptions options) {
        return new SocketIo(vertx, options);
    }

    // ---------------------------------------------------------------- requests

    /** Whether a request is for this server's path. */
    public boolean handles(HttpServerRequest request) {
        return engine.handles(request);
    }

    /** Handles a request of an Engine.IO client. */
    @Override
    public void handle(HttpServerRequest request) {
        engine.handle(request);
    }

    /** The options this server was made with. */
    public SocketIoOptions options() {
        return options;
    }

    /** The engine below, for its hooks and counters. */
    public EngineServer engine() {
        return engine;
    }

    /** Whether a request may come from the page it says it comes from. */
    public boolean allowsOrigin(HttpServerRequest request) {
        return engine.allowsOrigin(request);
    }

    /**
     * Takes a link of the engine. A client of Socket.IO 2.x is in the main namespace at once: it does not ask for it.
     *
     * @return who receives what arrives on it
     */
    public LinkReceiver accept(Link link) {
        return link.protocol() == OLD_ENGINE_PROTOCOL
                ? acceptInMain(link, JsonPacketCodecV4.create())
                : accept(link, options.getCodec());
    }

    /**
     * Takes a link that did not come through the engine.
     *
     * @param linkCodec what the frames of the link mean
     * @return who receives what arrives on it
     */
    public LinkReceiver accept(Link link, PacketCodec linkCodec) {
        return connection(link, linkCodec, true);
    }

    private Connection connection(Link link, PacketCodec linkCodec, boolean recoverable) {
        Connection connection = new Connection(this, link, linkCodec, recoverable);
        connection.place(connections.size());
        connections.add(connection);
        for (ConnectionObserver observer : List.copyOf(observers)) {
            connection.observe(observer);
            guard(() -> observer.opened(connection));
        }
        return connection;
    }

    /**
     * Takes a link whose client has no words to ask for a namespace: it is in the main one at once.
     *
     * @param linkCodec what the frames of the link mean
     * @return who receives what arrives on it
     */
    public LinkReceiver acceptInMain(Link link, PacketCodec linkCodec) {
        Connection connection = connection(link, linkCodec, false);
        connection.connect(new Packet.Connect(MAIN, null));
        return connection;
    }

    // ---------------------------------------------------------------- namespaces

    /**
     * The namespace of this name; it is set up at the first call.
     *
     * @param name with or without the leading slash
     */
    public Namespace of(String name) {
        String full = name.startsWith("/") ? name : "/" + name;
        return namespaces.of(full);
    }

    /**
     * A family of namespaces that come into being when a client asks for one.
     *
     * <pre>{@code
     * io.of(Pattern.compile("/room-\\d+")).onConnection(socket -> socket.namespace().emit("hello", socket.id()));
     * }</pre>
     *
     * @param names what their names match as a whole
     */
    public ParentNamespace of(Pattern names) {
        return of((name, auth) -> Future.succeededFuture(names.matcher(name).matches()));
    }

    /** A family of namespaces that come into being when a client asks for one and the predicate agrees. */
    public ParentNamespace of(NamespacePredicate predicate) {
        return namespaces.family(predicate);
    }

    /** Calls the handler for each namespace that comes into being from now on. */
    public SocketIo onNewNamespace(Handler<Namespace> handler) {
        namespaces.onNew(handler);
        return this;
    }

    /** No longer calls the handler for each namespace that comes into being. */
    public SocketIo offNewNamespace(Handler<Namespace> handler) {
        namespaces.offNew(handler);
        return this;
    }

    /**
     * The namespaces of this instance, by name: those that were set up and the children that came into being. To look one up
     * here does not set it up, as {@link #of(String)} does.
     */
    public Map<String, Namespace> knownNamespaces() {
        return namespaces.all();
    }

    @Override
    Namespace main() {
        return main;
    }

    Namespaces namespaces() {
        return namespaces;
    }

    // ---------------------------------------------------------------- for the inside

    String newId() {
        return ids.next();
    }

    /** The last one takes its place. Only once. */
    void remove(Connection connection) {
        Connection last = connections.remove(connections.size() - 1);
        if (last != connection) {
            last.place(connection.place());
            connections.set(last.place(), last);
        }
    }

    /** What is on its way to the sockets of this loop. */
    Broadcasts broadcasts() {
        return cluster.broadcasts();
    }

    TurnEnd turnEnd() {
        return turnEnd;
    }

    /** The connections whose client is in no namespace. */
    Unconnected unconnected() {
        return unconnected;
    }

    /** Runs a task on the event loop of this server: at once if that is where the caller is. */
    void execute(Runnable task) {
        engine.execute(task);
    }

    /**
     * Starts something on the event loop of this server.
     *
     * @return its result; what handlers of the application do with it is guarded, wherever it comes from
     */
    <T> Future<T> call(Supplier<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        execute(() -> task.get().onComplete((value, failure) -> guard(() -> promise.complete(value, failure))));
        return promise.future();
    }

    /**
     * Asks middlewares one after the other, each on the event loop. What one throws is a failure like that of its future: a
     * client that gets no answer would wait for ever.
     */
    <M> Future<Void> askAll(List<M> middlewares, Function<M, Future<Void>> question) {
        Future<Void> verdict = Future.succeededFuture();
        for (M middleware : middlewares) {
            verdict = verdict.compose(passed -> call(() -> ask(middleware, question)));
        }
        return verdict;
    }

    private <M> Future<Void> ask(M middleware, Function<M, Future<Void>> question) {
        try {
            return Objects.requireNonNull(question.apply(middleware), "a middleware returned null, not a future");
        } catch (ConnectError refusal) {
            return Future.failedFuture(refusal);
        } catch (Throwable failure) {
            report(failure);
            return Future.failedFuture(failure);
        }
    }

    /** Runs code of the application: what it throws never harms the loop. */
    void guard(Runnable application) {
        try {
            application.run();
        } catch (Throwable failure) {
            report(failure);
        }
    }

    void report(Throwable failure) {
        try {
            exceptionHandler.handle(failure);
        } catch (Throwable another) {
            LOG.error("the exception handler of the application failed", another);
        }
    }

    // ---------------------------------------------------------------- for the outside

    /** Told what handlers of the application throw; by default it is logged. */
    public SocketIo exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    /** The Vert.x it runs on. */
    public Vertx vertx() {
        return vertx;
    }

    /** Tells the observer of all that happens on the connections of this instance: those that are there, and those to come. */
    public SocketIo observe(ConnectionObserver observer) {
        observers.add(observer);
        connections.forEach(connection -> connection.observe(observer));
        return this;
    }

    /** Takes an observer of all connections away, if it is there. */
    public SocketIo unobserve(ConnectionObserver observer) {
        if (observers.remove(observer)) {
            connections.forEach(connection -> connection.unobserve(observer));
        }
        return this;
    }

    /** The connections of this instance, whatever namespaces they have opened, in no particular order; a view. */
    public Collection<Conn> connections() {
        return Collections.unmodifiableCollection(connections);
    }

    /** Calls the handler when {@link #close} begins: for what has timers or other things of its own. */
    public SocketIo onClose(Handler<Void> handler) {
        closeHandlers.add(handler);
        return this;
    }

    /**
     * Completes when this instance can be reached through other nodes: listen for clients then. At once if Vert.x is not
     * clustered.
     */
    public Future<Void> ready() {
        return Future.all(engine.ready(), cluster.ready()).mapEmpty();
    }

    /** How many connections this instance has. */
    public int connectionCount() {
        return connections.size();
    }

    /**
     * Closes all connections, with the reason "server shutting down", and takes no new ones.
     *
     * @return completes when all have been told
     */
    public Future<Void> close() {
        closeHandlers.forEach(handler -> guard(() -> handler.handle(null)));
        closeHandlers.clear();
        new ArrayList<>(connections).forEach(connection -> connection.close(CloseReason.SERVER_SHUTTING_DOWN));
        return engine.close().compose(closed -> cluster.close());
    }
}
