package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The judge finds what is wrong with histories in which something was made wrong, and nothing in one that is right. */
class HistoryJudgeTest {
    private static final String ROOM = "lobby";
    private static final String EPOCH = "e";

    private final TreeMap<Long, Place> log = new TreeMap<>();
    private final List<Place> acked = new ArrayList<>();
    private final List<Place> heard = new ArrayList<>();
    private final List<Place> heardByOther = new ArrayList<>();
    private final Set<String> sent;

    HistoryJudgeTest() {
        List<Place> right = LongStream.rangeClosed(1, 6)
                .mapToObj(seq -> posted(seq, "m" + seq))
                .toList();
        sent = right.stream().map(Place::id).collect(Collectors.toSet());
        right.forEach(place -> log.put(place.seq(), place));
        acked.addAll(right);
        heard.addAll(right);
        heardByOther.addAll(right);
    }

    private static Place posted(long seq, String id) {
        return new Place(ROOM, EPOCH, seq, SeenHistory.POSTED, id);
    }

    private static Place reset(long seq) {
        return new Place(ROOM, EPOCH, seq, SeenHistory.RESET, null);
    }

    private List<String> faults() {
        List<Reader> readers = List.of(new Reader("a", heard), new Reader("b", heardByOther));
        return HistoryJudge.faults(new SeenHistory(sent, acked, readers, List.of(new Log(ROOM, EPOCH, log))));
    }

    @Test
    void whatIsRightHasNoFault() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatWasStoredButNotAckedIsRight() {
        acked.remove(3);
        assertThat(faults()).isEmpty();
    }

    @Test
    void anAckedMessageThatIsNotInTheLogIsFound() {
        acked.add(posted(7, "m7"));
        assertThat(faults()).singleElement().asString().contains("acknowledged", "m7", "null");
    }

    @Test
    void anAckWithTheNumberOfAnotherMessageIsFound() {
        acked.set(2, posted(2, "m3"));
        assertThat(faults()).singleElement().asString().contains("acknowledged", "m3", "m2");
    }

    @Test
    void anAckOfAnotherEpochIsFound() {
        acked.set(2, new Place(ROOM, "f", 3, SeenHistory.POSTED, "m3"));
        assertThat(faults()).singleElement().asString().contains("acknowledged");
    }

    @Test
    void aMessageThatIsInTheLogTwiceIsFound() {
        log.put(7L, posted(7, "m2"));
        heard.add(posted(7, "m2"));
        heardByOther.add(posted(7, "m2"));
        assertThat(faults()).singleElement().asString().contains("twice", "m2");
    }

    @Test
    void aNumberThatWasNeverGivenIsFound() {
        log.remove(4L);
        acked.remove(3);
        assertThat(faults()).anyMatch(fault -> fault.contains("no entries from 4 to 4"));
    }

    @Test
    void whatNobodySentIsFound() {
        sent.remove("m5");
        assertThat(faults()).singleElement().asString().contains("nobody sent", "m5");
    }

    @Test
    void aLostDeliveryIsFound() {
        heard.remove(2);
        assertThat(faults()).containsExactly("a missed 3 in lobby");
    }

    @Test
    void aLastDeliveryThatNeverCameIsFound() {
        heardByOther.remove(5);
        assertThat(faults()).containsExactly("b heard lobby to 5, the log ends at 6");
    }

    @Test
    void aDoubledDeliveryIsFound() {
        heard.add(3, heard.get(2));
        assertThat(faults()).singleElement().asString().contains("a heard", "again");
    }

    @Test
    void swappedDeliveriesAreFound() {
        heard.set(2, posted(4, "m4"));
        heard.set(3, posted(3, "m3"));
        assertThat(faults()).anyMatch(fault -> fault.contains("missed 3")).anyMatch(fault -> fault.contains("late"));
    }

    @Test
    void anotherTextThanThatOfTheLogIsFound() {
        heard.set(2, posted(3, "m4"));
        assertThat(faults()).singleElement().asString().contains("a heard", "but the log has");
    }

    @Test
    void whoWasToldToResetMayMissWhatWasBefore() {
        heard.subList(1, 4).clear();
        heard.add(1, reset(4));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whoWasToldToResetMissesNothingBehind() {
        heard.subList(1, 5).clear();
        heard.add(1, reset(4));
        assertThat(faults()).containsExactly("a missed 5 in lobby");
    }

    @Test
    void onlyADeletedMessageMayBeMissed() {
        log.put(3L, posted(3, null));
        heard.remove(2);
        assertThat(faults()).isEmpty();
        log.put(4L, new Place(ROOM, EPOCH, 4, "deleted", null));
        heard.remove(2);
        assertThat(faults()).anyMatch(fault -> fault.equals("a missed 4 in lobby"));
    }

    @Test
    void aReaderThatHeardNothingIsFound() {
        heard.clear();
        assertThat(faults()).containsExactly("a heard nothing");
    }
}
