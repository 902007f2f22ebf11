package io.samvad.testkit;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A wire to a server that does what networks do: connections are cut, slow, or stand still without a word. The server may move to
 * another port, as it does when it is started again; clients do not notice.
 */
public final class TcpProxy implements AutoCloseable {
    /** With one event loop, so that all that is below is touched by one thread. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final NetClient client = vertx.createNetClient();
    private final NetServer server;
    private final Set<NetSocket> sockets = new HashSet<>();
    private final List<NetSocket> waiting = new ArrayList<>();
    private boolean stalled;
    private int delay;
    private int target;

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param target port of the server
     */
    public TcpProxy(int target) {
        this.target = target;
        server = Instances.await(
                vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    private void accept(NetSocket incoming) {
        incoming.pause();
        if (stalled) {
            waiting.add(incoming);
            return;
        }
        client.connect(target, "127.0.0.1")
                .onSuccess(outgoing -> join(incoming, outgoing))
                .onFailure(down -> incoming.close());
    }

    private void join(NetSocket incoming, NetSocket outgoing) {
        forward(incoming, outgoing, false);
        forward(outgoing, incoming, true);
        if (stalled) {
            outgoing.pause();
        } else {
            incoming.resume();
        }
    }

    private void forward(NetSocket from, NetSocket to, boolean isAnswer) {
        Deque<Buffer> held = new ArrayDeque<>();
        sockets.add(from);
        from.exceptionHandler(broken -> {}).closeHandler(closed -> {
            sockets.remove(from);
            to.close();
        });
        from.handler(bytes -> {
            if (isAnswer && (delay > 0 || !held.isEmpty())) {
                // In their order, also when the wire becomes quicker meanwhile.
                held.add(bytes);
                vertx.setTimer(Math.max(1, delay), due -> write(from, to, held.poll()));
            } else {
                write(from, to, bytes);
            }
        });
    }

    private void write(NetSocket from, NetSocket to, Buffer bytes) {
        to.write(bytes);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> go(from));
        }
    }

    private void go(NetSocket socket) {
        if (!stalled) {
            socket.resume();
        }
    }

    /** Where clients connect. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The port of that. */
    public int port() {
        return server.actualPort();
    }

    /** The server is on another port now. */
    public void moveTo(int port) {
        onLoop(() -> target = port);
    }

    /** Cuts some of the connections, chosen by these random numbers; those who are cut may connect again at once. */
    public void cut(Random random) {
        long seed = random.nextLong();
        onLoop(() -> {
            Random choice = new Random(seed);
            List.copyOf(sockets).stream().filter(any -> choice.nextBoolean()).forEach(NetSocket::close);
        });
    }

    /** From now on each answer takes so many milliseconds more; 0 for none. */
    public void slow(int millis) {
        onLoop(() -> delay = millis);
    }

    /** From now on nothing comes through, and nobody is told. */
    public void stall() {
        onLoop(() -> {
            stalled = true;
            sockets.forEach(NetSocket::pause);
        });
    }

    /** Lets through what was held up. */
    public void resume() {
        onLoop(() -> {
            stalled = false;
            sockets.forEach(NetSocket::resume);
            waiting.forEach(this::accept);
            waiting.clear();
        });
    }

    private void onLoop(Runnable change) {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(here -> {
            change.run();
            done.complete();
        });
        Instances.await(done.future());
    }

    @Override
    public void close() {
        Instances.await(vertx.close());
    }
}
