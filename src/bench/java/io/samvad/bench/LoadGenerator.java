package io.samvad.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Many WebSocket clients on one thread, some of which send; every client must receive every message exactly once, and those
 * of one sender in order. Each message is checked, see {@link WireMessage}.
 *
 * <p>Loads go one after the other over the same connections. A load has a warm-up, a window that is measured, and a drain, in
 * which nothing is sent and what is under way must arrive.
 */
final class LoadGenerator implements AutoCloseable {
    private static final int IN_BYTES = 1 << 20;
    private static final int CONNECTS_IN_FLIGHT = 50;
    private static final int CONNECT_STALL_SECONDS = 10;
    private static final int DRAIN_SECONDS = 30;
    private static final double LATE_SECONDS = 0.1;
    private static final int LONGEST_SELECT_MS = 20;
    /** How many messages of one sender may be under way before their times of departure are overwritten; a power of two. */
    private static final int TIMES = 1 << 16;

    private final InetSocketAddress server;
    private final ProcessHandle process;
    private final WireMessage message;
    private final Selector selector;
    private final Client[] clients;
    private final Client[] senders;
    private final long[][] sentAt;
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    /** What was read, once more: an array is several times quicker to compare than a buffer. */
    private final byte[] bytes = new byte[IN_BYTES];

    private final Latencies latencies = new Latencies();
    private final Consumer<SelectionKey> ready = this::ready;
    private final ClosedLoop closedLoop = new ClosedLoop();

    private int connecting;
    private int open;
    private boolean measuring;
    private long deliveries;
    private long faults;

    /**
     * Connects all clients, with a number of handshakes at the same time.
     *
     * @param process the server, whose CPU is measured
     * @throws IOException when not all get through
     */
    LoadGenerator(
            InetSocketAddress server, ProcessHandle process, WireMessage message, int clientCount, int senderCount)
            throws IOException {
        this.server = server;
        this.process = process;
        this.message = message;
        selector = Selector.open();
        clients = new Client[clientCount];
        senders = new Client[senderCount];
        sentAt = new long[senderCount][TIMES];
        connectAll();
        for (int i = 0; i < senderCount; i++) {
            senders[i] = clients[(int) ((long) i * clientCount / senderCount)];
            senders[i].becomeSender(i);
        }
    }

    private void connectAll() throws IOException {
        int started = 0;
        int before = 0;
        long stalled = System.nanoTime() + seconds(CONNECT_STALL_SECONDS);
        while (open < clients.length) {
            while (started < clients.length && connecting < CONNECTS_IN_FLIGHT) {
                clients[started++] = new Client(selector, server, senders.length);
                connecting++;
            }
            selector.select(ready, LONGEST_SELECT_MS);
            if (open > before) {
                before = open;
                stalled = System.nanoTime() + seconds(CONNECT_STALL_SECONDS);
            } else if (faults > 0 || System.nanoTime() > stalled) {
                throw new IOException(open + " of " + clients.length + " clients came through to " + server);
            }
        }
    }

    /** Each sender keeps so many messages under way: the server is saturated. */
    Measurement saturated(int inFlight, double warmUp, double seconds) throws IOException {
        closedLoop.inFlight = inFlight;
        for (Client sender : senders) {
            closedLoop.refill(sender);
        }
        return measure(warmUp, seconds, () -> Long.MAX_VALUE);
    }

    /** The senders together send at this rate, evenly spaced. */
    Measurement atRate(double messagesPerSecond, double warmUp, double seconds) throws IOException {
        return measure(warmUp, seconds, new FixedRate(messagesPerSecond));
    }

    private Measurement measure(double warmUp, double seconds, Source source) throws IOException {
        long before = faults;
        turnUntil(System.nanoTime() + seconds(warmUp), source);
        latencies.clear();
        deliveries = 0;
        CpuTime serverBefore = CpuTime.of(process);
        double generatorBefore = CpuTime.own().total();
        double machineBefore = CpuTime.ofMachine();
        long start = System.nanoTime();
        measuring = true;
        turnUntil(start + seconds(seconds), source);
        measuring = false;
        double took = (System.nanoTime() - start) / 1e9;
        CpuTime used = CpuTime.of(process).minus(serverBefore);
        double generator = CpuTime.own().total() - generatorBefore;
        double others = CpuTime.ofMachine() - machineBefore - generator - used.total();
        closedLoop.inFlight = 0;
        drain();
        return new Measurement(
                took,
                deliveries,
                latencies.quantile(0.5),
                latencies.quantile(0.99),
                used,
                generator,
                others,
                faults - before);
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
        for (Client client : clients) {
            Arrays.setAll(client.next, i -> senders[i].sequence);
            client.inFlight = 0;
        }
    }

    private long missing() {
        long missing = 0;
        for (Client client : clients) {
            for (int i = 0; i < senders.length; i++) {
                missing += senders[i].sequence - client.next[i];
            }
        }
        return missing;
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    // ---------------------------------------------------------------- one connection

    private void ready(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                client.connected(server);
                return;
            }
            if (key.isReadable()) {
                read(client);
            }
            if (key.isValid() && key.isWritable()) {
                client.flush();
            }
        } catch (IOException broken) {
            lost(client);
        }
    }

    private void lost(Client client) {
        client.close();
        faults++;
    }

    private void read(Client client) throws IOException {
        int end = client.read(in, bytes);
        if (end < 0) {
            lost(client);
            return;
        }
        long now = System.nanoTime();
        int at = client.state == Client.State.UPGRADE ? upgrade(client, end) : 0;
        int length = message.length();
        for (int before = -1; at != before && client.state != Client.State.CLOSED; ) {
            while (end - at >= length && message.isAt(bytes, at)) {
                delivered(client, at, now);
                at += length;
            }
            before = at;
            at = other(client, at, end);
        }
        if (client.state != Client.State.CLOSED) {
            client.keep(bytes, at, end);
            closedLoop.refill(client);
        }
    }

    private void delivered(Client client, int at, long now) {
        int sender = message.senderAt(bytes, at);
        int sequence = message.sequenceAt(bytes, at);
        if (sender >= senders.length || sequence != client.next[sender]) {
            notDue(client, sender, sequence);
            return;
        }
        client.next[sender] = sequence + 1;
        if (sender == client.sender) {
            client.inFlight--;
        }
        if (measuring) {
            deliveries++;
            latencies.record(now - sentAt[sender][sequence & TIMES - 1]);
        }
    }

    /** A gap counts each message that is missing in it; one that comes late or twice counts itself. */
    private void notDue(Client client, int sender, int sequence) {
        boolean gap = sender < senders.length && sequence > client.next[sender];
        faults += gap ? sequence - client.next[sender] : 1;
        if (gap) {
            client.next[sender] = sequence + 1;
        }
    }

    /**
     * The answer to the upgrade.
     *
     * @return where the first frame begins
     */
    private int upgrade(Client client, int end) {
        for (int at = 0; at + 4 <= end; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') {
                client.state = Client.State.HANDSHAKE;
                return at + 4;
            }
        }
        return 0;
    }

    /**
     * A frame that is none of our messages.
     *
     * @return where the next one begins, or the same when it is not all there
     */
    private int other(Client client, int at, int end) throws IOException {
        if (end - at < 2 || client.state == Client.State.UPGRADE) {
            return at;
        }
        int length = bytes[at + 1] & 0x7f;
        int header = 2;
        if (length == 126) {
            if (end - at < 4) {
                return at;
            }
            length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
            header = 4;
        }
        if (end - at < header + length) {
            return at;
        }
        boolean text = bytes[at] == (byte) 0x81;
        spoken(client, text ? new String(bytes, at + header, Math.min(length, 2), StandardCharsets.US_ASCII) : "");
        return at + header + length;
    }

    /** Engine.IO's and Socket.IO's own words, told by their first two characters. */
    private void spoken(Client client, String text) throws IOException {
        if (text.equals("2")) {
            client.pong();
        } else if (client.state == Client.State.HANDSHAKE && text.startsWith("0")) {
            client.openNamespace();
        } else if (client.state == Client.State.NAMESPACE && text.equals("40")) {
            client.state = Client.State.READY;
            connecting--;
            open++;
        } else {
            lost(client);
        }
    }

    private void send(Client sender, long due) {
        sentAt[sender.sender][sender.sequence & TIMES - 1] = due;
        sender.append(message);
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        selector.close();
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

    /** A message that comes back makes room for the next. */
    private final class ClosedLoop {
        private int inFlight;

        void refill(Client client) throws IOException {
            if (client.sender < 0 || client.inFlight >= inFlight) {
                return;
            }
            long now = System.nanoTime();
            while (client.inFlight < inFlight && client.hasRoom(message)) {
                send(client, now);
            }
            client.flush();
        }
    }

    /** Messages at fixed times, whatever the server does; their latency counts from the time they were due. */
    private final class FixedRate implements Source {
        private final long start = System.nanoTime();
        private final double gap;
        private long sent;

        FixedRate(double messagesPerSecond) {
            gap = 1e9 / messagesPerSecond;
        }

        @Override
        public long sendDue() throws IOException {
            long now = System.nanoTime();
            long due = start + (long) (sent * gap);
            while (due - now <= 0) {
                Client sender = senders[(int) (sent++ % senders.length)];
                if (sender.state == Client.State.READY && sender.hasRoom(message)) {
                    send(sender, due);
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
