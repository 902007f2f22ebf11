package io.samvad.testkit;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * A wire to a server that does what networks do: connections are cut, or stand still without a word. The server may move to
 * another port, as it does when it is started again; clients do not notice.
 */
public final class TcpProxy implements AutoCloseable {
    /** With one event loop, so that all that is below is touched by one thread. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final NetClient client = vertx.createNetClient();
    private final NetServer server;
    private final Set<NetSocket> sockets = new HashSet<>();
    private final List<NetSocket> waiting = new ArrayList<>();
    private Function<String, Fate> judge = bytes -> Fate.ARRIVES;
    private boolean stalled;
    private int target;

    /** What becomes of bytes on their way from the server. */
    public enum Fate {
        /** They arrive. */
        ARRIVES,
        /** They do not, and nobody is told. */
        IS_LOST,
        /** They do not, and the connection ends on both sides. */
        IS_LOST_AND_CUT
    }

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

    private void forward(NetSocket from, NetSocket to, boolean judged) {
        sockets.add(from);
        from.exceptionHandler(broken -> {}).closeHandler(closed -> {
            sockets.remove(from);
            to.close();
        });
        from.handler(bytes -> {
            Fate fate = judged ? judge.apply(bytes.toString()) : Fate.ARRIVES;
            if (fate != Fate.ARRIVES) {
                if (fate == Fate.IS_LOST_AND_CUT) {
                    from.close();
                }
                return;
            }
            to.write(bytes);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> go(from));
            }
        });
    }

    private void go(NetSocket socket) {
        if (!stalled) {
            socket.resume();
        }
    }

    /** Where clients connect. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
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

    /** From now on this decides on whatever comes from the server, piece by piece; it is called on one thread. */
    public void judge(Function<String, Fate> decision) {
        onLoop(() -> judge = decision);
    }

    /** Whatever the server says in the next piece that has this in it is lost. */
    public void loseOnce(String text, Fate fate) {
        boolean[] over = {false};
        judge(bytes -> {
            boolean lost = !over[0] && bytes.contains(text);
            over[0] |= lost;
            return lost ? fate : Fate.ARRIVES;
        });
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
