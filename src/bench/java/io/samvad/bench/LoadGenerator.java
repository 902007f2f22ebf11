package io.samvad.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * Many clients on one thread, some of which send; every recipient must receive every message exactly once, and those of one
 * sender in order. Each message is checked, see {@link WireMessage} and {@link Transcript}.
 *
 * <p>A load has a warm-up, a window that is measured, and a drain, in which nothing is sent and what is under way must
 * arrive. Loads can go one after the other over the same connections.
 */
final class LoadGenerator implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int OUT_BYTES = 1 << 19;
    private static final int CONNECTS_IN_FLIGHT = 50;
    private static final int STALL_SECONDS = 10;
    private static final int DRAIN_SECONDS = 30;
    private static final double LATE_SECONDS = 0.05;
    private static final int LONGEST_SELECT_MS = 20;

    /** There is one load at a time, and one thread. */
    private static final ByteBuffer IN = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private static final ByteBuffer OUT = ByteBuffer.allocateDirect(OUT_BYTES);
    private static final byte[] ARRAY = new byte[2 * BUFFER_BYTES];

    private final ServerProcess server;
    private final Plan plan;
    private final ByteBuffer upgradeRequest;
    private final WireMessage message;
    private final Streams streams;
    private final Selector selector;
    private final Client[] clients;
    private final Client[] senders;
    private final Latencies latencies = new Latencies();
    private final Consumer<SelectionKey> ready = key -> ((Connection) key.attachment()).ready();

    private final ClosedLoop closedLoop = new ClosedLoop();

    private Transcript transcript;
    private int connecting;
    private int arrived;
    private long received;
    private long faults;

    /** @param server whose address is connected to, and whose CPU is measured */
    LoadGenerator(ServerProcess server, Plan plan) throws IOException {
        this.server = server;
        this.plan = plan;
        byte[] request = WebSocketClient.request(plan, host(), "");
        upgradeRequest = ByteBuffer.allocateDirect(request.length).put(request).flip();
        message = plan.message();
        streams = plan.streams();
        selector = Selector.open();
        clients = new Client[plan.clients()];
        senders = new Client[streams.senderCount()];
    }

    /**
     * Connects all clients, with a number of handshakes at the same time.
     *
     * @return what the handshakes took; its deliveries are the clients
     * @throws IOException when not all get through
     */
    Measurement connect() throws IOException {
        Window window = new Window();
        int started = 0;
        int before = 0;
        long stalled = System.nanoTime() + seconds(STALL_SECONDS);
        while (arrived < clients.length) {
            while (started < clients.length && connecting < CONNECTS_IN_FLIGHT) {
                clients[started] = client(started);
                connecting++;
                clients[started++].connect();
            }
            selector.select(ready, LONGEST_SELECT_MS);
            if (arrived > before) {
                before = arrived;
                stalled = System.nanoTime() + seconds(STALL_SECONDS);
            } else if (faults > 0 || System.nanoTime() > stalled) {
                throw new IOException(arrived + " of " + clients.length + " clients came through to " + server.name());
            }
        }
        return window.end(arrived);
    }

    private Client client(int index) {
        return plan.transport() == Plan.Transport.POLLING
                ? new PollingClient(this, index)
                : new WebSocketClient(this, index);
    }

    /**
     * Runs a load.
     *
     * @param warmUp seconds before the window
     * @param seconds length of the window
     */
    Measurement run(double warmUp, double seconds) throws IOException {
        long before = faults;
        begin();
        Source source = plan.rate() > 0 ? new FixedRate() : closedLoop;
        closedLoop.inFlight = plan.inFlight();
        turnUntil(System.nanoTime() + seconds(warmUp), source);
        latencies.clear();
        received = 0;
        Window window = new Window();
        turnUntil(System.nanoTime() + seconds(seconds), source);
        Measurement seen = window.end(latencies.count());
        closedLoop.inFlight = 0;
        drain();
        return seen.withFaults(faults - before);
    }

    /** Keeps the connections for a while, idle but for heartbeats. */
    void hold(double seconds) throws IOException {
        turnUntil(System.nanoTime() + seconds(seconds), () -> Long.MAX_VALUE);
        if (faults > 0) {
            throw new IOException(faults + " connections were lost while idle");
        }
    }

    private void begin() throws IOException {
        boolean alike = streams.isBroadcast() && plan.transport() != Plan.Transport.POLLING;
        transcript = alike ? new Transcript(streams.due(0)) : null;
        for (Client client : clients) {
            client.begin();
        }
        for (int i = 0; i < senders.length; i++) {
            senders[i] = clients[streams.client(i)];
            senders[i].sender = i;
        }
    }

    private void turnUntil(long end, Source source) throws IOException {
        while (System.nanoTime() - end < 0) {
            long wait = Math.min(source.sendDue(), end) - System.nanoTime();
            long millis = Math.min(wait / 1_000_000, LONGEST_SELECT_MS);
            // What is left below a millisecond is spent awake, so that no message leaves late.
            if (millis > 0) {
                selector.select(ready, millis);
            } else {
                selector.selectNow(ready);
            }
        }
    }

    /** Waits until everything has arrived; what has not by then is counted as faults and written off. */
    private void drain() throws IOException {
        long end = System.nanoTime() + seconds(DRAIN_SECONDS);
        while (missing() > 0 && System.nanoTime() < end) {
            selector.select(ready, LONGEST_SELECT_MS);
        }
        turnUntil(System.nanoTime() + seconds(LATE_SECONDS), () -> Long.MAX_VALUE);
        faults += missing();
    }

    private long missing() {
        long missing = 0;
        for (Client client : clients) {
            missing += client.missing();
        }
        return missing;
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    // ---------------------------------------------------------------- for the clients

    Connection connection(Connection.User user) throws IOException {
        return new Connection(selector, server.address(), user);
    }

    /** What a client that begins with a WebSocket asks for: all the same. */
    ByteBuffer upgradeRequest() {
        return upgradeRequest.rewind();
    }

    String host() {
        return server.address().getHostString() + ":" + server.address().getPort();
    }

    Plan plan() {
        return plan;
    }

    WireMessage message() {
        return message;
    }

    Streams streams() {
        return streams;
    }

    /** Null where clients do not all receive the same. */
    Transcript transcript() {
        return transcript;
    }

    /** Deliveries of the window. */
    Latencies latencies() {
        return latencies;
    }

    /** Takes what is read of any connection. */
    ByteBuffer in() {
        return IN;
    }

    /** Takes what was read, once more: an array is several times quicker to look into than a buffer. */
    byte[] bytes() {
        return ARRAY;
    }

    /** Takes what is about to be sent. */
    ByteBuffer out() {
        return OUT;
    }

    /** A client's handshake is done. */
    void arrived() {
        connecting--;
        arrived++;
    }

    /** A client has received something: of its own messages there may be fewer under way. */
    void answered(Client client) throws IOException {
        if (client.inFlight < closedLoop.inFlight && client.sender >= 0) {
            closedLoop.refill(client);
        }
    }

    void received(int count) {
        received += count;
    }

    void fault(int count) {
        faults += count;
    }

    /** A client has lost its connection. */
    void lost(IOException cause) {
        if (faults++ == 0) {
            System.err.println(server.name() + ": a connection is lost: " + cause.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            if (client != null) {
                client.close();
            }
        }
        selector.close();
    }

    /** From its making to its end. */
    private final class Window {
        private final CpuTime serverBefore = CpuTime.of(server.handle());
        private final double generatorBefore = CpuTime.own().total();
        private final double machineBefore = CpuTime.ofMachine();
        private final long start = System.nanoTime();

        Measurement end(long deliveries) {
            double took = (System.nanoTime() - start) / 1e9;
            CpuTime used = CpuTime.of(server.handle()).minus(serverBefore);
            double generator = CpuTime.own().total() - generatorBefore;
            double others = CpuTime.ofMachine() - machineBefore - generator - used.total();
            long p50 = latencies.quantile(0.5);
            long p99 = latencies.quantile(0.99);
            return new Measurement(took, deliveries, received, p50, p99, used, generator, others, 0);
        }
    }

    /** What is sent because its time has come. */
    private interface Source {
        /**
         * Sends what is due.
         *
         * @return the time of the next, in terms of {@link System#nanoTime()}
         */
        long sendDue() throws IOException;
    }

    /** Each sender keeps so many messages under way, and sends the next when one of its own has come back. */
    private final class ClosedLoop implements Source {
        private int inFlight;

        void refill(Client sender) throws IOException {
            if (sender.hasRoom()) {
                long now = System.nanoTime();
                while (sender.inFlight < inFlight) {
                    sender.send(now);
                }
                sender.flush();
            }
        }

        /** Only the first messages: all others follow those that come back. */
        @Override
        public long sendDue() throws IOException {
            for (Client sender : senders) {
                if (sender.inFlight == 0) {
                    refill(sender);
                }
            }
            return Long.MAX_VALUE;
        }
    }

    /** Messages at fixed times, whatever the server does; their latency counts from the time they were due. */
    private final class FixedRate implements Source {
        private final long start = System.nanoTime();
        private final double gap = 1e9 / plan.rate();
        private long sent;

        @Override
        public long sendDue() throws IOException {
            long now = System.nanoTime();
            long due = start + (long) (sent * gap);
            while (due - now <= 0) {
                Client sender = senders[(int) (sent++ % senders.length)];
                if (sender.hasRoom()) {
                    sender.send(due);
                    sender.flush();
                } else {
                    faults++;
                }
                due = start + (long) (sent * gap);
            }
            return due;
        }
    }
}
