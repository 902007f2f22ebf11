package io.samvad.testkit;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An Engine.IO client (protocol v4) by hand: each call is one step of the protocol, and nothing happens by itself.
 *
 * <p>Every HTTP request goes over a TCP connection of its own, so that with several instances behind one port it lands on
 * any of them.
 *
 * <pre>{@code
 * try (EngineClient client = EngineClient.polling(port, "/engine.io/")) {
 *     client.send("4hello");
 *     assertThat(client.receive()).isEqualTo("4hello");
 *     client.upgrade();
 * }
 * }</pre>
 */
public final class EngineClient implements AutoCloseable {
    private static final String SEPARATOR = "\u001e";

    private final int port;
    private final String path;
    private final String[] headers;
    private final HttpAnswer handshake;
    private final JsonObject opening;
    private final Deque<String> received = new ArrayDeque<>();
    private RawWebSocket webSocket;

    private EngineClient(
            int port, String path, String[] headers, HttpAnswer handshake, String open, RawWebSocket webSocket) {
        this.port = port;
        this.path = path;
        this.headers = headers;
        this.handshake = handshake;
        this.webSocket = webSocket;
        if (!open.startsWith("0")) {
            throw new AssertionError("an open packet was expected, it is: " + open);
        }
        this.opening = new JsonObject(open.substring(1));
    }

    /**
     * Shakes hands over polling.
     *
     * @param path path of the endpoint, for example {@code /engine.io/}
     * @param headers header lines that go with every request
     */
    public static EngineClient polling(int port, String path, String... headers) {
        HttpAnswer answer = RawConnection.request(port, "GET", path + "?EIO=4&transport=polling", null, headers);
        if (answer.status() != 200) {
            throw new AssertionError("no session: " + answer);
        }
        String[] packets = answer.text().split(SEPARATOR);
        EngineClient client = new EngineClient(port, path, headers, answer, packets[0], null);
        client.received.addAll(List.of(packets).subList(1, packets.length));
        return client;
    }

    /** Shakes hands over WebSocket. */
    public static EngineClient webSocket(int port, String path, String... headers) {
        RawWebSocket socket = RawWebSocket.open(port, path + "?EIO=4&transport=websocket", headers);
        return new EngineClient(port, path, headers, socket.handshakeAnswer(), socket.readText(), socket);
    }

    /** The HTTP answer to the handshake. */
    public HttpAnswer handshake() {
        return handshake;
    }

    /** The data of the open packet. */
    public JsonObject opening() {
        return opening;
    }

    /** Id of the session. */
    public String sid() {
        return opening.getString("sid");
    }

    /** Path and query of requests of this session. */
    public String target(String transport) {
        return path + "?EIO=4&transport=" + transport + "&sid=" + sid();
    }

    // ---------------------------------------------------------------- steps of polling

    /** A GET and its answer, which may take until there is something to tell. */
    public HttpAnswer get() {
        try (RawConnection poll = startGet()) {
            return poll.answer();
        }
    }

    /** Sends a GET and does not wait for the answer. */
    public RawConnection startGet() {
        return RawConnection.open(port).send(RawConnection.message("GET", target("polling"), null, headers));
    }

    /** A POST of packets, {@code U+001E} between them, and its answer. */
    public HttpAnswer post(String payload) {
        return RawConnection.request(port, "POST", target("polling"), payload, headers);
    }

    // ---------------------------------------------------------------- steps of the upgrade

    /** Opens a WebSocket for this session and sends nothing on it. */
    public RawWebSocket openWebSocket() {
        return RawWebSocket.open(port, target("websocket"), headers);
    }

    /** Moves to WebSocket as protocol v4, section "Upgrade", says; what came meanwhile can be received. */
    public RawWebSocket upgrade() {
        RawWebSocket candidate = openWebSocket();
        candidate.send("2probe");
        String answer = candidate.readText();
        if (!answer.equals("3probe")) {
            throw new AssertionError("3probe was expected, it is: " + answer);
        }
        candidate.send("5");
        webSocket = candidate;
        return candidate;
    }

    /** The WebSocket, null while polling. */
    public RawWebSocket webSocket() {
        return webSocket;
    }

    // ---------------------------------------------------------------- packets, whatever the transport

    /** Sends one text packet; over polling the POST must succeed. */
    public void send(String packet) {
        if (webSocket != null) {
            webSocket.send(packet);
            return;
        }
        HttpAnswer answer = post(packet);
        if (answer.status() != 200) {
            throw new AssertionError("the packet was refused: " + answer);
        }
    }

    /** The next packet as text; over WebSocket a binary message must not come, over polling it is {@code b} and base64. */
    public String receive() {
        while (received.isEmpty()) {
            if (webSocket != null) {
                return webSocket.readText();
            }
            HttpAnswer answer = get();
            if (answer.status() != 200) {
                throw new AssertionError("the poll was refused: " + answer);
            }
            received.addAll(List.of(answer.text().split(SEPARATOR)));
        }
        return received.remove();
    }

    /** The data of the next message; pings that come before are answered, noops passed over. */
    public String receiveMessage() {
        while (true) {
            String packet = receive();
            switch (packet.charAt(0)) {
                case '2' -> send("3");
                case '6' -> {}
                case '4' -> {
                    return packet.substring(1);
                }
                default -> throw new AssertionError("a message was expected, it is: " + packet);
            }
        }
    }

    /** Goes away without a word. */
    @Override
    public void close() {
        if (webSocket != null) {
            webSocket.close();
        }
    }
}
