package io.samvad.clients;

import static io.samvad.clients.JavaClient.json;

import io.samvad.clients.SeenHistory.Operation;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Reader;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * The official Java client as somebody who talks and reacts without end, tries again until it is acknowledged, and writes down
 * what it hears: a guest in the lobby, or a person who is in another room, too. {@code checker.cjs} does that and more with
 * the one for JavaScript.
 */
final class Talker implements AutoCloseable {
    private static final String LOBBY = "lobby";
    private static final int PAUSE_MILLIS = 40;
    private static final int SPREAD_MILLIS = 160;
    private static final long CONNECT_MILLIS = 3_000;
    private static final long AGAIN_MILLIS = 1_000;
    private static final double REACTIONS = 0.2;
    private static final int RECENT = 50;

    /**
     * Without its habit of sending a GET again when the connection was cut: then what was in the lost answer is lost, and
     * nobody notices. Engine.IO does not number what it polls.
     */
    private static final OkHttpClient HTTP = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .readTimeout(1, TimeUnit.MINUTES)
            .build();

    private final String name;
    /** The room besides the lobby; null for a guest. */
    private final String room;

    private final Random random;
    private final ScheduledExecutorService clock;
    /** This client has nothing but text to say when it connects, so that it can tell its place in the lobby alone. */
    private final Map<String, String> auth = new ConcurrentHashMap<>(Map.of("serverOffset", "0"));

    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Place> heard = new ConcurrentLinkedQueue<>();
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Socket socket;
    private volatile String person;
    private volatile boolean stopped;

    /**
     * Begins to connect.
     *
     * @param way {@code polling}, {@code websocket} or {@code upgrade}
     * @param room that it is in besides the lobby, as a person; null for a guest
     * @param clock on which its timers run
     */
    Talker(String url, String way, String name, String room, long seed, ScheduledExecutorService clock) {
        this.name = name;
        this.room = room;
        this.random = new Random(seed);
        this.clock = clock;
        if (room != null) {
            auth.put("key", "the-key-of-" + name + "-is-long-enough");
            auth.put("nick", name);
        }
        IO.Options options = JavaClient.options(way);
        options.auth = auth;
        options.timeout = CONNECT_MILLIS;
        options.callFactory = HTTP;
        socket = IO.socket(URI.create(url), options);
        rooms.add(LOBBY);
        heard.add(new Place(LOBBY, null, 0, SeenHistory.IN, 0, null, null));
        listen();
        socket.connect();
    }

    // ---------------------------------------------------------------- hearing

    private void listen() {
        socket.on("chat message", arguments -> {
            JSONObject rest = (JSONObject) arguments[2];
            String who = rest.optString("person", null);
            hear(rest, ((Number) arguments[1]).longValue(), SeenHistory.POSTED, (String) arguments[0], who);
        });
        on("edited", told -> hear(told, told.optLong("seq"), SeenHistory.EDITED, told.optString("text"), null));
        on("deleted", told -> hear(told, told.optLong("seq"), SeenHistory.DELETED, null, null));
        on("reacted", told -> {
            String what = (told.optBoolean("added") ? "+" : "-") + told.optString("symbol");
            hear(told, told.optLong("seq"), SeenHistory.REACTED, what, told.optString("person"));
        });
        on("reset", told -> hear(told, told.optLong("seq"), SeenHistory.RESET, null, null));
        on("welcome", told -> {
            person = told.optJSONObject("me").optString("person");
            JSONArray all = told.optJSONArray("rooms");
            for (int i = 0; i < all.length(); i++) {
                if (!all.optJSONObject(i).optString("room").equals(LOBBY)) {
                    comeIn(all.optJSONObject(i));
                }
            }
        });
    }

    private void on(String event, Consumer<JSONObject> listener) {
        socket.on(event, arguments -> listener.accept((JSONObject) arguments[0]));
    }

    private void comeIn(JSONObject info) {
        rooms.add(info.optString("room"));
        hear(info, info.optLong("seq"), SeenHistory.IN, null, null);
    }

    private void hear(JSONObject told, long seq, String kind, String what, String who) {
        Place place = new Place(
                told.optString("room"), told.optString("epoch"), seq, kind, told.optLong("message"), what, who);
        heard.add(place);
        if (place.room().equals(LOBBY)) {
            auth.put("epoch", place.epoch());
            auth.put("serverOffset", String.valueOf(seq));
        }
    }

    // ---------------------------------------------------------------- asking

    /** Begins to talk; the room must be there by now. */
    void start() {
        if (room == null) {
            act();
            return;
        }
        untilAnswered("join", new Object[] {json("room", room)}, (answer, again) -> {
            if (!rooms.contains(room)) {
                comeIn(answer);
            }
            act();
        });
    }

    private void act() {
        if (stopped) {
            return;
        }
        String id = name + "-" + asked.getAndIncrement();
        Place about = person == null || random.nextDouble() > REACTIONS ? null : anyMessage();
        if (about == null) {
            String where = List.copyOf(rooms).get(random.nextInt(rooms.size()));
            perform(
                    new Operation(name, person, SeenHistory.POSTED, where, 0, id, false, null, 0, null),
                    "chat message",
                    id,
                    id,
                    json("room", where));
        } else {
            perform(
                    new Operation(
                            name,
                            person,
                            SeenHistory.REACTED,
                            about.room(),
                            about.seq(),
                            "+" + id,
                            false,
                            null,
                            0,
                            null),
                    "react",
                    json("room", about.room(), "seq", about.seq(), "symbol", id, "added", true));
        }
        clock.schedule(this::act, PAUSE_MILLIS + random.nextInt(SPREAD_MILLIS), TimeUnit.MILLISECONDS);
    }

    private Place anyMessage() {
        List<Place> all = new ArrayList<>(heard);
        List<Place> recent = all.subList(Math.max(0, all.size() - RECENT), all.size()).stream()
                .filter(place -> place.is(SeenHistory.POSTED))
                .toList();
        return recent.isEmpty() ? null : recent.get(random.nextInt(recent.size()));
    }

    private void perform(Operation asked, String event, Object... arguments) {
        untilAnswered(event, arguments, (answer, again) -> {
            JSONObject error = answer.optJSONObject("error");
            operations.add(new Operation(
                    asked.by(),
                    asked.person(),
                    asked.kind(),
                    asked.room(),
                    asked.target(),
                    asked.what(),
                    again,
                    answer.optString("epoch"),
                    answer.optLong("seq"),
                    error == null ? null : error.optString("code")));
        });
    }

    @FunctionalInterface
    private interface Answered {
        void with(JSONObject answer, boolean again);
    }

    private void untilAnswered(String event, Object[] arguments, Answered answered) {
        open.incrementAndGet();
        send(event, arguments, answered, new AtomicBoolean(), false);
    }

    /**
     * Until it is answered for good. By a timer of our own, since {@code AckWithTimeout} of this client may call twice, when
     * the connection is lost and when the time is over.
     */
    private void send(String event, Object[] arguments, Answered answered, AtomicBoolean done, boolean again) {
        if (done.get()) {
            return;
        }
        boolean sends = socket.connected();
        if (sends) {
            socket.emit(event, arguments, (Ack) answers -> {
                JSONObject answer = (JSONObject) answers[0];
                JSONObject error = answer.optJSONObject("error");
                if ((error == null || !error.has("retryAfter")) && done.compareAndSet(false, true)) {
                    answered.with(answer, again);
                    open.decrementAndGet();
                }
            });
        }
        clock.schedule(
                () -> send(event, arguments, answered, done, again || sends), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins nothing new. */
    void stop() {
        stopped = true;
    }

    /** Whether all that it asked for is answered. */
    boolean isDone() {
        return open.get() == 0;
    }

    /** Whether it has heard that entry, or what comes behind it, if it is in that room. */
    boolean hasHeard(String where, long seq) {
        return !rooms.contains(where)
                || heard.stream().anyMatch(place -> place.room().equals(where) && place.seq() >= seq);
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    Reader reader() {
        return new Reader(name, List.copyOf(heard));
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
