package io.samvad.clients;

import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Reader;
import io.socket.client.AckWithTimeout;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.json.JSONObject;

/**
 * The official Java client as somebody who talks without end, tries again until it is acknowledged, and writes down what it
 * hears. {@code checker.cjs} does the same with the one for JavaScript.
 */
final class Talker implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;
    private static final int SPREAD_MILLIS = 100;
    private static final long ACK_MILLIS = 2_000;
    private static final long AGAIN_MILLIS = 100;

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
        options.timeout = ACK_MILLIS;
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
        send(id);
        clock.schedule(this::talk, PAUSE_MILLIS + random.nextInt(SPREAD_MILLIS), TimeUnit.MILLISECONDS);
    }

    /** Until it is acknowledged: a refusal is no acknowledgement. */
    private void send(String id) {
        socket.emit("chat message", new Object[] {id, id}, new AckWithTimeout(ACK_MILLIS) {
            @Override
            public void onSuccess(Object... answers) {
                JSONObject answer = (JSONObject) answers[0];
                if (answer.has("error")) {
                    again();
                } else {
                    acked.add(place(answer, SeenHistory.POSTED, id));
                    open.decrementAndGet();
                }
            }

            @Override
            public void onTimeout() {
                again();
            }

            private void again() {
                clock.schedule(() -> send(id), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
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
