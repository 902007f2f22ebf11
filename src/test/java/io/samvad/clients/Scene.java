package io.samvad.clients;

import io.samvad.chat.history.Entry;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Message;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.Replay;
import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.testkit.Instances;
import io.samvad.testkit.Program;
import io.samvad.testkit.TcpProxy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Servers with a store behind wires, and what can be done to them. */
abstract class Scene implements AutoCloseable {
    private static final int PAGE = 1_000;

    private final Random random;
    private final List<Program> programs = new ArrayList<>();
    private final List<TcpProxy> wires = new ArrayList<>();
    private final Map<String, Disturbance> disturbances = new LinkedHashMap<>();

    Scene(Random random) {
        this.random = random;
    }

    /** Something that goes wrong, and is mended again before it returns. */
    @FunctionalInterface
    interface Disturbance {
        void happen() throws Exception;
    }

    /** Starts the program of that number; it may have run before. */
    abstract Program serve(int node);

    /** A store of our own over what the programs share. */
    abstract HistoryStore store(Vertx vertx);

    /** Starts programs, one after the other. */
    final void start(int nodes) {
        for (int node = 0; node < nodes; node++) {
            programs.add(serve(node));
            wires.add(new TcpProxy(programs.get(node).port()));
        }
        can("kill a server", () -> {
            int node = random.nextInt(nodes);
            programs.get(node).kill();
            programs.set(node, serve(node));
            wires.get(node).moveTo(programs.get(node).port());
        });
        can("cut connections", () -> wires.forEach(wire -> wire.cut(random)));
        can("stall connections", () -> {
            wires.forEach(TcpProxy::stall);
            runOn(between(500, 4_000));
            wires.forEach(TcpProxy::resume);
        });
        can("freeze a server", () -> {
            Program program = programs.get(random.nextInt(nodes));
            program.freeze();
            runOn(between(500, 4_000));
            program.thaw();
        });
    }

    /** Adds something that can go wrong. */
    final void can(String name, Disturbance disturbance) {
        disturbances.put(name, disturbance);
    }

    /** Names of what can go wrong. */
    final List<String> disturbances() {
        return List.copyOf(disturbances.keySet());
    }

    final void disturb(String name) throws Exception {
        disturbances.get(name).happen();
    }

    /** Where clients connect, commas in between. */
    final List<String> urls() {
        return wires.stream().map(TcpProxy::url).toList();
    }

    /** Where plain WebSocket clients connect. */
    final List<String> plainUrls() {
        return wires.stream()
                .map(wire -> wire.url().replace("http:", "ws:") + "/chat")
                .toList();
    }

    final List<Program> programs() {
        return programs;
    }

    final int between(int least, int most) {
        return least + random.nextInt(most - least);
    }

    /** Lets the servers run, in peace or not; none of them may end. */
    final void runOn(int millis) {
        programs.get(0).runOn(millis);
        programs.forEach(program -> program.runOn(0));
    }

    /** What is in the logs now. */
    final List<Log> logs(Collection<String> rooms) {
        return asked(store -> rooms.stream().map(room -> log(store, room)).toList());
    }

    private static Log log(HistoryStore store, String room) {
        TreeMap<Long, Place> places = new TreeMap<>();
        Map<Long, Set<String>> mentions = new HashMap<>();
        Position last = Position.of(0);
        Replay replay;
        do {
            replay = Instances.await(store.after(room, last, PAGE));
            last = replay.head().at(last.seq());
            for (Entry entry : replay.entries()) {
                last = last.at(entry.seq());
                places.put(entry.seq(), place(room, last, entry));
                mentions.put(entry.seq(), mentions(entry));
            }
        } while (replay.more());
        return new Log(room, last.epoch(), places, mentions);
    }

    private <T> T asked(Function<HistoryStore, T> question) {
        Vertx vertx = Vertx.vertx();
        HistoryStore store = store(vertx);
        try {
            return question.apply(store);
        } finally {
            Instances.await(store.close());
            Instances.await(vertx.close());
        }
    }

    private static Place place(String room, Position position, Entry entry) {
        String kind = entry.kind().name().toLowerCase(Locale.ROOT);
        if (entry instanceof Entry.Posted posted) {
            Message message = posted.message();
            String text = message.deleted() ? null : message.text();
            return place(room, position, kind, 0, text, message.author().id());
        } else if (entry instanceof Entry.Edited edited) {
            return place(room, position, kind, edited.target(), edited.text(), null);
        } else if (entry instanceof Entry.Reacted reacted) {
            String what = (reacted.added() ? "+" : "-") + reacted.symbol();
            return place(
                    room, position, kind, reacted.target(), what, reacted.who().id());
        }
        return place(room, position, kind, ((Entry.Deleted) entry).target(), null, null);
    }

    private static Place place(String room, Position at, String kind, long target, String what, String who) {
        return new Place(room, at.epoch(), at.seq(), kind, target, what, who);
    }

    private static Set<String> mentions(Entry entry) {
        if (!(entry instanceof Entry.Posted posted) || posted.message().extra() == null) {
            return Set.of();
        }
        JsonArray people = posted.message().extra().getJsonArray("mentions", new JsonArray());
        return people.stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /** What all servers of a scene have in common, and what else they are to have. */
    static Map<String, String> settings(Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SAMVAD_INSTANCES", "2",
                "SAMVAD_LOG_LEVEL", "error",
                "SAMVAD_CHAT_MESSAGES_PER_SECOND", "1000",
                // So that who is at the other end of a dead wire is not waited for long.
                "SAMVAD_SOCKETIO_PING_INTERVAL", "1000",
                "SAMVAD_SOCKETIO_PING_TIMEOUT", "4000"));
        if (Boolean.getBoolean("chat.checker.recovery")) {
            settings.put("SAMVAD_SOCKETIO_CONNECTION_STATE_RECOVERY", "{}");
        }
        settings.putAll(further);
        return settings;
    }

    @Override
    public void close() {
        wires.forEach(TcpProxy::close);
        programs.forEach(Program::kill);
    }
}
