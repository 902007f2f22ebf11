package io.samvad.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simplest load balancer: each new connection goes to the next server, with no memory of who was where. A server that is down is
 * passed over.
 */
public final class RoundRobin implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Integer> ports;
    private final NetServer server;

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param ports where the servers listen
     */
    public RoundRobin(List<Integer> ports) {
        this.ports = ports;
        server = Instances.await(
                vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
    }

    private void connect(NetSocket incoming) {
        incoming.pause();
        connect(incoming, ports.size());
    }

    private void connect(NetSocket incoming, int tries) {
        if (tries == 0) {
            incoming.close();
            return;
        }
        int port = ports.get(next.getAndIncrement() % ports.size());
        client.connect(port, "127.0.0.1")
                .onSuccess(outgoing -> join(incoming, outgoing))
                .onFailure(down -> connect(incoming, tries - 1));
    }

    private static void join(NetSocket incoming, NetSocket outgoing) {
        incoming.exceptionHandler(broken -> {}).closeHandler(closed -> outgoing.close());
        outgoing.exceptionHandler(broken -> {}).closeHandler(closed -> incoming.close());
        incoming.pipeTo(outgoing);
        outgoing.pipeTo(incoming);
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        Instances.await(vertx.close());
    }
}
