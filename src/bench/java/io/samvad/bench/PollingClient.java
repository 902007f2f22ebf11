package io.samvad.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A client on HTTP long-polling: one request that waits for messages, and one at a time that takes what is sent. */
final class PollingClient extends Client {
    private static final byte SEPARATOR = 0x1e;
    private static final int MAX_UNSENT = 1 << 18;
    private static final byte[] PONG = WireMessage.ascii("3");

    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream(0);
    private PollingHandshake handshake;
    private HttpConnection poll;
    private HttpConnection post;
    private boolean posting;

    PollingClient(LoadGenerator load, int index) {
        super(load, index);
    }

    @Override
    void connect() throws IOException {
        handshake = new PollingHandshake(load, this::ready);
    }

    private void ready() throws IOException {
        handshake.close();
        poll = new HttpConnection(load, this::polled);
        poll.get(handshake.path());
        load.arrived();
    }

    /** Packets, with a separator between two of them (Engine.IO, "HTTP long-polling"). */
    private void polled(byte[] bytes, int from, int to) throws IOException {
        long now = System.nanoTime();
        int at = from;
        while (at < to) {
            int length = load.message().match(bytes, at, to);
            if (length > 0) {
                delivered(load.message().stream(), load.message().sequence(), now);
            } else if (bytes[at] == '2' && (at + 1 == to || bytes[at + 1] == SEPARATOR)) {
                length = 1;
                packet(PONG);
                flush();
            } else {
                throw new IOException("unexpected packet");
            }
            at += length;
            if (at < to && bytes[at++] != SEPARATOR) {
                throw new IOException("no separator between packets");
            }
        }
        poll.get(handshake.path());
        load.answered(this);
    }

    @Override
    boolean hasRoom() {
        return poll != null && unsent.size() < MAX_UNSENT;
    }

    @Override
    void append(int stream, int sequence) {
        packet(load.message().packet(stream, sequence, roomOf(stream)));
    }

    private void packet(byte[] packet) {
        if (unsent.size() > 0) {
            unsent.write(SEPARATOR);
        }
        unsent.writeBytes(packet);
    }

    @Override
    void flush() throws IOException {
        if (posting || unsent.size() == 0) {
            return;
        }
        if (post == null) {
            post = new HttpConnection(load, this::posted);
        }
        posting = true;
        post.post(handshake.path(), unsent.toByteArray());
        unsent.reset();
    }

    private void posted(byte[] bytes, int from, int to) throws IOException {
        posting = false;
        flush();
    }

    @Override
    void close() {
        handshake.close();
        if (poll != null) {
            poll.close();
        }
        if (post != null) {
            post.close();
        }
    }
}
