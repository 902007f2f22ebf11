package io.samvad.clients;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What clients of the chat did and saw while it was disturbed, and what was in its logs at the end.
 *
 * @param operations all that anybody asked for; those of one client in their order
 * @param readers what each of them heard, in that order
 * @param plain readers that hear the texts of the lobby alone
 * @param standings what people were told when they came once more at the end
 * @param logs of all rooms
 */
record SeenHistory(
        List<Operation> operations,
        List<Reader> readers,
        List<PlainReader> plain,
        List<Standing> standings,
        List<Log> logs) {
    /** Kind of a place where a message was posted. */
    static final String POSTED = "posted";

    /** Kind of a place where a message got another text. */
    static final String EDITED = "edited";

    /** Kind of a place where a message was taken back. */
    static final String DELETED = "deleted";

    /** Kind of a place where somebody reacted to a message. */
    static final String REACTED = "reacted";

    /** Kind of a place where a reader was told to load everything anew. */
    static final String RESET = "reset";

    /** Kind of a place behind which a reader is told everything, because it is in the room from there on. */
    static final String IN = "in";

    /** Kind of a place where a reader is no longer in the room. */
    static final String OUT = "out";

    /** Number of a place that the reader cannot know: it is told everything behind the first that it hears. */
    static final long UNKNOWN = -1;

    /**
     * A place in a log.
     *
     * @param epoch of the log; null for an {@link #IN} or {@link #OUT} that does not tell
     * @param seq its number
     * @param kind what is there, or what a reader was told
     * @param target number of the message that it is about; 0 for one that was posted
     * @param what the text; of a reaction the symbol behind + or -; null when it was deleted, or when there is none
     * @param who public id of the person who posted or reacted; null for a guest
     */
    record Place(String room, String epoch, long seq, String kind, long target, String what, String who) {
        static Place of(JsonArray json) {
            return new Place(
                    json.getString(0),
                    json.getString(1),
                    json.getLong(2),
                    json.getString(3),
                    json.getLong(4),
                    json.getString(5),
                    json.getString(6));
        }

        boolean is(String other) {
            return kind.equals(other);
        }
    }

    /**
     * Something that a client asked for, until it was answered for good. What it says is said by nobody else.
     *
     * @param by name of the client
     * @param person public id of its person; null for a guest
     * @param kind {@link #POSTED}, {@link #EDITED}, {@link #DELETED}, {@link #REACTED}
     * @param target as of a {@link Place}
     * @param what as of a {@link Place}
     * @param again whether it may have been done twice, because an answer was lost
     * @param epoch of the answer
     * @param seq of the answer; 0 when there was none
     * @param refusal code of the refusal, or null
     */
    record Operation(
            String by,
            String person,
            String kind,
            String room,
            long target,
            String what,
            boolean again,
            String epoch,
            long seq,
            String refusal) {
        static Operation of(JsonObject json) {
            return new Operation(
                    json.getString("by"),
                    json.getString("person"),
                    json.getString("kind"),
                    json.getString("room"),
                    json.getLong("target"),
                    json.getString("what"),
                    json.getBoolean("again", true),
                    json.getString("epoch"),
                    json.getLong("seq", 0L),
                    json.getString("refusal"));
        }

        boolean isAcked() {
            return seq > 0;
        }

        boolean is(String other) {
            return kind.equals(other);
        }
    }

    /**
     * One client.
     *
     * @param heard all that it was told, of all its rooms
     */
    record Reader(String name, List<Place> heard) {}

    /**
     * One client that hears texts alone, of what is said while it is connected.
     *
     * @param connections the texts of each
     */
    record PlainReader(String name, List<List<String>> connections) {}

    /**
     * What a person is told at the end.
     *
     * @param rooms of the welcome, by name
     * @param read how far the person had read, as far as they were told before
     */
    record Standing(String person, Map<String, Told> rooms, Map<String, Long> read) {}

    /** What a welcome says of a room. */
    record Told(String epoch, long seq, long read, int unread, int mentions) {}

    /**
     * The log of a room.
     *
     * @param places by number
     * @param mentions who is mentioned, by number of the message
     */
    record Log(String room, String epoch, TreeMap<Long, Place> places, Map<Long, Set<String>> mentions) {
        long head() {
            return places.isEmpty() ? 0 : places.lastKey();
        }
    }

    /** The part of the script. */
    static SeenHistory of(JsonObject json) {
        List<Operation> operations =
                objects(json, "operations").map(Operation::of).toList();
        List<Reader> readers = objects(json, "readers")
                .map(one -> new Reader(one.getString("name"), places(one.getJsonArray("heard"))))
                .toList();
        List<PlainReader> plain = objects(json, "plain")
                .map(one -> new PlainReader(one.getString("name"), texts(one.getJsonArray("connections"))))
                .toList();
        List<Standing> standings =
                objects(json, "standings").map(SeenHistory::standing).toList();
        return new SeenHistory(operations, readers, plain, standings, List.of());
    }

    private static Stream<JsonObject> objects(JsonObject json, String name) {
        return json.getJsonArray(name).stream().map(JsonObject.class::cast);
    }

    private static List<Place> places(JsonArray json) {
        return json.stream().map(one -> Place.of((JsonArray) one)).toList();
    }

    private static List<List<String>> texts(JsonArray json) {
        List<List<String>> connections = new ArrayList<>();
        for (Object one : json) {
            connections.add(((JsonArray) one).stream().map(String.class::cast).toList());
        }
        return connections;
    }

    private static Standing standing(JsonObject json) {
        Map<String, Told> rooms = new TreeMap<>();
        objects(json, "rooms")
                .forEach(info -> rooms.put(
                        info.getString("room"),
                        new Told(
                                info.getString("epoch"),
                                info.getLong("seq"),
                                info.getLong("read"),
                                info.getInteger("unread"),
                                info.getInteger("mentions"))));
        Map<String, Long> read = new TreeMap<>();
        json.getJsonObject("read").forEach(entry -> read.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
        return new Standing(json.getString("person"), rooms, read);
    }

    /** This and what others saw. */
    SeenHistory with(List<Operation> further, List<Reader> others, List<Log> all) {
        return new SeenHistory(
                Stream.concat(operations.stream(), further.stream()).toList(),
                Stream.concat(readers.stream(), others.stream()).toList(),
                plain,
                standings,
                all);
    }

    /** How many operations of a kind were acknowledged. */
    long acked(String kind) {
        return operations.stream().filter(one -> one.is(kind) && one.isAcked()).count();
    }

    /** How often readers were told something of a kind. */
    long told(String kind) {
        return readers.stream()
                .flatMap(reader -> reader.heard().stream())
                .filter(place -> place.is(kind))
                .count();
    }
}
