package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Operation;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.PlainReader;
import io.samvad.clients.SeenHistory.Reader;
import io.samvad.clients.SeenHistory.Standing;
import io.samvad.clients.SeenHistory.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;

/**
 * A history in which all is right, for tests that make something wrong: two rooms, in which messages were said, one edited, one
 * deleted, and one reacted to; two readers, a plain one, and somebody who came once more.
 */
abstract class RightHistory {
    static final String LOBBY = "lobby";
    static final String TEA = "tea";
    static final String EPOCH = "e";
    static final String ANNA = "anna";
    static final String BORIS = "boris";

    static final Place FIRST = place(1, "posted", 0, "m1", ANNA);
    static final Place SECOND = place(2, "posted", 0, "m2", BORIS);
    static final Place EDIT = place(3, "edited", 1, "e1", null);
    static final Place REACTION = place(4, "reacted", 2, "+r1", BORIS);
    static final Place THIRD = place(5, "posted", 0, "m3", ANNA);
    static final Place DELETION = place(6, "deleted", 2, null, null);
    static final Place LAST = place(7, "posted", 0, "m4", BORIS);
    static final List<Place> TOLD = List.of(FIRST, SECOND, EDIT, REACTION, THIRD, DELETION, LAST);

    final TreeMap<Long, Place> lobby = new TreeMap<>();
    final TreeMap<Long, Place> tea = new TreeMap<>();
    final List<Operation> operations = new ArrayList<>();
    final List<Place> heard = new ArrayList<>();
    final List<Place> heardByOther = new ArrayList<>();
    final List<List<String>> plain = new ArrayList<>();
    final Map<String, Told> rooms = new HashMap<>();
    final Map<String, Long> read = new TreeMap<>(Map.of(LOBBY, 1L, TEA, 0L));

    RightHistory() {
        TOLD.forEach(this::put);
        // As it is at the end: the first message was edited, the second deleted.
        put(place(1, "posted", 0, "e1", ANNA));
        put(place(2, "posted", 0, null, BORIS));
        tea.put(1L, new Place(TEA, EPOCH, 1, "posted", 0, "t1", ANNA));
        tea.put(2L, new Place(TEA, EPOCH, 2, "posted", 0, "t2", BORIS));
        TOLD.forEach(place -> operations.add(acked(place, place.who() == null ? ANNA : place.who())));
        operations.set(5, acked(DELETION, BORIS));
        tea.values().forEach(place -> operations.add(acked(place, place.who())));
        heard.add(in(LOBBY, 0));
        heard.addAll(TOLD);
        heardByOther.add(in(LOBBY, 0));
        heardByOther.addAll(TOLD);
        heardByOther.add(in(TEA, 0));
        heardByOther.addAll(tea.values());
        plain.add(new ArrayList<>(List.of("m1", "m2", "m3", "m4")));
        rooms.put(LOBBY, new Told(EPOCH, 7, 1, 1, 0));
        rooms.put(TEA, new Told(EPOCH, 2, 0, 1, 1));
    }

    static Place place(long seq, String kind, long target, String what, String who) {
        return new Place(LOBBY, EPOCH, seq, kind, target, what, who);
    }

    static Place in(String room, long seq) {
        return new Place(room, seq > 0 ? EPOCH : null, seq, SeenHistory.IN, 0, null, null);
    }

    static Place out(String room) {
        return new Place(room, null, 0, SeenHistory.OUT, 0, null, null);
    }

    static Place reset(long seq) {
        return place(seq, SeenHistory.RESET, 0, null, null);
    }

    static Operation acked(Place place, String person) {
        return operation(place, person, false, place.seq(), null);
    }

    static Operation operation(Place place, String person, boolean again, long seq, String refusal) {
        return new Operation(
                "js0",
                person,
                place.kind(),
                place.room(),
                place.target(),
                place.what(),
                again,
                place.epoch(),
                seq,
                refusal);
    }

    void put(Place place) {
        lobby.put(place.seq(), place);
    }

    List<String> faults() {
        return HistoryJudge.faults(new SeenHistory(
                operations,
                List.of(new Reader("a", heard), new Reader("b", heardByOther)),
                List.of(new PlainReader("p", plain)),
                List.of(new Standing(ANNA, rooms, read)),
                List.of(
                        new Log(LOBBY, EPOCH, lobby, Map.of(5L, Set.of(BORIS))),
                        new Log(TEA, EPOCH, tea, Map.of(2L, Set.of(ANNA))))));
    }

    AbstractStringAssert<?> onlyFault() {
        return assertThat(faults()).singleElement().asString();
    }
}
