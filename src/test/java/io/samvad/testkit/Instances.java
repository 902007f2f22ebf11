package io.samvad.testkit;

import io.samvad.engineio.EngineOptions;
import io.samvad.engineio.EngineServer;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Several verticle instances behind one free port of 127.0.0.1, each on an event loop of its own: what a real server is.
 *
 * @param <T> what each instance serves with, a {@link SocketIo} or an {@link EngineServer}
 */
public final class Instances<T extends Handler<HttpServerRequest>> implements AutoCloseable {
    private static final int WAIT_SECONDS = 20;

    private final Vertx vertx;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final Consumer<T> setUp;
    private final Function<T, Future<Void>> ready;
    private final Function<T, Future<Void>> closing;

    private Instances(
            Vertx vertx,
            int count,
            Function<Vertx, T> factory,
            Consumer<T> setUp,
            Function<T, Future<Void>> ready,
            Function<T, Future<Void>> closing) {
        this.setUp = setUp;
        this.closing = closing;
        this.ready = ready;
        this.vertx = vertx;
        await(vertx.deployVerticle(() -> new Instance(factory), new DeploymentOptions().setInstances(count)));
    }

    /**
     * Socket.IO servers.
     *
     * @param setUp called for each, on its event loop, before it listens
     */
    public static Instances<SocketIo> socketIo(int count, SocketIoOptions options, Consumer<SocketIo> setUp) {
        return socketIo(alone(count), count, options, setUp);
    }

    /** Socket.IO servers on a Vert.x that may be one of several nodes; it is closed with them. */
    public static Instances<SocketIo> socketIo(
            Vertx node, int count, SocketIoOptions options, Consumer<SocketIo> setUp) {
        return new Instances<>(
                node, count, vertx -> SocketIo.create(vertx, options), setUp, SocketIo::ready, SocketIo::close);
    }

    /**
     * Engine.IO servers.
     *
     * @param setUp called for each, on its event loop, before it listens
     */
    public static Instances<EngineServer> engine(int count, EngineOptions options, Consumer<EngineServer> setUp) {
        return engine(alone(count), count, options, setUp);
    }

    /** Engine.IO servers on a Vert.x that may be one of several nodes; it is closed with them. */
    public static Instances<EngineServer> engine(
            Vertx node, int count, EngineOptions options, Consumer<EngineServer> setUp) {
        return new Instances<>(
                node,
                count,
                vertx -> EngineServer.create(vertx, options),
                setUp,
                EngineServer::ready,
                EngineServer::close);
    }

    /** A Vert.x of one node, with so many event loops. */
    public static Vertx alone(int count) {
        return Vertx.builder()
                .with(options(count))
                .withTransport(TestTransport.chosen())
                .build();
    }

    /** How a Vert.x for so many instances is to be started. */
    static VertxOptions options(int count) {
        return new VertxOptions().setEventLoopPoolSize(count);
    }

    /** The port all instances listen on. */
    public int port() {
        return instances.get(0).server.actualPort();
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Vertx vertx() {
        return vertx;
    }

    public int count() {
        return instances.size();
    }

    /** Calls something on the event loop of an instance and gives its result. */
    public <R> R on(int index, Function<T, R> call) {
        Instance instance = instances.get(index);
        return await(instance.call(() -> call.apply(instance.served)));
    }

    /** Starts something on the event loop of an instance and waits for its result. */
    public <R> R ask(int index, Function<T, Future<R>> call) {
        return await(on(index, call));
    }

    /** Adds up a figure of all instances, such as their sessions. */
    public int sum(Function<T, Integer> figure) {
        int sum = 0;
        for (int i = 0; i < instances.size(); i++) {
            sum += on(i, figure);
        }
        return sum;
    }

    /** Closes what the instances serve with, as a graceful shutdown does, but lets the HTTP servers listen on. */
    public void closeServed() {
        for (Instance instance : instances) {
            await(instance.call(() -> closing.apply(instance.served)).compose(closed -> closed));
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    /** The result of a future, waited for. */
    public static <R> R await(Future<R> future) {
        try {
            return future.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing after " + WAIT_SECONDS + " s", late);
        }
    }

    private final class Instance extends VerticleBase {
        private final Function<Vertx, T> factory;
        private T served;
        private HttpServer server;

        private Instance(Function<Vertx, T> factory) {
            this.factory = factory;
        }

        @Override
        public Future<?> start() {
            served = factory.apply(vertx);
            setUp.accept(served);
            HttpServerOptions options = new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setStrictThreadMode(true)
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false);
            server = vertx.createHttpServer(options).requestHandler(served);
            // A negative port is any free one, shared by all instances.
            return ready.apply(served)
                    .compose(reachable -> server.listen(-1, "127.0.0.1"))
                    .onSuccess(listening -> instances.add(this));
        }

        private <R> Future<R> call(Callable<R> call) {
            Context mine = context;
            Promise<R> promise = Promise.promise();
            mine.runOnContext(here -> {
                try {
                    promise.complete(call.call());
                } catch (Exception failure) {
                    promise.fail(failure);
                }
            });
            return promise.future();
        }
    }
}
