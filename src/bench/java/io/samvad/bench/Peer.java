package io.samvad.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server that is measured, and how its process is started for a scenario.
 *
 * @param name in tables, and for {@code --only}
 * @param path of its WebSocket, or null when it speaks Socket.IO
 * @param family whose way to be started it has
 * @param detail what the family wants to know: a transport, or a command
 */
record Peer(String name, String path, Family family, String detail) {
    private static final String ROOMS_APPLICATION = "io.samvad.server.RoomsServer";
    private static final String NETTY_FOLDER = "target/bench/netty-socketio/";

    /** Kinds of servers. */
    enum Family {
        SAMVAD,
        NODE,
        WS,
        NETTY,
        /** Any other program. */
        PROGRAM
    }

    /** A process to be started. */
    record Launch(String name, List<String> command, Map<String, String> environment, boolean jvm) {}

    /** All that the options ask for, ours first. */
    static List<Peer> all(Options options) {
        List<Peer> all = new ArrayList<>();
        List<String> transports = options.list("transport");
        for (String transport : transports) {
            String suffix = transports.size() == 1 ? "" : "-" + transport;
            all.add(new Peer("samvad" + suffix, null, Family.SAMVAD, transport));
        }
        all.add(new Peer("node", null, Family.NODE, ""));
        all.add(new Peer("netty-socketio", null, Family.NETTY, ""));
        for (String transport : transports) {
            String suffix = transports.size() == 1 ? "" : "-" + transport;
            all.add(new Peer("samvad-plain" + suffix, "/chat", Family.SAMVAD, transport));
        }
        all.add(new Peer("ws", "/chat", Family.WS, ""));
        options.all("peer").forEach(spoken -> all.add(program(spoken)));
        all.removeIf(peer -> !options.includes("only", peer.name) && peer.family != Family.PROGRAM);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("--only: nobody has that name");
        }
        return all;
    }

    /** {@code name=sio:command} or {@code name=ws:command}. */
    private static Peer program(String spoken) {
        int equals = spoken.indexOf('=');
        int colon = spoken.indexOf(':', equals);
        String protocol = equals < 1 || colon < 0 ? "" : spoken.substring(equals + 1, colon);
        if (!protocol.equals("sio") && !protocol.equals("ws")) {
            throw new IllegalArgumentException(
                    "--peer " + spoken + ": expected is NAME=sio:COMMAND or NAME=ws:COMMAND");
        }
        String path = protocol.equals("ws") ? "/chat" : null;
        return new Peer(spoken.substring(0, equals), path, Family.PROGRAM, spoken.substring(colon + 1));
    }

    /** How the process is started, or null when the scenario is not for this server. */
    Launch launch(Scenario scenario, Options options) {
        if (scenario.extra() && (path != null || family == Family.PROGRAM)) {
            return null;
        }
        return switch (family) {
            case SAMVAD -> samvad(scenario, options);
            case NODE -> node("chat.cjs", scenario, options);
            case WS -> node("ws.cjs", scenario, options);
            case NETTY -> isForNetty(scenario.plan()) ? netty(scenario, options) : null;
            case PROGRAM -> new Launch(name, pinned(options, Options.split(detail)), Map.of(), false);
        };
    }

    private Launch samvad(Scenario scenario, Options options) {
        Map<String, String> environment = new TreeMap<>(Map.of("SAMVAD_LOG_LEVEL", "warn"));
        environment.put("SAMVAD_HTTP_TRANSPORT", detail);
        // The peers remember nothing either.
        environment.put("SAMVAD_CHAT_HISTORY_STORE", "none");
        if (scenario.plan().transport() == Plan.Transport.UPGRADE) {
            environment.put("SAMVAD_INSTANCES", options.text("instances"));
        }
        if (scenario.plan().deflate()) {
            environment.put("SAMVAD_SOCKETIO_PER_MESSAGE_DEFLATE_ENABLED", "true");
        }
        for (String assignment : options.all("env")) {
            String[] sides = assignment.split("=", 2);
            environment.put(sides[0], sides[1]);
        }
        List<String> program =
                switch (scenario.plan().kind()) {
                    case ROOM, ACK -> List.of("-cp", "target/samvad.jar:target/bench/classes", ROOMS_APPLICATION);
                    default -> List.of("-jar", "target/samvad.jar");
                };
        return new Launch(name, java(scenario, options, program), environment, true);
    }

    private Launch netty(Scenario scenario, Options options) {
        List<String> program = List.of("-cp", NETTY_FOLDER + "classes:" + NETTY_FOLDER + "lib/*", "NettyChat");
        return new Launch(name, java(scenario, options, program), Map.of(), true);
    }

    /**
     * It closes a connection with the second request, although it says that it keeps it alive, which our clients rely on; it
     * puts a byte before each attachment that clients of today take for data; and it has no option for compression.
     */
    private static boolean isForNetty(Plan plan) {
        return plan.transport() == Plan.Transport.WEBSOCKET
                && plan.kind() != WireMessage.Kind.BINARY
                && !plan.deflate();
    }

    private static List<String> java(Scenario scenario, Options options, List<String> program) {
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(options.words("java-flags"));
        if (scenario.measure() == Scenario.Measure.MEMORY) {
            command.add("-Xmx512m");
        }
        command.addAll(program);
        return pinned(options, command);
    }

    private Launch node(String script, Scenario scenario, Options options) {
        Map<String, String> environment = new TreeMap<>(Map.of("NODE_ENV", "production"));
        environment.put(
                "NODE_PATH", Path.of("target/npm/node_modules").toAbsolutePath().toString());
        if (scenario.plan().deflate()) {
            environment.put("DEFLATE", "true");
        }
        return new Launch(name, pinned(options, List.of("node", "src/bench/js/" + script)), environment, false);
    }

    private static List<String> pinned(Options options, List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (ServerProcess.canPin()) {
            pinned.addAll(List.of("taskset", "-c", options.text("server-core")));
        }
        pinned.addAll(command);
        return pinned;
    }
}
