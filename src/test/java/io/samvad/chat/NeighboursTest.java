package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an instance makes of what others say, whatever of that is lost. */
class NeighboursTest {
    private static final long LEASE = 15_000;
    private static final long GRACE = 5_000;

    private final Roster roster = new Roster();
    private final List<String> asked = new ArrayList<>();
    private final Neighbours neighbours = new Neighbours(roster, asked::add, LEASE, GRACE);
    private long now = 1_000;

    private void hear(JsonObject said) {
        neighbours.receive(said, now);
    }

    private void hear(String from, long number) {
        hear(Neighbours.sign(from, number));
    }

    private static JsonArray entry(String person, String... rooms) {
        return new JsonArray().add(person).add("nick of " + person).add(1).add(new JsonArray(List.of((Object[])
                rooms)));
    }

    private static JsonObject change(String from, long number, JsonArray... entries) {
        return Neighbours.batches(List.of(entries), new JsonObject()).get(0).mergeIn(Neighbours.sign(from, number));
    }

    private static JsonObject list(String from, long number, JsonArray... entries) {
        return change(from, number, entries).put(Neighbours.PART, 0).put(Neighbours.PARTS, 1);
    }

    @Test
    void anInstanceThatIsHeardForTheFirstTimeIsAskedForItsList() {
        hear("a", 7);
        assertThat(asked).containsExactly("a");
        hear(list("a", 7, entry("p1", "lobby", "tea")));
        hear("a", 7);
        assertThat(asked).hasSize(1);
        assertThat(roster.count("lobby")).isEqualTo(1);
        assertThat(roster.nick("p1")).isEqualTo(new Nick("nick of p1", 1));
        hear(change("a", 8, entry("p1", "tea"), entry("p2", "lobby")));
        assertThat(roster.has("lobby", "p1")).isFalse();
        assertThat(roster.has("lobby", "p2")).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoHasMissedSomethingAsksOnceASecondAndBelievesTheList() {
        hear(list("a", 1, entry("p1", "lobby")));
        hear(change("a", 3, entry("p2", "lobby")));
        hear(change("a", 4, entry("p3", "lobby")));
        assertThat(asked).containsExactly("a");
        assertThat(roster.count("lobby")).isEqualTo(1);
        now += 1_000;
        hear("a", 4);
        assertThat(asked).hasSize(2);
        hear(list("a", 4, entry("p3", "lobby")));
        assertThat(roster.count("lobby")).isEqualTo(1);
        assertThat(roster.has("lobby", "p3")).isTrue();
        hear("a", 4);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aListOfWhichAPartIsLostIsNotBelieved() {
        hear(list("a", 1, entry("p1", "lobby")));
        now += 1_000;
        hear(list("a", 2, entry("p2", "lobby")).put(Neighbours.PARTS, 3));
        hear(list("a", 2, entry("p4", "lobby")).put(Neighbours.PARTS, 3).put(Neighbours.PART, 2));
        assertThat(roster.has("lobby", "p1")).isTrue();
        assertThat(roster.count("lobby")).isEqualTo(1);
        assertThat(asked).containsExactly("a");
    }

    @Test
    void thePeopleOfAnInstanceThatFallsSilentDisappearWithItsLease() {
        hear(list("a", 1, entry("p1", "lobby"), entry("p2", "lobby")));
        hear(list("b", 1, entry("p1", "lobby")));
        now += LEASE - 1;
        hear("b", 1);
        neighbours.expire(now);
        assertThat(roster.count("lobby")).isEqualTo(2);
        now += 1;
        neighbours.expire(now);
        assertThat(roster.has("lobby", "p1")).isTrue();
        assertThat(roster.has("lobby", "p2")).isFalse();
        assertThat(neighbours.count()).isEqualTo(1);
        hear("a", 1);
        assertThat(asked).containsExactly("a");
    }

    @Test
    void thePeopleOfAnInstanceThatSaysGoodbyeHaveTheGraceToComeToAnother() {
        JsonObject guests = new JsonObject().put("lobby", 4);
        hear(list("a", 1, entry("p1", "lobby")).put(Neighbours.GUESTS, guests));
        assertThat(roster.guests("lobby")).isEqualTo(4);
        hear(Neighbours.sign("a", 1).put(Neighbours.BYE, true));
        hear(list("b", 1, entry("p1", "lobby")));
        roster.takeChange("lobby");
        now += GRACE;
        neighbours.expire(now);
        JsonObject change = roster.takeChange("lobby");
        assertThat(change.getJsonArray("went")).isEmpty();
        assertThat(change.getInteger("people")).isEqualTo(1);
        assertThat(change.getInteger("guests")).isZero();
    }

    @Test
    void theSocketsOfAPersonAreAddedUpAsLongAsTheirInstancesSpeak() {
        hear(list("a", 1, entry("p1", "lobby").add(2), entry("p2", "lobby").add(7)));
        hear(list("b", 1, entry("p1", "lobby").add(3)));
        // An instance of an older program says nothing of them.
        hear(list("c", 1, entry("p1", "lobby")));
        assertThat(neighbours.sockets("p1")).isEqualTo(5);
        hear(change("b", 2, entry("p1", "lobby").add(1)));
        assertThat(neighbours.sockets("p1")).isEqualTo(3);
        hear(change("b", 3, entry("p1").add(0)));
        assertThat(neighbours.sockets("p1")).isEqualTo(2);
        now += LEASE;
        neighbours.expire(now);
        assertThat(neighbours.sockets("p1")).isZero();
        assertThat(neighbours.sockets("p2")).isZero();
    }

    @Test
    void manyEntriesGoInMessagesOfBoundedSize() {
        List<JsonArray> entries = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            entries.add(entry("p" + i, "lobby"));
        }
        List<JsonObject> parts = Neighbours.batches(entries, new JsonObject().put("lobby", 3));
        assertThat(parts).hasSize(3);
        for (int part = 0; part < parts.size(); part++) {
            hear(parts.get(part)
                    .mergeIn(Neighbours.sign("a", 9))
                    .put(Neighbours.PART, part)
                    .put(Neighbours.PARTS, parts.size()));
            assertThat(roster.count("lobby")).isEqualTo(part < 2 ? 0 : 2_500);
        }
        assertThat(roster.guests("lobby")).isEqualTo(3);
        assertThat(asked).isEmpty();
    }
}
