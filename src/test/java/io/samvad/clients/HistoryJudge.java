package io.samvad.clients;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Operation;
import io.samvad.clients.SeenHistory.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says what is wrong with a history: each acknowledged operation is in the log, once and where the acknowledgement says; the
 * log has no gap, no double and nothing that nobody asked for; what is refused is not there. What readers heard is judged by
 * {@link ReaderJudge}, what people were told at the end by {@link StandingJudge}.
 */
final class HistoryJudge {
    private final SeenHistory history;
    private final Evidence evidence;
    private final List<String> faults = new ArrayList<>();

    private HistoryJudge(SeenHistory history) {
        this.history = history;
        this.evidence = new Evidence(history);
    }

    /** All that is wrong; empty when nothing is. */
    static List<String> faults(SeenHistory history) {
        HistoryJudge judge = new HistoryJudge(history);
        history.logs().forEach(judge::gaps);
        judge.answers();
        history.logs().forEach(judge::messages);
        judge.changes();
        judge.texts();
        ReaderJudge readers = new ReaderJudge(judge.evidence, judge.faults);
        history.readers().forEach(readers::reader);
        history.plain().forEach(readers::plain);
        StandingJudge standings = new StandingJudge(judge.evidence, judge.faults);
        history.standings().forEach(standings::standing);
        return judge.faults;
    }

    private void gaps(Log log) {
        long expected = 1;
        for (Place place : log.places().values()) {
            if (place.seq() != expected) {
                faults.add(
                        "the log of %s has no entries from %d to %d".formatted(log.room(), expected, place.seq() - 1));
            }
            expected = place.seq() + 1;
        }
    }

    // ---------------------------------------------------------------- what was answered

    private void answers() {
        Set<String> taken = new HashSet<>();
        for (Operation operation : history.operations()) {
            if (operation.refusal() != null && !mayBeRefused(operation)) {
                faults.add("refused without a reason: " + operation);
            }
            if (!operation.isAcked()) {
                continue;
            }
            if (isSoAlready(operation)) {
                if (!operation.again()) {
                    faults.add("told to be so already, at the first try: " + operation);
                }
                continue;
            }
            Place there = evidence.at(operation.room(), operation.seq());
            if (there == null || !fits(operation, there)) {
                faults.add("acknowledged: %s, but the log has %s".formatted(operation, there));
            }
            if (!taken.add(operation.room() + " " + operation.seq())) {
                faults.add("two operations are acknowledged at the place of " + operation);
            }
        }
    }

    /** Whoever asks again for a change that was made gets the place of the message: that of the change is not kept. */
    private static boolean isSoAlready(Operation operation) {
        return !operation.is(SeenHistory.POSTED) && operation.seq() == operation.target();
    }

    private boolean mayBeRefused(Operation operation) {
        return operation.is(SeenHistory.REACTED)
                && operation.refusal().equals("not_found")
                && evidence.isGone(operation.room(), operation.target());
    }

    private boolean fits(Operation operation, Place there) {
        if (!there.epoch().equals(operation.epoch()) || there.target() != operation.target()) {
            return false;
        }
        boolean same = there.is(operation.kind());
        return switch (operation.kind()) {
            case SeenHistory.POSTED -> same
                    && Objects.equals(there.who(), operation.person())
                    && (there.what() == null || evidence.isTextOf(there.what(), there.room(), there.seq()));
            case SeenHistory.EDITED -> same || evidence.isEditOfGone(there);
            case SeenHistory.REACTED -> same
                    && there.what().equals(operation.what())
                    && Objects.equals(there.who(), operation.person());
            default -> same;
        };
    }

    // ---------------------------------------------------------------- what is in the log

    private void messages(Log log) {
        Map<String, Place> found = new HashMap<>();
        for (Place place : log.places().values()) {
            if (!place.is(SeenHistory.POSTED)) {
                continue;
            }
            Operation origin = evidence.origin(place);
            if (origin == null) {
                faults.add("nobody sent " + place);
                continue;
            }
            Place first = found.putIfAbsent(origin.what(), place);
            if (first != null) {
                faults.add("%s is in the log twice: %s and %s".formatted(origin.what(), first, place));
            }
        }
    }

    /** What each message must have lost or got, and may have: by what it is about. */
    private void changes() {
        Map<String, Integer> asked = new TreeMap<>();
        Map<String, Integer> acked = new TreeMap<>();
        for (Operation one : history.operations()) {
            if (one.is(SeenHistory.POSTED)) {
                continue;
            }
            String change = change(one.room(), one.kind(), one.target(), one.what(), one.person());
            boolean refusedAtOnce = one.refusal() != null && !one.again();
            asked.merge(change, refusedAtOnce ? 0 : 1, Integer::sum);
            acked.merge(change, one.isAcked() ? 1 : 0, Integer::sum);
        }
        Map<String, Integer> made = new TreeMap<>();
        for (Log log : history.logs()) {
            for (Place one : log.places().values()) {
                if (!one.is(SeenHistory.POSTED)) {
                    made.merge(change(one.room(), one.kind(), one.target(), one.what(), one.who()), 1, Integer::sum);
                }
            }
        }
        Set<String> all = new HashSet<>(asked.keySet());
        all.addAll(made.keySet());
        for (String change : all) {
            int there = made.getOrDefault(change, 0);
            if (there < acked.getOrDefault(change, 0) || there > asked.getOrDefault(change, 0)) {
                faults.add("the log has %d times %s, asked for %d times and acknowledged %d times"
                        .formatted(there, change, asked.getOrDefault(change, 0), acked.getOrDefault(change, 0)));
            }
        }
    }

    /** Edits of a deleted message are told as deletions, so both are counted together. */
    private static String change(String room, String kind, long target, String what, String who) {
        return kind.equals(SeenHistory.REACTED)
                ? "%s of %s about %d in %s".formatted(what, who, target, room)
                : "a change of %d in %s".formatted(target, room);
    }

    /** A message ends with the text that it was given last. */
    private void texts() {
        Map<String, String> last = new HashMap<>();
        Set<String> unsure = new HashSet<>();
        for (Operation one : history.operations()) {
            if (one.is(SeenHistory.EDITED)) {
                if (one.isAcked()) {
                    last.put(one.room() + " " + one.target(), one.what());
                } else {
                    unsure.add(one.what());
                }
            }
        }
        for (Log log : history.logs()) {
            for (Place place : log.places().values()) {
                Operation origin = place.is(SeenHistory.POSTED) && place.what() != null ? evidence.origin(place) : null;
                if (origin != null && !unsure.contains(place.what())) {
                    String expected = last.getOrDefault(place.room() + " " + place.seq(), origin.what());
                    if (!place.what().equals(expected)) {
                        faults.add("%s should have the text %s".formatted(place, expected));
                    }
                }
            }
        }
    }
}
