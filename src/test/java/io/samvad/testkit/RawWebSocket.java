package io.samvad.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebSocket client (RFC 6455) that does nothing by itself: it answers no ping, and sends whatever bytes it is given. Reading waits for at most {@link RawConnection#PATIENCE}.
 */
public final class RawWebSocket implements AutoCloseable {
    /** The key of the example in RFC 6455, section 1.3, and what it is answered with. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final RawConnection connection;
    private final HttpAnswer handshake;

    private RawWebSocket(RawConnection connection, HttpAnswer handshake) {
        this.connection = connection;
        this.handshake = handshake;
    }

    /**
     * Opens a WebSocket.
     *
     * @param target path and query
     * @param headers more header lines
     */
    public static RawWebSocket open(int port, String target, String... headers) {
        return open(RawConnection.open(port), target, headers);
    }

    /** Opens a WebSocket on a connection. */
    public static RawWebSocket open(RawConnection connection, String target, String... headers) {
        return opened(connection.send(handshake(target, headers)));
    }

    /** Reads the 101 to a handshake that has been sent on a connection. */
    public static RawWebSocket opened(RawConnection connection) {
        HttpAnswer answer = connection.answer();
        if (answer.status() != 101
                || !ACCEPT.equals(answer.header("sec-websocket-accept").orElse(""))) {
            connection.close();
            throw new AssertionError("no WebSocket: " + answer);
        }
        return new RawWebSocket(connection, answer);
    }

    /** Sends a handshake and gives the answer, whatever it is. */
    public static HttpAnswer tryToOpen(int port, String target, String... headers) {
        try (RawConnection connection = RawConnection.open(port)) {
            return connection.send(handshake(target, headers)).answer();
        }
    }

    /** The request of a handshake (RFC 6455, section 4.1). */
    public static String handshake(String target, String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY));
        lines.addAll(List.of(headers));
        return RawConnection.head("GET", target, lines.toArray(String[]::new));
    }

    /** The 101. */
    public HttpAnswer handshakeAnswer() {
        return handshake;
    }

    /** The connection below. */
    public RawConnection connection() {
        return connection;
    }

    /** Sends text in one frame. */
    public RawWebSocket send(String text) {
        return send(RawFrame.text(text));
    }

    /** Sends frames, masked, with one write. */
    public RawWebSocket send(RawFrame... frames) {
        connection.send(bytes(frames));
        return this;
    }

    /** Sends bytes as they are. */
    public RawWebSocket sendBytes(byte[] bytes) {
        connection.send(bytes);
        return this;
    }

    /** Frames one behind the other, masked. */
    public static byte[] bytes(RawFrame... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (RawFrame frame : frames) {
            all.writeBytes(frame.masked());
        }
        return all.toByteArray();
    }

    /** Reads the next frame, which must not be masked (RFC 6455, section 5.1). */
    public RawFrame read() {
        return RawConnection.io(this::readFrame);
    }

    private RawFrame readFrame() throws IOException {
        int first = connection.readByte();
        int second = connection.readByte();
        if ((second & 0x80) != 0) {
            throw new AssertionError("the server has masked a frame");
        }
        int length = second;
        if (second >= 126) {
            length = 0;
            for (byte part : connection.read(second == 126 ? 2 : 8)) {
                length = length << 8 | part & 0xff;
            }
        }
        return new RawFrame((first & 0x80) != 0, first >> 4 & 7, first & 15, connection.read(length));
    }

    /** Reads the next frame, which must be a whole text message. */
    public String readText() {
        RawFrame frame = read();
        if (frame.opcode() != RawFrame.TEXT || !frame.fin()) {
            throw new AssertionError("a text message was expected, it is: " + frame);
        }
        return frame.text();
    }

    /** Reads on to the close frame and gives it. */
    public RawFrame readClose() {
        RawFrame frame = read();
        while (frame.opcode() != RawFrame.CLOSE) {
            frame = read();
        }
        return frame;
    }

    /**
     * Reads until the server has closed the connection, and answers its close frame as RFC 6455, section 5.5.1, asks.
     *
     * @return the frames that came before the end
     */
    public List<RawFrame> readToEnd() {
        List<RawFrame> frames = new ArrayList<>();
        try {
            while (true) {
                RawFrame frame = readFrame();
                frames.add(frame);
                if (frame.opcode() == RawFrame.CLOSE) {
                    connection.isCutOffWhileSending(frame.masked());
                }
            }
        } catch (EOFException | SocketException end) {
            return frames;
        } catch (IOException late) {
            throw new AssertionError("the server keeps the connection open; it has sent " + frames, late);
        }
    }

    /** Whether nothing comes and the connection stays open for so long. */
    public boolean isSilentFor(Duration duration) {
        return connection.isSilentFor(duration);
    }

    /** Breaks the connection with a reset. */
    public void reset() {
        connection.reset();
    }

    /** Closes the connection, without the closing handshake. */
    @Override
    public void close() {
        connection.close();
    }
}
