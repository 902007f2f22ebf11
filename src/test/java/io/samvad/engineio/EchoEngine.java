package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Engine.IO servers that send back every message, and what a test wants to know of their sessions. */
final class EchoEngine implements AutoCloseable {
    static final String PATH = "/engine.io/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Instances<EngineServer> instances;
    private final Map<String, Owned> links = new ConcurrentHashMap<>();
    private final Map<String, CloseReason> closed = new ConcurrentHashMap<>();
    private final Map<String, List<Frame>> received = new ConcurrentHashMap<>();
    /** What must not happen in any test; looked at in the end. */
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /** A session and the loop it belongs to. */
    private record Owned(Link link, Context loop) {}

    private EchoEngine(int count, EngineOptions options, Consumer<EngineServer> setUp) {
        instances = Instances.engine(count, options, engine -> {
            engine.onConnection(this::accept).exceptionHandler(faults::add);
            setUp.accept(engine);
        });
    }

    static EchoEngine start(int count) {
        return start(count, new EngineOptions());
    }

    static EchoEngine start(int count, EngineOptions options) {
        return start(count, options, engine -> {});
    }

    static EchoEngine start(int count, EngineOptions options, Consumer<EngineServer> setUp) {
        return new EchoEngine(count, options, setUp);
    }

    private LinkReceiver accept(Link link) {
        links.put(link.id(), new Owned(link, Vertx.currentContext()));
        return new LinkReceiver() {
            @Override
            public void receive(Frame frame) {
                received.computeIfAbsent(link.id(), first -> new CopyOnWriteArrayList<>())
                        .add(frame);
                link.send(List.of(frame));
            }

            @Override
            public void closed(CloseReason reason) {
                CloseReason before = closed.put(link.id(), reason);
                if (before != null) {
                    faults.add(new AssertionError("closed twice: " + before + ", " + reason));
                }
            }
        };
    }

    int port() {
        return instances.port();
    }

    Instances<EngineServer> instances() {
        return instances;
    }

    int sessions() {
        return instances.sum(EngineServer::sessionCount);
    }

    int deadlines() {
        return instances.sum(EngineServer::deadlineCount);
    }

    int slowPeers() {
        return instances.sum(EngineServer::slowPeerCount);
    }

    // ---------------------------------------------------------------- clients

    EngineClient polling(String... headers) {
        return EngineClient.polling(port(), PATH, headers);
    }

    EngineClient webSocket(String... headers) {
        return EngineClient.webSocket(port(), PATH, headers);
    }

    HttpAnswer request(String method, String query, String... headers) {
        return RawConnection.request(port(), method, PATH + query, null, headers);
    }

    // ---------------------------------------------------------------- sessions

    /** Calls something for a session on the loop that owns it. */
    <R> R on(String sid, Function<Link, R> call) {
        Owned owned = links.get(sid);
        Promise<R> result = Promise.promise();
        owned.loop().runOnContext(here -> result.complete(call.apply(owned.link())));
        return Instances.await(result.future());
    }

    /** Sends messages from the server, all in one turn of the loop. */
    void send(String sid, Frame... messages) {
        on(sid, link -> {
            link.send(List.of(messages));
            return null;
        });
    }

    void close(String sid, CloseReason reason) {
        on(sid, link -> {
            link.close(reason);
            return null;
        });
    }

    /** Begins to close all instances. */
    List<Future<Void>> startClosing() {
        return IntStream.range(0, instances.count())
                .mapToObj(i -> instances.on(i, EngineServer::close))
                .toList();
    }

    /** Waits until a GET of the session is pending at its owner. */
    void awaitPendingGet(String sid) {
        awaitTrue(() -> on(sid, Link::writable));
    }

    void awaitClosed(String sid, CloseReason reason) {
        awaitTrue(() -> closed.containsKey(sid));
        assertThat(closed.get(sid)).isEqualTo(reason);
    }

    boolean isOpen(String sid) {
        return links.containsKey(sid) && !closed.containsKey(sid);
    }

    /** The session is gone, and with it all that was kept for it. */
    void awaitNothingIsLeft() {
        awaitTrue(() -> sessions() == 0);
        assertThat(deadlines()).isZero();
        assertThat(slowPeers()).isZero();
    }

    /** How many messages of a session have arrived. */
    int received(String sid) {
        return received.getOrDefault(sid, List.of()).size();
    }

    /** What handlers of the application have thrown; looked at, it no longer fails the test. */
    List<Throwable> takeFaults() {
        List<Throwable> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }

    static void awaitTrue(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(condition);
    }

    @Override
    public void close() {
        instances.close();
        assertThat(faults).isEmpty();
    }
}
