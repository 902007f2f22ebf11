package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;

/** One socket of the official Java client, with everything it hears, and waiting with a limit. */
final class JavaClient implements AutoCloseable {
    private static final int WAIT_SECONDS = 20;

    private final Socket socket;
    private final Map<String, BlockingQueue<Object[]>> heard = new ConcurrentHashMap<>();

    private JavaClient(Socket socket) {
        this.socket = socket;
        socket.onAnyIncoming(arguments -> {
            Object[] values = new Object[arguments.length - 1];
            System.arraycopy(arguments, 1, values, 0, values.length);
            queue((String) arguments[0]).add(values);
        });
        for (String event : List.of(Socket.EVENT_CONNECT, Socket.EVENT_DISCONNECT, Socket.EVENT_CONNECT_ERROR)) {
            socket.on(event, arguments -> queue(event).add(arguments));
        }
    }

    /** Options of a client that connects this way, {@code polling}, {@code websocket} or {@code upgrade}, and is in a hurry. */
    static IO.Options options(String way) {
        String[] transports = way.equals("upgrade") ? new String[] {"polling", "websocket"} : new String[] {way};
        IO.Options options = new IO.Options();
        options.transports = transports;
        options.forceNew = true;
        options.reconnectionDelay = 20;
        options.reconnectionDelayMax = 100;
        return options;
    }

    /** A client that begins to connect. */
    static JavaClient open(String url, IO.Options options) {
        JavaClient client = new JavaClient(IO.socket(URI.create(url), options));
        client.socket.connect();
        return client;
    }

    /** Another socket over the connection of this one. */
    JavaClient of(String namespace) {
        JavaClient client = new JavaClient(socket.io().socket(namespace));
        client.socket.connect();
        return client;
    }

    Socket socket() {
        return socket;
    }

    String id() {
        return socket.id();
    }

    /** Sends an event. */
    void emit(String event, Object... values) {
        socket.emit(event, values);
    }

    /** The next arguments of an event that were not taken yet. */
    Object[] next(String event) {
        try {
            Object[] arguments = queue(event).poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(arguments).as("an event \"%s\"", event).isNotNull();
            return arguments;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether events of this name wait to be taken. */
    boolean hasHeard(String event) {
        return !queue(event).isEmpty();
    }

    /** Waits for the connection, and for the upgrade if there is to be one. */
    JavaClient connected(String way) {
        next(Socket.EVENT_CONNECT);
        if (way.equals("upgrade")) {
            await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> ask("transport")[0].equals("websocket"));
        }
        return this;
    }

    /** Sends an event and waits for its acknowledgement. */
    Object[] ask(String event, Object... values) {
        CompletableFuture<Object[]> answer = new CompletableFuture<>();
        socket.emit(event, values, (Ack) answer::complete);
        return answer.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Sends an event that the server says back. */
    Object[] echo(Object... values) {
        emit("echo", values);
        return next("echo");
    }

    private BlockingQueue<Object[]> queue(String event) {
        return heard.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        socket.disconnect();
    }

    /** JSON from pairs of key and value. */
    static JSONObject json(Object... pairs) {
        try {
            JSONObject object = new JSONObject();
            for (int i = 0; i < pairs.length; i += 2) {
                object.put((String) pairs[i], pairs[i + 1]);
            }
            return object;
        } catch (JSONException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
