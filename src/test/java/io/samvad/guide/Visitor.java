package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Who visits the servers of the guide: the official Java client, with a memory for what it hears. */
final class Visitor implements AutoCloseable {
    private static final int WAIT_SECONDS = 20;

    private final Socket socket;
    private final Map<String, BlockingQueue<List<Object>>> heard = new ConcurrentHashMap<>();

    private Visitor(Socket socket) {
        this.socket = socket;
        socket.onAnyIncoming(arguments -> {
            List<Object> all = List.of(arguments);
            queue((String) all.get(0)).add(all.subList(1, all.size()));
        });
        for (String event : List.of(Socket.EVENT_CONNECT, Socket.EVENT_DISCONNECT, Socket.EVENT_CONNECT_ERROR)) {
            socket.on(event, arguments -> queue(event).add(List.of(arguments)));
        }
    }

    /** A visitor of the main namespace, once it is in. */
    static Visitor enter(String url) {
        return enter(url, Map.of());
    }

    /** A visitor with something to show at the door, once it is in. */
    static Visitor enter(String url, Map<String, String> auth) {
        Visitor visitor = knock(url, auth);
        visitor.next(Socket.EVENT_CONNECT);
        return visitor;
    }

    /** A visitor who may be refused. */
    static Visitor knock(String url, Map<String, String> auth) {
        IO.Options options = new IO.Options();
        options.transports = new String[] {"websocket"};
        options.forceNew = true;
        options.auth = auth;
        Visitor visitor = new Visitor(IO.socket(URI.create(url), options));
        visitor.socket.connect();
        return visitor;
    }

    String id() {
        return socket.id();
    }

    /**
     * Answers an event.
     *
     * @param answer a single value, as everywhere in the guide
     */
    Visitor answers(String event, Object answer) {
        socket.on(event, arguments -> {
            if (arguments.length > 0 && arguments[arguments.length - 1] instanceof Ack ack) {
                ack.call(answer);
            }
        });
        return this;
    }

    void emit(String event, Object... values) {
        socket.emit(event, values);
    }

    /** Sends an event and waits for its acknowledgement. */
    List<Object> ask(String event, Object... values) {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        socket.emit(event, values, (Ack) arguments -> answer.complete(List.of(arguments)));
        return answer.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The next arguments of an event that were not taken yet, without an acknowledgement that was asked for. */
    List<Object> next(String event) {
        try {
            List<Object> arguments = queue(event).poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(arguments).as("an event \"%s\"", event).isNotNull();
            return arguments.stream().filter(value -> !(value instanceof Ack)).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether an event has come that was not taken yet. Ask after another event that must have come later. */
    boolean hasHeard(String event) {
        return !queue(event).isEmpty();
    }

    private BlockingQueue<List<Object>> queue(String event) {
        return heard.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
