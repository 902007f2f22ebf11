package io.samvad.admin;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The event {@code server_stats}: made of the figures of all instances, those of one server added up. It holds the traffic
 * since the last time, so there is one object for each instance that somebody looks through.
 */
final class Figures {
    private static final String DISCONNECTION = "rawDisconnection";

    /** What each instance had counted when it was asked the last time. */
    private final Map<String, JsonObject> countedBefore = new HashMap<>();

    /**
     * The figures of one instance.
     *
     * @param instance an id of its own
     * @param server who it belongs to
     */
    static JsonObject of(SocketIo io, String instance, JsonObject server, Traffic traffic) {
        JsonArray namespaces = new JsonArray();
        io.knownNamespaces()
                .forEach((name, namespace) -> namespaces.add(new JsonObject()
                        .put("name", name)
                        .put("socketsCount", namespace.sockets().size())));
        long polling = io.connections().stream()
                .filter(conn -> conn.transport().equals("polling"))
                .count();
        return new JsonObject()
                .put("instance", instance)
                .put("server", server)
                .put("clientsCount", io.connections().size())
                .put("pollingClientsCount", polling)
                .put("namespaces", namespaces)
                .put("traffic", traffic.toJson());
    }

    /**
     * One event for each server.
     *
     * @param instances their figures
     * @param now milliseconds since 1970
     */
    Collection<JsonObject> events(List<JsonObject> instances, long now) {
        Map<String, Sum> servers = new LinkedHashMap<>();
        for (JsonObject figures : instances) {
            JsonObject server = figures.getJsonObject("server");
            servers.computeIfAbsent(server.getString("serverId"), first -> new Sum(server))
                    .add(figures, countedBefore.get(figures.getString("instance")));
        }
        countedBefore.clear();
        instances.forEach(
                figures -> countedBefore.put(figures.getString("instance"), figures.getJsonObject("traffic")));
        return servers.values().stream().map(sum -> sum.event(now)).toList();
    }

    /** An answer of another instance. */
    static JsonObject from(Args answer) {
        return answer.object(0);
    }

    private static final class Sum {
        private final JsonObject server;
        private final Map<String, Long> namespaces = new TreeMap<>();
        private final Map<String, Long> traffic = new LinkedHashMap<>();
        private final Map<String, Long> disconnections = new LinkedHashMap<>();
        private long clients;
        private long polling;

        Sum(JsonObject server) {
            this.server = server;
        }

        void add(JsonObject figures, JsonObject before) {
            clients += figures.getLong("clientsCount");
            polling += figures.getLong("pollingClientsCount");
            for (Object entry : figures.getJsonArray("namespaces")) {
                JsonObject namespace = (JsonObject) entry;
                namespaces.merge(namespace.getString("name"), namespace.getLong("socketsCount"), Long::sum);
            }
            if (before != null) {
                JsonObject counted = figures.getJsonObject("traffic");
                addDifferences(counted, before, traffic);
                addDifferences(
                        counted.getJsonObject(DISCONNECTION), before.getJsonObject(DISCONNECTION), disconnections);
            }
        }

        private static void addDifferences(JsonObject counted, JsonObject before, Map<String, Long> sums) {
            for (String name : counted.fieldNames()) {
                if (counted.getValue(name) instanceof Number count) {
                    long difference = count.longValue() - before.getLong(name, 0L);
                    if (difference > 0) {
                        sums.merge(name, difference, Long::sum);
                    }
                }
            }
        }

        JsonObject event(long now) {
            JsonArray sockets = new JsonArray();
            namespaces.forEach((name, count) ->
                    sockets.add(new JsonObject().put("name", name).put("socketsCount", count)));
            JsonArray events = new JsonArray();
            traffic.forEach((type, count) -> events.add(event(now, type, count)));
            disconnections.forEach((reason, count) ->
                    events.add(event(now, DISCONNECTION, count).put("subType", reason)));
            return server.copy()
                    .put("clientsCount", clients)
                    .put("pollingClientsCount", polling)
                    .put("aggregatedEvents", events)
                    .put("namespaces", sockets);
        }

        private static JsonObject event(long now, String type, long count) {
            return new JsonObject()
                    .put("timestamp", now / 1000 * 1000)
                    .put("type", type)
                    .put("count", count);
        }
    }
}
