package io.samvad.clients;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What clients of the chat saw while it was disturbed, and what was in its log at the end.
 *
 * @param sent ids of all messages that anybody tried to send
 * @param acked what was acknowledged
 * @param readers what each of them heard, in that order
 * @param logs by room
 */
record SeenHistory(Set<String> sent, List<Place> acked, List<Reader> readers, List<Log> logs) {
    /** Kind of a place where a reader was told to load everything anew. */
    static final String RESET = "reset";

    /** Kind of a place where a message was posted. */
    static final String POSTED = "posted";

    /**
     * A place in a log.
     *
     * @param kind what is there: {@link #POSTED}, edited, deleted, reacted; {@link #RESET} for who heard that
     * @param id of the message that was posted there; null when it is another kind, or its text was deleted
     */
    record Place(String room, String epoch, long seq, String kind, String id) {
        static Place of(JsonArray json) {
            return new Place(
                    json.getString(0), json.getString(1), json.getLong(2), json.getString(3), json.getString(4));
        }
    }

    /**
     * One client.
     *
     * @param heard from the beginning of the log on
     */
    record Reader(String name, List<Place> heard) {}

    /** The log of a room, by number. */
    record Log(String room, String epoch, TreeMap<Long, Place> places) {
        long head() {
            return places.isEmpty() ? 0 : places.lastKey();
        }
    }

    /** The part of a script that wrote down {@code {sent, acked, readers: [{name, heard}]}}. */
    static SeenHistory of(JsonObject json) {
        List<Reader> readers = new ArrayList<>();
        for (Object one : json.getJsonArray("readers")) {
            JsonObject reader = (JsonObject) one;
            readers.add(new Reader(reader.getString("name"), places(reader.getJsonArray("heard"))));
        }
        Set<String> sent = Set.copyOf(
                json.getJsonArray("sent").stream().map(String.class::cast).toList());
        return new SeenHistory(sent, places(json.getJsonArray("acked")), readers, List.of());
    }

    private static List<Place> places(JsonArray json) {
        return json.stream().map(one -> Place.of((JsonArray) one)).toList();
    }
}
