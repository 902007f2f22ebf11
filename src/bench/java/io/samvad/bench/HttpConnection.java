package io.samvad.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A kept-alive HTTP connection with one request under way at a time, whose answers say how long they are. */
final class HttpConnection implements Connection.User {
    private static final String LENGTH = "\r\ncontent-length:";

    private final LoadGenerator load;
    private final Answered answered;
    private final Connection connection;
    private boolean closed;

    /** Is told the body of each answer. */
    interface Answered {
        void with(byte[] bytes, int from, int to) throws IOException;
    }

    HttpConnection(LoadGenerator load, Answered answered) throws IOException {
        this.load = load;
        this.answered = answered;
        connection = load.connection(this);
        connection.doNotDelay();
    }

    void get(String path) throws IOException {
        send(WireMessage.ascii("GET " + path + head() + "\r\n"));
    }

    void post(String path, byte[] body) throws IOException {
        byte[] head = WireMessage.ascii("POST " + path + head()
                + "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + body.length + "\r\n\r\n");
        send(ByteBuffer.allocate(head.length + body.length).put(head).put(body).array());
    }

    /** Every browser says its name, and some servers ask for it. */
    private String head() {
        return " HTTP/1.1\r\nHost: " + load.host() + "\r\nUser-Agent: bench\r\n";
    }

    private void send(byte[] request) throws IOException {
        connection.write(ByteBuffer.wrap(request));
    }

    @Override
    public void readable(Connection from) throws IOException {
        ByteBuffer in = load.in();
        from.read(in);
        load.received(in.remaining());
        byte[] bytes = load.bytes();
        int end = in.remaining();
        in.get(bytes, 0, end);
        int body = body(bytes, end);
        int length = body == 0 ? 0 : length(bytes, body);
        if (body == 0 || end - body < length) {
            from.keep(bytes, 0, end);
            return;
        }
        answered.with(bytes, body, body + length);
    }

    private static int body(byte[] bytes, int end) {
        for (int at = 0; at + 4 <= end; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') {
                return at + 4;
            }
        }
        return 0;
    }

    private static int length(byte[] bytes, int body) throws IOException {
        String head = new String(bytes, 0, body, StandardCharsets.ISO_8859_1);
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (!head.startsWith("HTTP/1.1 200") || at < 0) {
            throw new IOException("unexpected answer: " + head);
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void lost(IOException cause) {
        if (!closed) {
            closed = true;
            load.lost(cause);
        }
    }

    void close() {
        closed = true;
        connection.close();
    }
}
