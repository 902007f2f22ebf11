package io.samvad.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the other instances have told of their people. Each numbers what it says: who has missed something, or hears of an
 * instance for the first time, asks it for its whole list. An instance that says nothing for a while is taken to be gone, and
 * its people with it.
 */
final class Neighbours {
    private static final long ASK_AGAIN = 1_000;
    /** Entries in one message of an instance, at most. */
    static final int BATCH = 1_000;

    static final String FROM = "from";
    static final String NUMBER = "n";
    static final String PEOPLE = "people";
    static final String GUESTS = "guests";
    static final String WANTED = "wanted";
    static final String BYE = "bye";
    /** Which part of a whole list it is, from 0. */
    static final String PART = "part";
    /** How many parts the list has. */
    static final String PARTS = "parts";

    private final Roster roster;
    private final Consumer<String> asking;
    private final long lease;
    private final long grace;
    private final Map<String, Neighbour> neighbours = new HashMap<>();

    /**
     * @param asking asks the instance of this id for its list
     * @param lease milliseconds that an instance may be silent
     * @param grace milliseconds that the people of an instance stay that has said that it goes
     */
    Neighbours(Roster roster, Consumer<String> asking, long lease, long grace) {
        this.roster = roster;
        this.asking = asking;
        this.lease = lease;
        this.grace = grace;
    }

    private static final class Neighbour {
        private final Share share;
        /** Number of the last thing it said, when nothing before it is missing; else -1. */
        private long number = -1;

        private long expiresAt;
        private long askedAt = Long.MIN_VALUE;
        /** What has come of its whole list; null between two lists. */
        private Map<String, JsonArray> list;

        private Map<String, Integer> listedGuests;
        private int parts;

        private Neighbour(Share share) {
            this.share = share;
        }
    }

    int count() {
        return neighbours.size();
    }

    /** How many sockets a person has on the other instances, as far as they have told. */
    int sockets(String person) {
        int sum = 0;
        for (Neighbour neighbour : neighbours.values()) {
            sum += neighbour.share.sockets(person);
        }
        return sum;
    }

    /** An instance says something of itself. */
    void receive(JsonObject said, long now) {
        String from = said.getString(FROM);
        Neighbour neighbour = neighbours.computeIfAbsent(from, id -> new Neighbour(new Share(roster)));
        if (said.containsKey(BYE)) {
            neighbour.expiresAt = now + grace;
            return;
        }
        neighbour.expiresAt = now + lease;
        if (said.containsKey(PART)) {
            list(neighbour, said);
        } else {
            // Whatever is missing of a list will not come any more.
            neighbour.list = null;
        }
        if (said.containsKey(PEOPLE) && !said.containsKey(PART)) {
            change(neighbour, said);
        }
        if (neighbour.number != said.getLong(NUMBER) && neighbour.list == null) {
            neighbour.number = -1;
            ask(from, neighbour, now);
        }
    }

    private void ask(String from, Neighbour neighbour, long now) {
        if (neighbour.askedAt == Long.MIN_VALUE || now - neighbour.askedAt >= ASK_AGAIN) {
            neighbour.askedAt = now;
            asking.accept(from);
        }
    }

    private static void change(Neighbour neighbour, JsonObject said) {
        long number = said.getLong(NUMBER);
        if (neighbour.number == number - 1) {
            neighbour.number = number;
            said.getJsonArray(PEOPLE).forEach(entry -> neighbour.share.accept((JsonArray) entry));
            neighbour.share.acceptGuests(said.getJsonObject(GUESTS));
        }
    }

    /** A part of its whole list: once they are all there, the list is what is so. */
    private static void list(Neighbour neighbour, JsonObject said) {
        int part = said.getInteger(PART);
        if (neighbour.number == said.getLong(NUMBER)) {
            // Somebody else has asked for it.
            return;
        }
        if (part == 0) {
            neighbour.list = new LinkedHashMap<>();
            neighbour.listedGuests = new HashMap<>();
            neighbour.parts = 0;
        }
        if (neighbour.list == null || neighbour.parts != part) {
            neighbour.list = null;
            return;
        }
        neighbour.parts++;
        for (Object entry : said.getJsonArray(PEOPLE)) {
            neighbour.list.put(((JsonArray) entry).getString(0), (JsonArray) entry);
        }
        said.getJsonObject(GUESTS)
                .forEach(room -> neighbour.listedGuests.put(room.getKey(), (Integer) room.getValue()));
        if (neighbour.parts == said.getInteger(PARTS)) {
            neighbour.share.replaceBy(neighbour.list, neighbour.listedGuests);
            neighbour.number = said.getLong(NUMBER);
            neighbour.list = null;
        }
    }

    /** Forgets the instances that have been silent for too long. */
    void expire(long now) {
        for (Iterator<Neighbour> each = neighbours.values().iterator(); each.hasNext(); ) {
            Neighbour neighbour = each.next();
            if (now >= neighbour.expiresAt) {
                neighbour.share.clear();
                each.remove();
            }
        }
    }

    // ---------------------------------------------------------------- what an instance says

    /** That it is there, and the number of the last thing it said. */
    static JsonObject sign(String self, long number) {
        return new JsonObject().put(FROM, self).put(NUMBER, number);
    }

    /** Entries in messages of bounded size; at least one, the guests in the first. */
    static List<JsonObject> batches(List<JsonArray> entries, JsonObject guests) {
        List<JsonObject> all = new ArrayList<>();
        for (int from = 0; from == 0 || from < entries.size(); from += BATCH) {
            List<JsonArray> some = entries.subList(from, Math.min(entries.size(), from + BATCH));
            all.add(new JsonObject()
                    .put(PEOPLE, new JsonArray(List.copyOf(some)))
                    .put(GUESTS, from == 0 ? guests : new JsonObject()));
        }
        return all;
    }
}
