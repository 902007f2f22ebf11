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
import java.util.function.Function;

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
    /** Those that have not ended, or still hold something. */
    private final Set<Way> ways = new HashSet<>();

    private final List<Runnable> waiting = new ArrayList<>();
    private Function<String, Fate> judge = bytes -> Fate.ARRIVES;
    private Function<String, Fate> judgeOfRequests = bytes -> Fate.ARRIVES;
    private boolean stalled;
    /** How many bytes arrive of what is cut. */
    private int part;

    private int delay;
    private int target;

    /** What becomes of bytes on their way. */
    public enum Fate {
        /** They arrive. */
        ARRIVES,
        /** They do not, and nobody is told. */
        IS_LOST,
        /** They do not, and the connection ends on both sides. */
        IS_LOST_AND_CUT,
        /** The first of them do, then the connection ends on both sides. */
        IS_CUT
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

    /** The bytes of one side on their way to the other. Nothing is left unread: a paused socket that is closed leaks. */
    private final class Way {
        private final Deque<Buffer> held = new ArrayDeque<>();
        /** How many of those are due. */
        private int due;

        private NetSocket to;
        private boolean ended;

        private void read(NetSocket from, boolean isAnswer) {
            sockets.add(from);
            from.exceptionHandler(broken -> {})
                    .closeHandler(closed -> {
                        sockets.remove(from);
                        ended = true;
                        pass();
                    })
                    .handler(bytes -> {
                        Fate fate = (isAnswer ? judge : judgeOfRequests).apply(bytes.toString());
                        if (fate == Fate.ARRIVES) {
                            hold(bytes, isAnswer ? delay : 0);
                        } else if (fate == Fate.IS_CUT) {
                            hold(bytes.slice(0, Math.min(part, bytes.length())), 0);
                            from.close();
                        } else if (fate == Fate.IS_LOST_AND_CUT) {
                            from.close();
                        }
                    });
        }

        private void hold(Buffer bytes, int millis) {
            held.add(bytes);
            if (millis > 0) {
                vertx.setTimer(millis, later -> ready());
            } else {
                ready();
            }
        }

        private void ready() {
            due++;
            pass();
        }

        private void pass() {
            if (stalled || to == null) {
                return;
            }
            for (; due > 0; due--) {
                to.write(held.poll());
            }
            if (ended && held.isEmpty()) {
                ways.remove(this);
                to.close();
            }
        }
    }

    private void accept(NetSocket incoming) {
        Way out = new Way();
        ways.add(out);
        out.read(incoming, false);
        if (stalled) {
            waiting.add(() -> connect(incoming, out));
        } else {
            connect(incoming, out);
        }
    }

    private void connect(NetSocket incoming, Way out) {
        client.connect(target, "127.0.0.1")
                .onSuccess(outgoing -> {
                    Way back = new Way();
                    ways.add(back);
                    back.to = incoming;
                    back.read(outgoing, true);
                    out.to = outgoing;
                    out.pass();
                })
                .onFailure(down -> {
                    ways.remove(out);
                    incoming.close();
                });
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

    /** From now on this decides on whatever comes from the server, piece by piece; it is called on one thread. */
    public void judge(Function<String, Fate> decision) {
        onLoop(() -> judge = decision);
    }

    /** From now on this decides on whatever comes from clients, piece by piece; it is called on one thread. */
    public void judgeRequests(Function<String, Fate> decision) {
        onLoop(() -> judgeOfRequests = decision);
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

    /** Of the next piece from the server that has this in it so many bytes arrive, then its connection ends on both sides. */
    public void cutOnce(String text, int bytes) {
        onLoop(() -> part = bytes);
        loseOnce(text, Fate.IS_CUT);
    }

    /** From now on each answer takes so many milliseconds more; 0 for none. */
    public void slow(int millis) {
        onLoop(() -> delay = millis);
    }

    /** From now on nothing comes through, and nobody is told. */
    public void stall() {
        onLoop(() -> {
            stalled = true;
        });
    }

    /** Lets through what was held up. */
    public void resume() {
        onLoop(() -> {
            stalled = false;
            List.copyOf(ways).forEach(Way::pass);
            waiting.forEach(Runnable::run);
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
