package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said into the conversation from outside, and its JSON: the event bus is all its sender needs.
 *
 * <pre>{@code
 * {"version": 1, "namespace": "/", "to": ["news"], "except": ["muted"], "volatile": true, "emit": ["headline", "…"]}
 * }</pre>
 *
 * <p>Exactly one verb is there, with the name and the arguments of the method of an operator. All other keys may be missing.
 * Binary is {@code {"_binary": "base64"}}, at any depth.
 *
 * @param namespace its name, with the leading slash
 * @param target whom it is for
 * @param verb what is to be done
 * @param values what the verb takes
 */
public record EmitterMessage(String namespace, Target target, Verb verb, Args values) {
    private static final int VERSION = 1;
    private static final int MAX_DEPTH = 250;

    private static final String VERSION_KEY = "version";
    private static final String NAMESPACE = "namespace";
    private static final String TO = "to";
    private static final String EXCEPT = "except";
    private static final String VOLATILE = "volatile";
    private static final String BINARY = "_binary";
    private static final String KNOWN =
            "version, namespace, to, except, volatile, emit, socketsJoin, socketsLeave, disconnectSockets, serverSideEmit";

    /** What can be done from outside; the key of each is the name of the operator's method. */
    public enum Verb {
        /** Sends an event to the sockets; the values are its name and its arguments. */
        EMIT("emit"),
        /** Lets the sockets join rooms; the values are their names. */
        SOCKETS_JOIN("socketsJoin"),
        /** Lets the sockets leave rooms; the values are their names. */
        SOCKETS_LEAVE("socketsLeave"),
        /** Disconnects the sockets; the value is whether the connections below are closed, too. */
        DISCONNECT_SOCKETS("disconnectSockets"),
        /** Says something to the servers; the values are the name of the event and its arguments. */
        SERVER_SIDE_EMIT("serverSideEmit");

        private final String key;

        Verb(String key) {
            this.key = key;
        }

        private static Verb of(String key) {
            for (Verb verb : values()) {
                if (verb.key.equals(key)) {
                    return verb;
                }
            }
            return null;
        }

        private boolean namesAnEvent() {
            return this == EMIT || this == SERVER_SIDE_EMIT;
        }
    }

    // ---------------------------------------------------------------- values

    /** The event of {@code emit}. */
    Packet.Event packet() {
        return new Packet.Event(namespace, event(), arguments());
    }

    /** The task of {@code serverSideEmit}. */
    ClusterMessage.ServerSide serverSide() {
        return new ClusterMessage.ServerSide(namespace, event(), arguments(), false);
    }

    /** The name of the event of {@code emit} and {@code serverSideEmit}. */
    String event() {
        return values.string(0);
    }

    /** The arguments behind it. */
    Args arguments() {
        return Args.of(values.toList().subList(1, values.size()).toArray());
    }

    /** The rooms of {@code socketsJoin} and {@code socketsLeave}. */
    Set<String> rooms() {
        Set<String> rooms = new LinkedHashSet<>();
        values.forEach(room -> rooms.add((String) room));
        return rooms;
    }

    // ---------------------------------------------------------------- to JSON

    /** The message that travels. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put(VERSION_KEY, VERSION).put(NAMESPACE, namespace);
        if (!target.rooms().isEmpty()) {
            json.put(TO, new JsonArray(List.copyOf(target.rooms())));
        }
        if (!target.except().isEmpty()) {
            json.put(EXCEPT, new JsonArray(List.copyOf(target.except())));
        }
        if (target.isVolatile()) {
            json.put(VOLATILE, true);
        }
        Object value = verb == Verb.DISCONNECT_SOCKETS ? values.bool(0) : written(new JsonArray(values.toList()));
        return json.put(verb.key, value);
    }

    /** Args have checked the depth. */
    private static Object written(Object value) {
        if (value instanceof Buffer buffer) {
            return new JsonObject().put(BINARY, Base64.getEncoder().encodeToString(buffer.getBytes()));
        }
        if (value instanceof JsonObject || value instanceof Map<?, ?>) {
            JsonObject object = new JsonObject();
            entries(value).forEach((key, nested) -> object.put(key, written(nested)));
            return object;
        }
        if (value instanceof JsonArray || value instanceof List<?>) {
            JsonArray array = new JsonArray();
            elements(value).forEach(nested -> array.add(written(nested)));
            return array;
        }
        return value;
    }

    // ---------------------------------------------------------------- from JSON

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException saying what is wrong in it, and what is expected
     */
    static EmitterMessage of(Object body) {
        if (!(body instanceof JsonObject json)) {
            throw unfit("the message", body, "a JSON object");
        }
        Verb verb = null;
        for (String key : json.fieldNames()) {
            Verb named = Verb.of(key);
            if (named == null
                    && !Set.of(VERSION_KEY, NAMESPACE, TO, EXCEPT, VOLATILE).contains(key)) {
                throw new IllegalArgumentException("the key \"" + key + "\" is unknown, known are " + KNOWN);
            }
            if (named != null && verb != null) {
                throw new IllegalArgumentException(
                        "\"" + verb.key + "\" and \"" + named.key + "\" are in one message, expected is one of them");
            }
            verb = named == null ? verb : named;
        }
        if (verb == null) {
            throw new IllegalArgumentException(
                    "nothing says what to do, expected is one of emit, socketsJoin, socketsLeave, disconnectSockets, serverSideEmit");
        }
        checkVersion(json);
        Target target = target(json);
        if (target.isVolatile() && verb != Verb.EMIT) {
            throw new IllegalArgumentException("\"volatile\" goes with \"emit\" only");
        }
        if (verb == Verb.SERVER_SIDE_EMIT && (json.containsKey(TO) || json.containsKey(EXCEPT))) {
            throw new IllegalArgumentException("\"serverSideEmit\" is for servers, which are in no rooms");
        }
        return new EmitterMessage(namespace(json), target, verb, values(verb, json.getValue(verb.key)));
    }

    private static void checkVersion(JsonObject json) {
        Object version = json.getValue(VERSION_KEY, VERSION);
        if (!Integer.valueOf(VERSION).equals(version)) {
            throw unfit("\"version\"", version, "the number " + VERSION);
        }
    }

    private static String namespace(JsonObject json) {
        Object name = json.getValue(NAMESPACE, "/");
        if (!(name instanceof String text) || !text.startsWith("/") || text.indexOf(',') >= 0) {
            throw unfit("\"namespace\"", name, "a name such as \"/admin\", with a slash in front and no comma");
        }
        return text;
    }

    private static Target target(JsonObject json) {
        Object isVolatile = json.getValue(VOLATILE, false);
        if (!(isVolatile instanceof Boolean flag)) {
            throw unfit("\"volatile\"", isVolatile, "true or false");
        }
        return new Target(names(json, TO), names(json, EXCEPT), false, flag);
    }

    private static Set<String> names(JsonObject json, String key) {
        Object value = json.getValue(key, new JsonArray());
        if (!(value instanceof JsonArray array)) {
            throw unfit("\"" + key + "\"", value, "an array of rooms, such as [\"news\"]");
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof String room)) {
                throw unfit("\"" + key + "\"[" + i + "]", array.getValue(i), "the name of a room");
            }
            names.add(room);
        }
        return names;
    }

    private static Args values(Verb verb, Object value) {
        String where = "\"" + verb.key + "\"";
        if (verb == Verb.DISCONNECT_SOCKETS) {
            if (!(value instanceof Boolean)) {
                throw unfit(where, value, "true to close the connections below, too, or false");
            }
            return Args.of(value);
        }
        String expected = verb.namesAnEvent()
                ? "an array of the event and its arguments, such as [\"headline\", 5]"
                : "an array of rooms, such as [\"news\"]";
        if (!(value instanceof JsonArray array) || array.isEmpty()) {
            throw unfit(where, value, expected);
        }
        int strings = verb.namesAnEvent() ? 1 : array.size();
        for (int i = 0; i < strings; i++) {
            if (!(array.getValue(i) instanceof String)) {
                throw unfit(where + "[" + i + "]", array.getValue(i), verb.namesAnEvent() ? "a name" : "a room");
            }
        }
        if (verb == Verb.EMIT && Packet.Event.RESERVED_NAMES.contains(array.getString(0))) {
            throw new IllegalArgumentException(where + ": \"" + array.getString(0) + "\" is a reserved event name");
        }
        try {
            return Args.of(elements(read(array, 0)).toArray());
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(where + ": " + unfit.getMessage(), unfit);
        }
    }

    private static Object read(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof JsonObject || value instanceof Map<?, ?>) {
            Map<String, Object> entries = entries(value);
            if (entries.size() == 1 && entries.get(BINARY) instanceof String base64) {
                return binary(base64);
            }
            JsonObject object = new JsonObject(new LinkedHashMap<>());
            entries.forEach((key, nested) -> object.put(key, read(nested, depth + 1)));
            return object;
        }
        if (value instanceof JsonArray || value instanceof List<?>) {
            JsonArray array = new JsonArray();
            elements(value).forEach(nested -> array.add(read(nested, depth + 1)));
            return array;
        }
        return value;
    }

    private static Buffer binary(String base64) {
        try {
            return Buffer.buffer(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "\"" + BINARY + "\" is not Base64: " + malformed.getMessage(), malformed);
        }
    }

    // ---------------------------------------------------------------- the clothes of Vert.x

    private static Map<String, Object> entries(Object value) {
        Map<String, Object> entries = new LinkedHashMap<>();
        Map<?, ?> map = value instanceof JsonObject object ? object.getMap() : (Map<?, ?>) value;
        map.forEach((key, nested) -> entries.put(String.valueOf(key), nested));
        return entries;
    }

    private static List<?> elements(Object value) {
        return value instanceof JsonArray array ? array.getList() : (List<?>) value;
    }

    private static IllegalArgumentException unfit(String where, Object value, String expected) {
        return new IllegalArgumentException(where + " is " + kind(value) + ", expected is " + expected);
    }

    private static String kind(Object value) {
        if (value instanceof JsonObject) {
            return "an object";
        }
        if (value instanceof JsonArray array) {
            return array.isEmpty() ? "empty" : "an array";
        }
        if (value instanceof String text) {
            return text.length() > 40 ? "a long string" : "\"" + text + "\"";
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        return "a " + value.getClass().getName();
    }
}
