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

/** Many clients that cost next to nothing themselves: bare TCP connections, read by whoever asks, one after the other. */
public final class Crowd implements AutoCloseable {
    private static final int LARGEST_READ = 64 * 1024;

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
        Crowd crowd = open(port, count);
        byte[] request =
                RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket").getBytes(StandardCharsets.ISO_8859_1);
        byte[] connect = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
        for (SocketChannel client : crowd.clients) {
            client.write(ByteBuffer.wrap(request));
            crowd.readUntil(client, "maxPayload");
            client.write(ByteBuffer.wrap(connect));
            crowd.readUntil(client, "40{\"sid\"");
        }
        return crowd;
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
