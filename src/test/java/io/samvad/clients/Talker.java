package io.samvad.clients;

import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Reader;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.json.JSONObject;

/**
 * The official Java client as somebody who talks without end, tries again until it is acknowledged, and writes down what it
 * hears. {@code checker.cjs} does the same with the one for JavaScript.
 */
final class Talker implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;
    private static final int SPREAD_MILLIS = 100;
    private static final long CONNECT_MILLIS = 3_000;
    private static final long AGAIN_MILLIS = 1_000;

    /**
     * Without its habit of sending a GET again when the connection was cut: then what was in the lost answer is lost, and
     * nobody notices. Engine.IO does not number what it polls.
     */
    private static final OkHttpClient HTTP = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .readTimeout(1, TimeUnit.MINUTES)
            .build();

    private final String name;
    private final Random random;
    private final ScheduledExecutorService clock;
    private final Map<String, String> auth = new ConcurrentHashMap<>(Map.of("serverOffset", "0"));
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Place> acked = new ConcurrentLinkedQueue<>();
    private final Queue<Place> heard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Socket socket;
    private volatile boolean stopped;

    /**
     * Begins to connect and to talk.
     *
     * @param way {@code polling}, {@code websocket} or {@code upgrade}
     * @param clock on which its timers run
     */
    Talker(String url, String way, String name, long seed, ScheduledExecutorService clock) {
        this.name = name;
        this.random = new Random(seed);
        this.clock = clock;
        IO.Options options = JavaClient.options(way);
        options.auth = auth;
        options.timeout = CONNECT_MILLIS;
        options.callFactory = HTTP;
        socket = IO.socket(URI.create(url), options);
        socket.on("chat message", arguments -> {
            Place place = place((JSONObject) arguments[2], SeenHistory.POSTED, (String) arguments[0]);
            hear(new Place(place.room(), place.epoch(), ((Number) arguments[1]).longValue(), place.kind(), place.id()));
        });
        socket.on("reset", arguments -> hear(place((JSONObject) arguments[0], SeenHistory.RESET, null)));
        socket.connect();
        talk();
    }

    private static Place place(JSONObject json, String kind, String id) {
        return new Place(json.optString("room"), json.optString("epoch"), json.optLong("seq"), kind, id);
    }

    private void hear(Place place) {
        heard.add(place);
        auth.put("epoch", place.epoch());
        auth.put("serverOffset", String.valueOf(place.seq()));
    }

    private void talk() {
        if (stopped) {
            return;
        }
        String id = name + "-" + sent.size();
        sent.add(id);
        open.incrementAndGet();
        send(id, new AtomicBoolean());
        clock.schedule(this::talk, PAUSE_MILLIS + random.nextInt(SPREAD_MILLIS), TimeUnit.MILLISECONDS);
    }

    /**
     * Until it is acknowledged: a refusal is no acknowledgement. By a timer of our own, since {@code AckWithTimeout} of this
     * client may call twice, when the connection is lost and when the time is over.
     */
    private void send(String id, AtomicBoolean done) {
        if (done.get()) {
            return;
        }
        if (socket.connected()) {
            socket.emit(
                    "chat message", new Object[] {id, id}, (Ack) answers -> acked(id, (JSONObject) answers[0], done));
        }
        clock.schedule(() -> send(id, done), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void acked(String id, JSONObject answer, AtomicBoolean done) {
        if (!answer.has("error") && done.compareAndSet(false, true)) {
            acked.add(place(answer, SeenHistory.POSTED, id));
            open.decrementAndGet();
        }
    }

    /** Begins nothing new. */
    void stop() {
        stopped = true;
    }

    /** Whether all that it sent is acknowledged. */
    boolean isDone() {
        return open.get() == 0;
    }

    /** Whether it has heard that entry, or what comes behind it. */
    boolean hasHeard(long seq) {
        return heard.stream().anyMatch(place -> place.seq() >= seq);
    }

    List<String> sent() {
        return List.copyOf(sent);
    }

    List<Place> acked() {
        return List.copyOf(acked);
    }

    Reader reader() {
        return new Reader(name, List.copyOf(heard));
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
