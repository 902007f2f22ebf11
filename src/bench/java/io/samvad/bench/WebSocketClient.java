package io.samvad.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A client with a WebSocket: at once, or after a beginning on polling, whose session it then takes over. */
final class WebSocketClient extends Client implements Connection.User {
    /** Bytes that may wait for a server that does not read. */
    private static final int MAX_UNSENT = 1 << 18;

    private static final byte[] SWITCHING_PROTOCOLS = WireMessage.ascii("HTTP/1.1 101 ");
    private static final byte[] CONNECT = WireMessage.ascii("40");
    private static final byte[] PROBE = WireMessage.ascii("2probe");
    private static final byte[] UPGRADE = WireMessage.ascii("5");
    private static final byte[] PONG = WireMessage.ascii("3");
    private static final String JOINED = "430";

    /** Where the connection is: each state waits for something that the server sends. */
    private enum State {
        ANSWER,
        HANDSHAKE,
        NAMESPACE,
        PROBE,
        ROOMS,
        READY,
        CLOSED
    }

    private final int maskingKey = ThreadLocalRandom.current().nextInt();
    private Connection connection;
    private PollingHandshake polling;
    private State state = State.ANSWER;
    /** Where it is in the transcript, or null while it is checked message by message. */
    private Transcript.Place place;

    WebSocketClient(LoadGenerator load, int index) {
        super(load, index);
    }

    @Override
    void connect() throws IOException {
        if (load.plan().transport() == Plan.Transport.UPGRADE) {
            polling = new PollingHandshake(load, this::upgrade);
        } else {
            connection = load.connection(this);
            connection.write(load.upgradeRequest());
        }
    }

    private void upgrade() throws IOException {
        connection = load.connection(this);
        connection.write(ByteBuffer.wrap(request(load.plan(), load.host(), "&sid=" + polling.sid())));
    }

    // ---------------------------------------------------------------- handshake

    /** @param session of a session that moves to a WebSocket, its part of the query; or empty */
    static byte[] request(Plan plan, String host, String session) {
        String path = plan.socketIo() ? "/socket.io/?EIO=4&transport=websocket" : plan.path();
        return WireMessage.ascii("GET " + path + session + " HTTP/1.1\r\n"
                + "Host: " + host + "\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + (plan.deflate()
                        ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                                + " client_no_context_takeover\r\n"
                        : "")
                + "\r\n");
    }

    /**
     * The answer to the upgrade.
     *
     * @return where the first frame begins
     */
    private int answer(byte[] bytes, int end) throws IOException {
        for (int at = 0; at + 4 <= end; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') {
                upgraded(bytes, at);
                return at + 4;
            }
        }
        return 0;
    }

    private void upgraded(byte[] bytes, int end) throws IOException {
        int length = SWITCHING_PROTOCOLS.length;
        if (end < length || !Arrays.equals(bytes, 0, length, SWITCHING_PROTOCOLS, 0, length)) {
            throw new IOException("no upgrade: " + new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
        }
        if (polling != null) {
            state = State.PROBE;
            say(PROBE);
        } else if (load.plan().socketIo()) {
            state = State.HANDSHAKE;
        } else {
            arrived();
        }
    }

    private void arrived() {
        state = State.READY;
        load.arrived();
    }

    private void joinRooms() throws IOException {
        if (load.plan().kind() != WireMessage.Kind.ROOM) {
            arrived();
            return;
        }
        state = State.ROOMS;
        int clients = load.plan().clients();
        String rooms = IntStream.range(0, Streams.ROOMS_EACH)
                .map(layer -> Streams.room(index, layer, clients))
                .mapToObj(room -> '"' + WireMessage.roomName(room) + '"')
                .collect(Collectors.joining(","));
        say(WireMessage.ascii("420[\"join\",[" + rooms + "]]"));
    }

    private void say(byte[] payload) throws IOException {
        WireMessage.text(load.out(), payload, maskingKey);
        flush();
    }

    // ---------------------------------------------------------------- messages

    @Override
    void begin() throws IOException {
        super.begin();
        connection.doNotDelay();
        Transcript transcript = load.transcript();
        place = transcript == null ? null : transcript.end();
    }

    @Override
    long missing() {
        return place == null
                ? super.missing()
                : load.streams().missing(load.transcript().dueAt(place));
    }

    @Override
    boolean hasRoom() {
        return state == State.READY && connection.unsent() < MAX_UNSENT;
    }

    @Override
    void append(int stream, int sequence) {
        load.message().write(load.out(), stream, sequence, roomOf(stream), maskingKey);
    }

    @Override
    void flush() throws IOException {
        ByteBuffer out = load.out();
        if (out.position() > 0) {
            connection.write(out.flip());
            out.clear();
        }
    }

    @Override
    public void readable(Connection from) throws IOException {
        ByteBuffer in = load.in();
        from.read(in);
        long now = System.nanoTime();
        load.received(in.remaining());
        while (place != null && in.hasRemaining()) {
            Transcript transcript = load.transcript();
            if (transcript.isBehind(place)) {
                throw new IOException("too far behind the others");
            }
            transcript.follow(place, in);
            inFlight -= transcript.complete(place, now, sender, load.latencies());
            if (in.hasRemaining()) {
                writeDown(transcript, in, now);
            }
        }
        if (in.hasRemaining()) {
            int end = in.remaining();
            in.get(load.bytes(), 0, end);
            single(load.bytes(), 0, end, now);
        }
        load.answered(this);
    }

    /**
     * The transcript has come to its end, and is continued; or it says something else than the server.
     *
     * @param in what was received from there on; ends up where the transcript can be followed again
     */
    private void writeDown(Transcript transcript, ByteBuffer in, long now) throws IOException {
        byte[] bytes = load.bytes();
        int at = 0;
        int end = transcript.takeBack(place, bytes);
        int taken = end;
        end += in.remaining();
        in.get(bytes, taken, end - taken);
        while (true) {
            int length = load.message().match(bytes, at, end);
            if (length > 0 && transcript.isAtEnd(place) && isDue(transcript)) {
                int stream = load.message().stream();
                long departure = load.streams().departure(stream, load.message().sequence());
                transcript.append(place, bytes, at, length, stream, departure);
                at += length;
                continue;
            }
            inFlight -= transcript.complete(place, now, sender, load.latencies());
            if (length > 0) {
                expect(transcript.dueAt(place));
                place = null;
                single(bytes, at, end, now);
                return;
            }
            length = WireMessage.frameLength(bytes, at, end);
            if (length == 0 || load.message().begins(bytes, at, end)) {
                connection.keep(bytes, at, end);
                return;
            }
            spoken(bytes, at, length);
            at += length;
            if (!transcript.isAtEnd(place)) {
                in.position(in.limit() - (end - at));
                return;
            }
        }
    }

    private boolean isDue(Transcript transcript) {
        int stream = load.message().stream();
        return stream < load.streams().count()
                && transcript.due(stream) == load.message().sequence();
    }

    /** Frames one by one. */
    private void single(byte[] bytes, int from, int end, long now) throws IOException {
        int at = from;
        if (state == State.ANSWER) {
            at = answer(bytes, end);
        }
        while (state != State.ANSWER && state != State.CLOSED) {
            int length = state == State.READY ? load.message().match(bytes, at, end) : 0;
            if (length > 0) {
                delivered(load.message().stream(), load.message().sequence(), now);
            } else {
                length = WireMessage.frameLength(bytes, at, end);
                if (length == 0 || load.message().begins(bytes, at, end)) {
                    break;
                }
                spoken(bytes, at, length);
            }
            at += length;
        }
        connection.keep(bytes, at, end);
    }

    /** Engine.IO's and Socket.IO's own words, told by their first characters. */
    private void spoken(byte[] bytes, int at, int length) throws IOException {
        if (length < 3 || (bytes[at] & 0xff) != 0x81) {
            throw new IOException("unexpected frame");
        }
        int header = (bytes[at + 1] & 0x7f) < 126 ? 2 : 4;
        String text = new String(bytes, at + header, Math.min(length - header, 6), StandardCharsets.ISO_8859_1);
        if (text.equals("2")) {
            say(PONG);
        } else if (text.equals("6")) {
            return;
        } else if (state == State.HANDSHAKE && text.startsWith("0")) {
            state = State.NAMESPACE;
            say(CONNECT);
        } else if (state == State.NAMESPACE && text.startsWith("40")) {
            joinRooms();
        } else if (state == State.PROBE && text.equals("3probe")) {
            say(UPGRADE);
            polling.close();
            joinRooms();
        } else if (state == State.ROOMS && text.startsWith(JOINED)) {
            arrived();
        } else {
            throw new IOException("unexpected: " + text);
        }
    }

    @Override
    public void lost(IOException cause) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            load.lost(cause);
        }
    }

    @Override
    void close() {
        state = State.CLOSED;
        if (polling != null) {
            polling.close();
        }
        if (connection != null) {
            connection.close();
        }
    }
}
