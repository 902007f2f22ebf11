package io.samvad.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** One WebSocket connection of the load generator, from its TCP connect to the open namespace. */
final class Client {
    /** Room for what waits to be written: a handshake, or the messages of a sender whose server does not read. */
    private static final int OUT_BYTES = 1024;

    private static final int SENDER_OUT_BYTES = 256 * 1024;
    private static final byte[] CONNECT = "40".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "3".getBytes(StandardCharsets.US_ASCII);
    private static final int NOBODY = -1;

    /** Where the connection is: each waits for something that the server sends. */
    enum State {
        TCP,
        UPGRADE,
        HANDSHAKE,
        NAMESPACE,
        READY,
        CLOSED
    }

    State state = State.TCP;
    /** Index among the senders, or -1. */
    int sender = NOBODY;
    /** Messages sent so far. */
    int sequence;
    /** Own messages that have not come back. */
    int inFlight;
    /** For each sender the sequence that is due next. */
    final int[] next;

    private final int maskingKey = ThreadLocalRandom.current().nextInt();
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
    private byte[] rest = new byte[0];
    private int restLength;

    Client(Selector selector, InetSocketAddress server, int senders) throws IOException {
        next = new int[senders];
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(server);
    }

    void becomeSender(int index) {
        sender = index;
        out = ByteBuffer.allocateDirect(SENDER_OUT_BYTES);
    }

    /** The TCP connection is there: asks for the upgrade. */
    void connected(InetSocketAddress server) throws IOException {
        channel.finishConnect();
        state = State.UPGRADE;
        String request = String.join(
                "\r\n",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
                "Host: " + server.getHostString() + ":" + server.getPort(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "",
                "");
        out.put(request.getBytes(StandardCharsets.US_ASCII));
        flush();
    }

    void openNamespace() throws IOException {
        state = State.NAMESPACE;
        WireMessage.text(out, CONNECT, maskingKey);
        flush();
    }

    void pong() throws IOException {
        WireMessage.text(out, PONG, maskingKey);
        flush();
    }

    /** Appends the next message; it leaves with {@link #flush()}. */
    void append(WireMessage message) {
        message.write(out, sender, sequence++, maskingKey);
        inFlight++;
    }

    /** Whether one more message fits behind what the server has not taken yet. */
    boolean hasRoom(WireMessage message) {
        return out.remaining() >= message.length() + Integer.BYTES;
    }

    void flush() throws IOException {
        out.flip();
        channel.write(out);
        int interest = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        out.compact();
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /**
     * Reads what is there, behind what was left of the last read.
     *
     * @param in where the channel puts it
     * @param bytes takes all of it
     * @return the number of bytes, or -1 when the server has closed the connection
     */
    int read(ByteBuffer in, byte[] bytes) throws IOException {
        int count = channel.read(in.clear().limit(in.capacity() - restLength));
        if (count < 0) {
            return count;
        }
        System.arraycopy(rest, 0, bytes, 0, restLength);
        in.get(0, bytes, restLength, count);
        return restLength + count;
    }

    /** Keeps what follows the last whole frame. */
    void keep(byte[] bytes, int from, int to) {
        restLength = to - from;
        if (restLength > rest.length) {
            rest = new byte[restLength + 128];
        }
        System.arraycopy(bytes, from, rest, 0, restLength);
    }

    void close() {
        state = State.CLOSED;
        try {
            channel.close();
        } catch (IOException gone) {
            // Nothing is left to be closed.
        }
    }
}
