package io.samvad.testkit;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** {@link EngineClient} of protocol v3, the one of Socket.IO 2.x: each call is one step, and nothing happens by itself. */
public final class EngineClientV3 implements AutoCloseable {
    private final int port;
    private final String path;
    private final HttpAnswer handshake;
    private final JsonObject opening;
    private final Deque<String> received = new ArrayDeque<>();
    private RawWebSocket webSocket;

    private EngineClientV3(int port, String path, HttpAnswer handshake, String open, RawWebSocket webSocket) {
        this.port = port;
        this.path = path;
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
     * @param query more of the query, for example {@code &b64=1}
     */
    public static EngineClientV3 polling(int port, String path, String query) {
        HttpAnswer answer = RawConnection.request(port, "GET", path + "?EIO=3&transport=polling" + query, null);
        if (answer.status() != 200) {
            throw new AssertionError("no session: " + answer);
        }
        Deque<String> packets = new ArrayDeque<>(packets(answer.text()));
        EngineClientV3 client = new EngineClientV3(port, path, answer, packets.remove(), null);
        client.received.addAll(packets);
        return client;
    }

    /** Shakes hands over WebSocket. */
    public static EngineClientV3 webSocket(int port, String path, String query) {
        RawWebSocket socket = RawWebSocket.open(port, path + "?EIO=3&transport=websocket" + query);
        return new EngineClientV3(port, path, socket.handshakeAnswer(), socket.readText(), socket);
    }

    /** Packets as a payload of text: a string of Java has the characters that JavaScript counts. */
    public static String payload(String... packets) {
        StringBuilder payload = new StringBuilder();
        for (String packet : packets) {
            payload.append(packet.length()).append(':').append(packet);
        }
        return payload.toString();
    }

    /** The packets of a payload of text. */
    public static List<String> packets(String payload) {
        List<String> packets = new ArrayList<>();
        int at = 0;
        while (at < payload.length()) {
            int colon = payload.indexOf(':', at);
            int end = colon + 1 + Integer.parseInt(payload.substring(at, colon));
            packets.add(payload.substring(colon + 1, end));
            at = end;
        }
        return packets;
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
        return path + "?EIO=3&transport=" + transport + "&sid=" + sid();
    }

    /** Sends a GET and does not wait for the answer. */
    public RawConnection startGet() {
        return RawConnection.open(port).send(RawConnection.message("GET", target("polling"), null));
    }

    /** A GET and its answer. */
    public HttpAnswer get() {
        try (RawConnection poll = startGet()) {
            return poll.answer();
        }
    }

    /** A POST of a payload of text. */
    public HttpAnswer post(String payload) {
        return post(payload.getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
    }

    /** A POST of a binary payload. */
    public HttpAnswer postBinary(byte[] payload) {
        return post(payload, "application/octet-stream");
    }

    private HttpAnswer post(byte[] payload, String type) {
        String length = "Content-Length: " + payload.length;
        String head = RawConnection.head("POST", target("polling"), length, "Content-Type: " + type);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(payload);
        try (RawConnection connection = RawConnection.open(port)) {
            return connection.send(all.toByteArray()).answer();
        }
    }

    /**
     * Opens a WebSocket for this session and sends nothing on it.
     *
     * @param query more of the query
     */
    public RawWebSocket openWebSocket(String query) {
        return RawWebSocket.open(port, target("websocket") + query);
    }

    /** The WebSocket, null while polling. */
    public RawWebSocket webSocket() {
        return webSocket;
    }

    /** Sends one text packet; over polling the POST must succeed. */
    public void send(String packet) {
        if (webSocket != null) {
            webSocket.send(packet);
            return;
        }
        HttpAnswer answer = post(payload(packet));
        if (answer.status() != 200) {
            throw new AssertionError("the packet was refused: " + answer);
        }
    }

    /** The next packet, which must be text. */
    public String receive() {
        if (webSocket != null) {
            return webSocket.readText();
        }
        while (received.isEmpty()) {
            HttpAnswer answer = get();
            if (answer.status() != 200) {
                throw new AssertionError("the poll was refused: " + answer);
            }
            received.addAll(packets(answer.text()));
        }
        return received.remove();
    }

    /** Goes away: over polling it says so, that the session does not wait for its heartbeat. */
    @Override
    public void close() {
        if (webSocket != null) {
            webSocket.close();
        } else {
            post(payload("1"));
        }
    }
}
