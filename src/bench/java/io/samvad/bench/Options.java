package io.samvad.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What can be set on the command line, each as {@code --name value}.
 *
 * @param only the servers to measure, all when empty
 * @param rounds how often each server is measured
 * @param seconds length of a window
 * @param warmUp seconds that each server is driven before the first round
 * @param clients WebSocket clients
 * @param senders how many of them send
 * @param inFlight messages of each sender under way at the same time, when saturated
 * @param bytes length of a message
 * @param rates messages a second of all senders together
 * @param javaFlags of our server
 * @param transport value of {@code http.transport} for our server
 * @param serverCore core that the servers run on, in the terms of {@code taskset}
 */
record Options(
        List<String> only,
        int rounds,
        double seconds,
        double warmUp,
        int clients,
        int senders,
        int inFlight,
        int bytes,
        List<Double> rates,
        List<String> javaFlags,
        String transport,
        String serverCore) {

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("only", ""),
            Map.entry("transport", "auto"),
            Map.entry("rounds", "3"),
            Map.entry("seconds", "10"),
            Map.entry("warm-up", "15"),
            Map.entry("clients", "1000"),
            Map.entry("senders", "10"),
            Map.entry("in-flight", "10"),
            Map.entry("bytes", "64"),
            Map.entry("rates", "20,100"),
            Map.entry("java-flags", "-Xmx2g -XX:+UseG1GC"),
            Map.entry("server-core", "0"));

    /** @throws IllegalArgumentException names what is wrong */
    static Options parse(List<String> arguments) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(arguments.get(i) + ": expected is a value for one of --"
                        + String.join(", --", values.keySet()));
            }
            values.put(name, arguments.get(i + 1));
        }
        return new Options(
                values.get("only").isEmpty()
                        ? List.of()
                        : List.of(values.get("only").split(",")),
                Integer.parseInt(values.get("rounds")),
                Double.parseDouble(values.get("seconds")),
                Double.parseDouble(values.get("warm-up")),
                Integer.parseInt(values.get("clients")),
                Integer.parseInt(values.get("senders")),
                Integer.parseInt(values.get("in-flight")),
                Math.max(WireMessage.MIN_BYTES, Integer.parseInt(values.get("bytes"))),
                List.of(values.get("rates").split(",")).stream()
                        .map(Double::valueOf)
                        .toList(),
                List.of(values.get("java-flags").split(" +")),
                values.get("transport"),
                values.get("server-core"));
    }

    boolean includes(String server) {
        return only.isEmpty() || only.contains(server);
    }
}
