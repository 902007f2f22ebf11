package io.samvad.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.json.JSONArray;

/** A client with all that it hears: somebody who watches, or is watched. */
final class Peer implements AutoCloseable {
    private static final int WAIT_SECONDS = 20;

    private final Socket socket;
    private final Map<String, BlockingQueue<JsonArray>> heard = new ConcurrentHashMap<>();

    private Peer(Socket socket) {
        this.socket = socket;
        socket.onAnyIncoming(arguments -> {
            JsonArray values = new JsonArray(new JSONArray(List.of(arguments)).toString());
            values.remove(0);
            queue((String) arguments[0]).add(values);
        });
        for (String event : List.of(Socket.EVENT_CONNECT, Socket.EVENT_DISCONNECT, Socket.EVENT_CONNECT_ERROR)) {
            socket.on(event, arguments -> queue(event)
                    .add(new JsonArray().add(arguments.length == 0 ? null : String.valueOf(arguments[0]))));
        }
        socket.connect();
    }

    /**
     * Begins to connect.
     *
     * @param transports none for polling and then WebSocket
     */
    static Peer open(String url, Map<String, String> auth, String... transports) {
        return open(url, auth, Map.of(), transports);
    }

    /** Begins to connect with headers that a browser would send. */
    static Peer open(String url, Map<String, String> auth, Map<String, List<String>> headers, String... transports) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(auth)
                .setExtraHeaders(headers)
                .setTransports(transports.length == 0 ? new String[] {"polling", "websocket"} : transports)
                .build();
        return new Peer(IO.socket(URI.create(url), options));
    }

    /** A connected one over WebSocket. */
    static Peer connected(String url, Map<String, String> auth) {
        Peer peer = open(url, auth, "websocket");
        peer.next(Socket.EVENT_CONNECT);
        return peer;
    }

    String id() {
        return socket.id();
    }

    void emit(String event, Object... values) {
        socket.emit(event, values);
    }

    /** The next arguments of an event. */
    JsonArray next(String event) {
        return next(event, any -> true);
    }

    /** The next arguments of an event that are as expected; others are passed over. */
    JsonArray next(String event, Predicate<JsonArray> expected) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        JsonArray last = null;
        while (true) {
            try {
                JsonArray values = queue(event).poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(values)
                        .as("%s as expected; the last was %s", event, last)
                        .isNotNull();
                if (expected.test(values)) {
                    return values;
                }
                last = values;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    boolean hasHeard(String event) {
        return !queue(event).isEmpty();
    }

    private BlockingQueue<JsonArray> queue(String event) {
        return heard.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
