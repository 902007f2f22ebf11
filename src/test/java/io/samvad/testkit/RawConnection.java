package io.samvad.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP connection to 127.0.0.1 that sends exactly the bytes it is given: for what no well-behaved client would send, and
 * for what must arrive in one segment. Reading waits for at most {@link #PATIENCE}.
 */
public final class RawConnection implements AutoCloseable {
    /** How long a read waits before the test has failed. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** Connects. */
    public static RawConnection open(int port) {
        return open(port, 0);
    }

    /**
     * Connects with a small window, so that a peer that does not read is felt soon.
     *
     * @param receiveBuffer bytes the kernel keeps for us, 0 for its default
     */
    public static RawConnection open(int port, int receiveBuffer) {
        return io(() -> {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
            return new RawConnection(socket, new BufferedInputStream(socket.getInputStream()));
        });
    }

    /** Sends text, one byte for each character. */
    public RawConnection send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes with one write. */
    public RawConnection send(byte[] bytes) {
        return io(() -> {
            socket.getOutputStream().write(bytes);
            return this;
        });
    }

    /** Sends until the peer does not take any more because it has closed; false if it took everything. */
    public boolean isCutOffWhileSending(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** Reads one HTTP answer. */
    public HttpAnswer answer() {
        return io(() -> {
            String[] head = head().split("\r\n");
            int status = Integer.parseInt(head[0].split(" ")[1]);
            HttpAnswer bare = new HttpAnswer(status, List.of(head).subList(1, head.length), new byte[0]);
            return new HttpAnswer(status, bare.headers(), body(bare));
        });
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            head.append((char) readByte());
        }
        return head.substring(0, head.length() - 4);
    }

    private byte[] body(HttpAnswer bare) throws IOException {
        if (bare.status() == 101 || bare.status() == 204 || bare.status() == 304) {
            return new byte[0];
        }
        if (bare.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            return chunks();
        }
        var length = bare.header("content-length");
        return length.isPresent() ? read(Integer.parseInt(length.get())) : in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(read(size));
            read(2);
        }
        read(2);
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) readByte());
        }
        return Integer.parseInt(line.toString().trim(), 16);
    }

    /** Reads one byte; an end of the connection is an {@link EOFException}. */
    int readByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the server has closed the connection");
        }
        return next;
    }

    /** Reads exactly so many bytes. */
    byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server has closed the connection");
        }
        return bytes;
    }

    /** Reads until the server closes, for at most {@link #PATIENCE}, and gives what came. */
    public byte[] readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketTimeoutException late) {
            throw new AssertionError("the server keeps the connection open", late);
        } catch (SocketException reset) {
            return all.toByteArray();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return all.toByteArray();
    }

    /** Whether nothing comes and the connection stays open for so long; what comes can still be read. */
    public boolean isSilentFor(Duration duration) {
        return io(() -> {
            socket.setSoTimeout((int) duration.toMillis());
            in.mark(1);
            try {
                in.read();
                in.reset();
                return false;
            } catch (SocketTimeoutException silent) {
                return true;
            } finally {
                socket.setSoTimeout((int) PATIENCE.toMillis());
            }
        });
    }

    /** Sends a FIN: we are done sending, and read on. */
    public void endSending() {
        io(() -> {
            socket.shutdownOutput();
            return null;
        });
    }

    /** Breaks the connection with a reset, as a pulled plug or a killed process does. */
    public void reset() {
        io(() -> {
            socket.setSoLinger(true, 0);
            socket.close();
            return null;
        });
    }

    @Override
    public void close() {
        io(() -> {
            socket.close();
            return null;
        });
    }

    /** An exchange with the network. */
    interface Io<T> {
        T run() throws IOException;
    }

    /** Tests do not handle I/O errors: they fail. */
    static <T> T io(Io<T> exchange) {
        try {
            return exchange.run();
        } catch (SocketTimeoutException late) {
            throw new AssertionError("nothing came from the server in time", late);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The head of a request in HTTP/1.1, without a body. */
    public static String head(String method, String target, String... headers) {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + target + " HTTP/1.1");
        if (List.of(headers).stream().noneMatch(header -> header.regionMatches(true, 0, "host:", 0, 5))) {
            lines.add("Host: localhost");
        }
        lines.addAll(List.of(headers));
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** One request with one answer on a connection of its own. */
    public static HttpAnswer request(int port, String method, String target, String body, String... headers) {
        try (RawConnection connection = open(port)) {
            return connection.send(message(method, target, body, headers)).answer();
        }
    }

    /** A request with a body in UTF-8; null for a request without one. */
    public static byte[] message(String method, String target, String body, String... headers) {
        byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(headers));
        if (body != null) {
            lines.add("Content-Length: " + content.length);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(method, target, lines.toArray(String[]::new)).getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(content);
        return all.toByteArray();
    }
}
