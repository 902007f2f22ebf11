package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Roster roster = new Roster();

    private static JsonObject change(int people, int guests, JsonArray came, JsonArray went) {
        return new JsonObject()
                .put("room", "lobby")
                .put("people", people)
                .put("guests", guests)
                .put("came", came)
                .put("went", went);
    }

    @Test
    void aPersonOnTwoInstancesIsOneAndGoesWithTheLast() {
        roster.add("lobby", "p1");
        roster.add("lobby", "p1");
        roster.name("p1", new Nick("Asha", 1));
        assertThat(roster.takeChange("lobby"))
                .isEqualTo(change(1, 0, new JsonArray().add(Wire.person("p1", "Asha")), new JsonArray()));
        roster.remove("lobby", "p1");
        assertThat(roster.changed()).isEmpty();
        assertThat(roster.has("lobby", "p1")).isTrue();
        roster.remove("lobby", "p1");
        assertThat(roster.takeChange("lobby")).isEqualTo(change(0, 0, new JsonArray(), new JsonArray().add("p1")));
        assertThat(roster.size()).isZero();
    }

    @Test
    void whoCameAndWentInBetweenIsNotSpokenOf() {
        roster.add("lobby", "p1");
        roster.takeChange("lobby");
        roster.remove("lobby", "p1");
        roster.add("lobby", "p1");
        roster.add("lobby", "p2");
        roster.remove("lobby", "p2");
        roster.addGuests("lobby", 3);
        roster.addGuests("lobby", -3);
        assertThat(roster.changed()).containsExactly("lobby");
        assertThat(roster.takeChange("lobby")).isNull();
        assertThat(roster.changed()).isEmpty();
    }

    @Test
    void ofSeveralNamesTheNewestCountsWhicheverIsToldLast() {
        roster.add("lobby", "p1");
        roster.name("p1", new Nick("Asha", 1));
        roster.takeChange("lobby");
        roster.name("p1", new Nick("Usha", 3));
        roster.name("p1", new Nick("Asha", 2));
        assertThat(roster.nick("p1")).isEqualTo(new Nick("Usha", 3));
        assertThat(roster.takeChange("lobby"))
                .isEqualTo(change(1, 0, new JsonArray().add(Wire.person("p1", "Usha")), new JsonArray()));
    }

    @Test
    void ofManyOnlySomeAreNamedButAllAreCounted() {
        for (int i = 0; i < 5_000; i++) {
            roster.add("lobby", "p" + i);
        }
        JsonObject came = roster.takeChange("lobby");
        assertThat(came.getInteger("people")).isEqualTo(5_000);
        assertThat(came.getJsonArray("came")).hasSize(Roster.MAX_NAMED);
        assertThat(came.getBoolean("more")).isTrue();
        for (int i = 0; i < 5_000; i++) {
            roster.remove("lobby", "p" + i);
        }
        JsonObject went = roster.takeChange("lobby");
        assertThat(went.getInteger("people")).isZero();
        assertThat(went.getJsonArray("went")).hasSize(Roster.MAX_NAMED);
        assertThat(roster.size()).isZero();
    }
}
