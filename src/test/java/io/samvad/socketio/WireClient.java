package io.samvad.socketio;

import io.samvad.testkit.EngineClient;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.RawFrame;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A Socket.IO client by hand: packets are written and read as they are on the wire, without the 4 of Engine.IO in front.
 * Attachments read as {@code <010203>}, in hexadecimal. Pings are answered while reading.
 */
final class WireClient implements AutoCloseable {
    /** What clients of both kinds go over. */
    enum Wire {
        WEBSOCKET,
        POLLING
    }

    private final EngineClient engine;
    private String id;

    private WireClient(EngineClient engine) {
        this.engine = engine;
    }

    /** Opens a connection, but no namespace. */
    static WireClient open(int port, Wire wire, String... headers) {
        return new WireClient(
                wire == Wire.WEBSOCKET
                        ? EngineClient.webSocket(port, "/socket.io/", headers)
                        : EngineClient.polling(port, "/socket.io/", headers));
    }

    /** Opens a connection over WebSocket and the main namespace. */
    static WireClient connected(int port) {
        return connected(port, Wire.WEBSOCKET);
    }

    /** Opens a connection and the main namespace. */
    static WireClient connected(int port, Wire wire) {
        return open(port, wire).connect("");
    }

    /** Opens a namespace: {@code /name,} or nothing for the main one, and perhaps a payload behind. */
    WireClient connect(String namespaceAndPayload) {
        send("0" + namespaceAndPayload);
        String answer = receive();
        if (!answer.startsWith("0")) {
            throw new AssertionError("a CONNECT was expected, it is: " + answer);
        }
        id = new JsonObject(answer.substring(answer.indexOf('{'))).getString("sid");
        return this;
    }

    /** Id of the socket in the namespace that was opened last. */
    String id() {
        return id;
    }

    EngineClient engine() {
        return engine;
    }

    WireClient send(String packet) {
        engine.send("4" + packet);
        return this;
    }

    WireClient sendBinary(int... bytes) {
        byte[] attachment = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            attachment[i] = (byte) bytes[i];
        }
        if (engine.webSocket() != null) {
            engine.webSocket().send(RawFrame.binary(attachment));
        } else {
            engine.send("b" + Base64.getEncoder().encodeToString(attachment));
        }
        return this;
    }

    /** The next packet or attachment. */
    String receive() {
        while (true) {
            String packet = engine.webSocket() != null ? readWebSocket() : readPolling();
            if (packet.equals("2")) {
                engine.send("3");
            } else if (packet.startsWith("4")) {
                return packet.substring(1);
            } else if (packet.startsWith("<")) {
                return packet;
            } else if (!packet.equals("6")) {
                throw new AssertionError("a message was expected, it is: " + packet);
            }
        }
    }

    /** The next so many packets or attachments. */
    List<String> receive(int count) {
        List<String> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(receive());
        }
        return packets;
    }

    private String readWebSocket() {
        RawFrame frame = engine.webSocket().read();
        return switch (frame.opcode()) {
            case RawFrame.TEXT -> frame.text();
            case RawFrame.BINARY -> hex(frame.payload());
            default -> throw new AssertionError("a message was expected, it is: " + frame);
        };
    }

    private String readPolling() {
        String packet = engine.receive();
        return packet.startsWith("b") ? hex(Base64.getDecoder().decode(packet.substring(1))) : packet;
    }

    private static String hex(byte[] attachment) {
        return "<" + HexFormat.of().formatHex(attachment) + ">";
    }

    /** Sends what may be refused because it breaks the protocol, over polling in one payload. */
    void sendBroken(List<String> packets) {
        if (engine.webSocket() != null) {
            packets.forEach(packet -> engine.webSocket().send("4" + packet));
        } else {
            engine.post("4" + String.join("\u001e4", packets));
        }
    }

    /** Reads until the server closes; whatever comes before is passed over. */
    void awaitClose() {
        if (engine.webSocket() != null) {
            try {
                engine.webSocket().readClose();
            } catch (UncheckedIOException closedAtOnce) {
                // as good
            }
            return;
        }
        while (true) {
            HttpAnswer answer = engine.get();
            List<String> packets = List.of(answer.text().split("\u001e"));
            if (answer.status() != 200 || packets.contains("1")) {
                return;
            }
            if (packets.contains("2")) {
                engine.post("3");
            }
        }
    }

    /** Nothing has come that was not read: what is asked for next is the next that comes. */
    void expectNothingBefore(String request, String answer) {
        send(request);
        String next = receive();
        if (!next.equals(answer)) {
            throw new AssertionError("nothing was expected before " + answer + ", but this came: " + next);
        }
    }

    /** Says goodbye over polling, so that the session does not wait for its heartbeat; else just closes. */
    @Override
    public void close() {
        if (engine.webSocket() == null) {
            engine.post("1");
        }
        engine.close();
    }
}
