package io.samvad.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Many clients that cost next to nothing themselves: bare TCP connections, read by whoever asks, one after the other. */
public final class Crowd implements AutoCloseable {
    private static final int LARGEST_READ = 64 * 1024;
    private static final int MASKED_HEADER = 6;

    private final List<SocketChannel> clients;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_READ);

    private Crowd(List<SocketChannel> clients) {
        this.clients = clients;
    }

    /** Connections that say nothing. */
    public static Crowd open(int port, int count) throws IOException {
        Crowd crowd = new Crowd(new ArrayList<>(count));
        for (int i = 0; i < count; i++) {
            crowd.clients.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
        return crowd;
    }

    /** Clients of Socket.IO over WebSocket, in the main namespace, with the shortest request that a client can send. */
    public static Crowd connect(int port, int count) throws IOException {
        return connect(port, count, client -> "");
    }

    /** @param auth what each of them says when it connects: a short object in JSON, in ASCII, or nothing */
    public static Crowd connect(int port, int count, IntFunction<String> auth) throws IOException {
        Crowd crowd = open(port, count);
        byte[] request =
                RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < count; i++) {
            SocketChannel client = crowd.clients.get(i);
            client.write(ByteBuffer.wrap(request));
            crowd.readUntil(client, "maxPayload");
            client.write(ByteBuffer.wrap(masked("40" + auth.apply(i))));
            crowd.readUntil(client, "40{\"sid\"");
        }
        return crowd;
    }

    /** One frame of text, with a mask that changes nothing. */
    private static byte[] masked(String text) {
        byte[] frame = new byte[MASKED_HEADER + text.length()];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | text.length());
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, frame, MASKED_HEADER, text.length());
        return frame;
    }

    /** How many there are. */
    public int size() {
        return clients.size();
    }

    /** Waits until each of them has got exactly these bytes, in ASCII, and no others. */
    public void expect(String bytes) throws IOException {
        for (SocketChannel client : clients) {
            buffer.clear().limit(bytes.length());
            while (buffer.hasRemaining()) {
                fill(client);
            }
            String got = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
            if (!got.equals(bytes)) {
                throw new AssertionError("expected " + bytes + ", but got " + got);
            }
        }
    }

    private void readUntil(SocketChannel client, String expected) throws IOException {
        buffer.clear();
        String read = "";
        while (!read.contains(expected)) {
            fill(client);
            read = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
        }
    }

    private void fill(SocketChannel client) throws IOException {
        if (client.read(buffer) < 0) {
            throw new AssertionError("the server has closed the connection");
        }
    }

    /** With a reset: nothing waits for a goodbye. */
    @Override
    public void close() throws IOException {
        for (SocketChannel client : clients) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
        }
    }
}
