package io.samvad.clients;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a history: each acknowledged message is in the log, once and where the acknowledgement says; the log
 * has no gap, no double and nothing that nobody sent; each reader heard every entry of its rooms once and in order, to the
 * end, unless it was told to reset.
 */
final class HistoryJudge {
    private final SeenHistory history;
    private final Map<String, Log> logs;
    private final List<String> faults = new ArrayList<>();

    private HistoryJudge(SeenHistory history) {
        this.history = history;
        this.logs = history.logs().stream().collect(Collectors.toMap(Log::room, Function.identity()));
    }

    /** All that is wrong; empty when nothing is. */
    static List<String> faults(SeenHistory history) {
        HistoryJudge judge = new HistoryJudge(history);
        history.logs().forEach(judge::log);
        judge.noMessageTwice();
        judge.acked();
        history.readers().forEach(judge::reader);
        return judge.faults;
    }

    private void log(Log log) {
        long expected = 1;
        for (Place place : log.places().values()) {
            if (place.seq() != expected) {
                faults.add(
                        "the log of %s has no entries from %d to %d".formatted(log.room(), expected, place.seq() - 1));
            }
            expected = place.seq() + 1;
        }
    }

    private void noMessageTwice() {
        Map<String, Place> posted = new HashMap<>();
        for (Log log : history.logs()) {
            for (Place place : log.places().values()) {
                if (place.id() == null) {
                    continue;
                }
                Place first = posted.putIfAbsent(place.id(), place);
                if (first != null) {
                    faults.add("%s is in the log twice: %s and %s".formatted(place.id(), first, place));
                }
                if (!history.sent().contains(place.id())) {
                    faults.add("nobody sent " + place);
                }
            }
        }
    }

    private void acked() {
        Set<String> once = new HashSet<>();
        for (Place place : history.acked()) {
            Place there = there(place);
            if (there == null || !fits(place, there)) {
                faults.add("acknowledged as %s, but the log has %s".formatted(place, there));
            }
            if (place.id() != null && !once.add(place.id())) {
                faults.add("two acknowledgements of " + place.id());
            }
        }
    }

    private Place there(Place place) {
        Log log = logs.get(place.room());
        return log == null ? null : log.places().get(place.seq());
    }

    /** A text that was deleted since is no difference. */
    private static boolean fits(Place seen, Place there) {
        return seen.epoch().equals(there.epoch())
                && seen.kind().equals(there.kind())
                && (there.id() == null || Objects.equals(seen.id(), there.id()));
    }

    private void reader(Reader reader) {
        Map<String, Long> last = new HashMap<>();
        for (Place place : reader.heard()) {
            long before = last.getOrDefault(place.room(), 0L);
            if (place.kind().equals(SeenHistory.RESET)) {
                if (place.seq() < before) {
                    faults.add("%s was told to reset from %d back to %s".formatted(reader.name(), before, place));
                }
            } else {
                next(reader, before, place);
            }
            last.put(place.room(), Math.max(before, place.seq()));
        }
        last.forEach((room, seq) -> {
            Log log = logs.get(room);
            if (log == null || log.head() != seq) {
                faults.add("%s heard %s to %d, the log ends at %s"
                        .formatted(reader.name(), room, seq, log == null ? "nothing" : log.head()));
            }
        });
        if (last.isEmpty()) {
            faults.add(reader.name() + " heard nothing");
        }
    }

    private void next(Reader reader, long before, Place place) {
        if (place.seq() <= before) {
            faults.add("%s heard %s again, or late: it had %d".formatted(reader.name(), place, before));
        }
        for (long missed = before + 1; missed < place.seq(); missed++) {
            if (!deletedSince(place.room(), missed)) {
                faults.add("%s missed %d in %s".formatted(reader.name(), missed, place.room()));
            }
        }
        Place there = there(place);
        if (there == null || !fits(place, there)) {
            faults.add("%s heard %s, but the log has %s".formatted(reader.name(), place, there));
        }
    }

    /** Whoever was away while a message was written and deleted never hears of it. */
    private boolean deletedSince(String room, long seq) {
        Log log = logs.get(room);
        Place there = log == null ? null : log.places().get(seq);
        return there != null && there.kind().equals(SeenHistory.POSTED) && there.id() == null;
    }
}
