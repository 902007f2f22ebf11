package io.samvad.clients;

import io.samvad.chat.history.Membership;
import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Standing;
import io.samvad.clients.SeenHistory.Told;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says what is wrong with what people are told of their rooms when they come once more, after everything. */
final class StandingJudge {
    private final Evidence evidence;
    private final List<String> faults;

    /** @param faults where what is wrong is added */
    StandingJudge(Evidence evidence, List<String> faults) {
        this.evidence = evidence;
        this.faults = faults;
    }

    void standing(Standing standing) {
        Set<String> rooms = new TreeSet<>(standing.rooms().keySet());
        if (!rooms.equals(standing.read().keySet())) {
            faults.add("%s is welcomed in %s, and was in %s"
                    .formatted(standing.person(), rooms, standing.read().keySet()));
        }
        rooms.retainAll(standing.read().keySet());
        for (String room : rooms) {
            Log log = evidence.log(room);
            Told told = standing.rooms().get(room);
            Told right = log == null
                    ? null
                    : right(standing.person(), log, standing.read().get(room));
            if (!told.equals(right)) {
                faults.add("%s is told of %s: %s, and it is %s".formatted(standing.person(), room, told, right));
            }
        }
    }

    private static Told right(String person, Log log, long read) {
        List<Place> behind = log.places().tailMap(read, false).values().stream()
                .filter(place -> place.is(SeenHistory.POSTED) && place.what() != null)
                .toList();
        long unread =
                behind.stream().filter(place -> !person.equals(place.who())).count();
        long mentions = behind.stream()
                .filter(place ->
                        log.mentions().getOrDefault(place.seq(), Set.of()).contains(person))
                .count();
        return new Told(log.epoch(), log.head(), read, most(unread), most(mentions));
    }

    private static int most(long counted) {
        return (int) Math.min(counted, Membership.MAX_UNREAD);
    }
}
