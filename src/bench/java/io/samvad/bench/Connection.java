package io.samvad.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One TCP connection of the load generator. It keeps memory only for what the other side has not taken, or sent in part. */
final class Connection {
    private static final byte[] NOTHING = new byte[0];

    /** Who is told what happens on a connection. A connection that fails with an exception is lost. */
    interface User {
        /** Something can be read, see {@link Connection#read}. */
        void readable(Connection connection) throws IOException;

        /** The connection is closed, not by us. */
        void lost(IOException cause);
    }

    private final User user;
    private final SocketChannel channel;
    private final SelectionKey key;
    /** What the kernel has not taken yet, and what was read of an unfinished frame or answer. */
    private byte[] unsent = NOTHING;

    private byte[] rest = NOTHING;

    /**
     * Connects. On the loopback device that is done by the call itself, whatever the server does meanwhile: nothing is waited
     * for, and the selector needs to know of the connection only once.
     */
    Connection(Selector selector, InetSocketAddress server, User user) throws IOException {
        this.user = user;
        channel = SocketChannel.open(StandardProtocolFamily.INET);
        try {
            channel.connect(server);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    /** To be called by who will talk: during a handshake each word follows an answer, so nothing waits to be joined. */
    void doNotDelay() throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** The selector has found something to do. */
    void ready() {
        try {
            if (key.isReadable()) {
                user.readable(this);
            }
            if (key.isValid() && key.isWritable()) {
                write(ByteBuffer.allocate(0));
            }
        } catch (IOException broken) {
            close();
            user.lost(broken);
        }
    }

    /** Sends what is in the buffer, at once as far as the kernel takes it. */
    void write(ByteBuffer out) throws IOException {
        if (unsent.length > 0) {
            ByteBuffer joined = ByteBuffer.allocate(unsent.length + out.remaining());
            out = joined.put(unsent).put(out).flip();
        }
        channel.write(out);
        unsent = remaining(out);
        int interest = unsent.length == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** How many bytes wait for the server to read. */
    int unsent() {
        return unsent.length;
    }

    /**
     * Reads what is there, behind what was kept of the last read.
     *
     * @param in takes it, and is ready to be read from
     * @throws IOException also when the server has closed the connection
     */
    void read(ByteBuffer in) throws IOException {
        in.clear().put(rest);
        if (channel.read(in) < 0) {
            throw new IOException("closed by the server");
        }
        in.flip();
        rest = NOTHING;
    }

    /** Keeps an unfinished rest for the next read. */
    void keep(byte[] bytes, int from, int to) {
        rest = to == from ? NOTHING : Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] remaining(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return NOTHING;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** With a reset, so that the port is free at once: a crowd has more connections than a minute has ports. */
    void close() {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException gone) {
            // Nothing is left to be closed.
        }
    }
}
