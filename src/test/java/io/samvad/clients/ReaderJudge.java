package io.samvad.clients;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Operation;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.PlainReader;
import io.samvad.clients.SeenHistory.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Says what is wrong with what readers heard: every entry of each room that they were in, once and in order, from where they
 * came in to where they went out or to the end, unless they were told to reset.
 */
final class ReaderJudge {
    private static final String LOBBY = "lobby";

    private final Evidence evidence;
    private final List<String> faults;

    /** @param faults where what is wrong is added */
    ReaderJudge(Evidence evidence, List<String> faults) {
        this.evidence = evidence;
        this.faults = faults;
    }

    /** What somebody has of a room. */
    private static final class Stay {
        /** The newest entry that was told, in this stay or before. */
        private long last;

        private boolean in;
        /** Whether everything behind the last is due; not before the first, for who could not know where they came in. */
        private boolean placed;
    }

    void reader(Reader reader) {
        if (reader.heard().stream().allMatch(ReaderJudge::isAboutTheStay)) {
            faults.add(reader.name() + " heard nothing");
        }
        read(reader.name(), reader.heard(), false);
    }

    private static boolean isAboutTheStay(Place place) {
        return place.is(SeenHistory.IN) || place.is(SeenHistory.OUT);
    }

    /** A plain reader is in the lobby from the first text of each connection on. */
    void plain(PlainReader reader) {
        List<Place> heard = new ArrayList<>();
        for (List<String> connection : reader.connections()) {
            heard.add(new Place(LOBBY, null, 0, SeenHistory.OUT, 0, null, null));
            heard.add(new Place(LOBBY, null, SeenHistory.UNKNOWN, SeenHistory.IN, 0, null, null));
            for (String text : connection) {
                Place there = evidence.messageOf(text);
                if (there == null || !there.room().equals(LOBBY)) {
                    faults.add("%s heard \"%s\", which is no message of the lobby".formatted(reader.name(), text));
                } else {
                    heard.add(new Place(LOBBY, there.epoch(), there.seq(), there.kind(), 0, text, there.who()));
                }
            }
        }
        read(reader.name(), heard, true);
    }

    private void read(String name, List<Place> heard, boolean textsAlone) {
        Map<String, Stay> stays = new TreeMap<>();
        for (Place place : heard) {
            Stay stay = stays.computeIfAbsent(place.room(), first -> new Stay());
            switch (place.kind()) {
                case SeenHistory.IN -> comeIn(name, stay, place);
                case SeenHistory.OUT -> stay.in = false;
                case SeenHistory.RESET -> reset(name, stay, place);
                default -> next(name, stay, place, textsAlone);
            }
        }
        stays.forEach((room, stay) -> end(name, room, stay, textsAlone));
    }

    private void comeIn(String name, Stay stay, Place place) {
        stay.in = true;
        stay.placed = place.seq() != SeenHistory.UNKNOWN;
        if (!stay.placed) {
            // It may have come to an instance that is not as far as the one before, and says no place to be brought to.
            stay.last = 0;
            return;
        }
        Log log = evidence.log(place.room());
        if (log == null || place.epoch() != null && !place.epoch().equals(log.epoch()) || place.seq() > log.head()) {
            faults.add("%s came in at %s, which is not in the log".formatted(name, place));
        } else if (place.seq() < stay.last) {
            faults.add("%s came in at %s, and had heard %d".formatted(name, place, stay.last));
        }
        stay.last = Math.max(stay.last, place.seq());
    }

    private void reset(String name, Stay stay, Place place) {
        if (place.seq() < stay.last) {
            faults.add("%s was told to reset from %d back to %s".formatted(name, stay.last, place));
        }
        stay.placed = true;
        stay.last = Math.max(stay.last, place.seq());
    }

    private void next(String name, Stay stay, Place place, boolean textsAlone) {
        if (!stay.in) {
            faults.add("%s heard %s, and is not in that room".formatted(name, place));
        } else if (place.seq() <= stay.last) {
            faults.add("%s heard %s again, or late: it had %d".formatted(name, place, stay.last));
        } else if (stay.placed) {
            missed(name, place.room(), stay.last, place.seq(), textsAlone);
        }
        stay.placed = true;
        stay.last = Math.max(stay.last, place.seq());
        Place there = evidence.at(place.room(), place.seq());
        if (there == null || !fits(place, there)) {
            faults.add("%s heard %s, but the log has %s".formatted(name, place, there));
        }
    }

    private void end(String name, String room, Stay stay, boolean textsAlone) {
        Log log = evidence.log(room);
        if (!stay.in || log == null) {
            return;
        }
        if (!stay.placed) {
            faults.add("%s is in %s at the end, and heard nothing there".formatted(name, room));
            return;
        }
        boolean more = log.places().tailMap(stay.last, false).values().stream()
                .anyMatch(place -> !mayBeMissed(place, textsAlone));
        if (more) {
            faults.add("%s heard %s to %d, the log ends at %d".formatted(name, room, stay.last, log.head()));
        }
    }

    private void missed(String name, String room, long from, long to, boolean textsAlone) {
        for (long missed = from + 1; missed < to; missed++) {
            if (!mayBeMissed(evidence.at(room, missed), textsAlone)) {
                faults.add("%s missed %d in %s".formatted(name, missed, room));
            }
        }
    }

    /** Whoever was away while a message was written and deleted never hears of it; plain readers hear of no change. */
    private boolean mayBeMissed(Place there, boolean textsAlone) {
        return there != null
                && (textsAlone && !there.is(SeenHistory.POSTED) || evidence.isGone(there.room(), there.seq()));
    }

    private boolean fits(Place heard, Place there) {
        if (!there.epoch().equals(heard.epoch()) || there.target() != heard.target()) {
            return false;
        }
        boolean same = there.is(heard.kind());
        return switch (heard.kind()) {
            case SeenHistory.POSTED -> same
                    && Objects.equals(heard.who(), there.who())
                    && evidence.isTextOf(heard.what(), there.room(), there.seq());
            case SeenHistory.EDITED -> (same || evidence.isEditOfGone(there)) && isTextOfThen(heard);
            case SeenHistory.REACTED -> same
                    && Objects.equals(heard.who(), there.who())
                    && heard.what().equals(there.what());
            default -> same;
        };
    }

    /** An edit is told with its text, or with that of a later one. */
    private boolean isTextOfThen(Place heard) {
        Operation edit = evidence.edit(heard.what());
        boolean unknown = edit != null && (!edit.isAcked() || edit.seq() == edit.target());
        return edit != null
                && edit.room().equals(heard.room())
                && edit.target() == heard.target()
                && (unknown || edit.seq() >= heard.seq());
    }
}
