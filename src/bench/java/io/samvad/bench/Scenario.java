package io.samvad.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is measured of each server.
 *
 * @param name for {@code --scenarios}
 * @param title in tables
 * @param measure what is done
 * @param plan the load; its kind and path are those of a Socket.IO server, see {@link #planFor}
 * @param extra whether it is asked of our server and its peers only, and not of servers that just echo
 */
record Scenario(String name, String title, Measure measure, Plan plan, boolean extra) {
    /** Messages long enough to be compressed: Node's server leaves alone what is shorter than 1,024 bytes. */
    private static final int DEFLATE_BYTES = 2_048;

    private static final int BINARY_BYTES = 1_024;
    private static final int FEW = 10;
    private static final int WIDE = 100;
    private static final double SLOW = 20;

    /** What is done with the clients. */
    enum Measure {
        /** They talk. */
        MESSAGES,
        /** They connect, and are counted. */
        HANDSHAKES,
        /** They connect to a server of its own and do nothing. */
        MEMORY
    }

    /** All that the options ask for. */
    static List<Scenario> all(Options options) {
        Plan chat = new Plan(
                Plan.Transport.WEBSOCKET,
                WireMessage.Kind.CHAT,
                "",
                options.number("clients"),
                options.number("senders"),
                options.number("in-flight"),
                0,
                Math.max(WireMessage.MIN_BYTES, options.number("bytes")),
                false);
        Plan few = chat.withClients(FEW, FEW, 1);
        List<Scenario> all = new ArrayList<>();
        all.add(new Scenario("saturated", "saturated", Measure.MESSAGES, chat, false));
        for (String rate : options.list("rates")) {
            String title = "at " + rate + " messages/s";
            all.add(new Scenario("rate", title, Measure.MESSAGES, chat.at(Double.parseDouble(rate)), false));
        }
        all.add(new Scenario("few", "10 clients, 1 message each under way", Measure.MESSAGES, few, false));
        Plan crowd = chat.withClients(options.number("handshakes"), 1, 1);
        all.add(new Scenario("handshakes", "handshakes", Measure.HANDSHAKES, crowd, false));
        Plan idle = chat.withClients(options.number("idle"), 1, 1);
        all.add(new Scenario("idle", "idle connections", Measure.MEMORY, idle, false));
        Plan upgraded = chat.over(Plan.Transport.UPGRADE);
        all.add(new Scenario("upgraded", "upgraded, saturated", Measure.MESSAGES, upgraded, true));
        all.add(new Scenario("upgraded-rate", "upgraded, at 100 messages/s", Measure.MESSAGES, upgraded.at(100), true));
        Plan polling = chat.over(Plan.Transport.POLLING);
        all.add(new Scenario("polling", "polling, saturated", Measure.MESSAGES, polling, true));
        all.add(new Scenario("polling-rate", "polling, at 20 messages/s", Measure.MESSAGES, polling.at(SLOW), true));
        Plan rooms = chat.with(WireMessage.Kind.ROOM).withClients(chat.clients(), WIDE, chat.inFlight());
        all.add(new Scenario("rooms", "1,000 rooms of 10", Measure.MESSAGES, rooms, true));
        Plan acks = chat.with(WireMessage.Kind.ACK).withClients(chat.clients(), WIDE, chat.inFlight());
        all.add(new Scenario("acks", "acknowledgements", Measure.MESSAGES, acks, true));
        Plan binary = chat.with(WireMessage.Kind.BINARY).sized(BINARY_BYTES, false);
        all.add(new Scenario("binary", "binary, 1 KiB", Measure.MESSAGES, binary, true));
        all.add(new Scenario("deflate", "deflate, 2 KiB", Measure.MESSAGES, chat.sized(DEFLATE_BYTES, true), true));
        all.removeIf(scenario -> !options.includes("scenarios", scenario.name));
        return all;
    }

    /** @param path of the WebSocket of a server without Socket.IO, or null */
    Plan planFor(String path) {
        return path == null ? plan : plan.plain(path);
    }
}
