package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.clients.SeenHistory.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge finds what is wrong with what readers heard. */
class ReaderJudgeTest extends RightHistory {
    @Test
    void aLostMessageIsFound() {
        heard.remove(THIRD);
        onlyFault().isEqualTo("a missed 5 in lobby");
    }

    @Test
    void aLostEditIsFound() {
        heard.remove(EDIT);
        onlyFault().isEqualTo("a missed 3 in lobby");
    }

    @Test
    void aLostReactionIsFound() {
        heardByOther.remove(REACTION);
        onlyFault().isEqualTo("b missed 4 in lobby");
    }

    @Test
    void aLostDeletionIsFound() {
        heardByOther.remove(DELETION);
        onlyFault().isEqualTo("b missed 6 in lobby");
    }

    @Test
    void onlyADeletedMessageMayBeMissed() {
        heard.remove(SECOND);
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatIsLostInOneOfTwoRoomsIsFound() {
        heardByOther.removeIf(place -> place.room().equals(TEA) && place.seq() == 1 && place.is("posted"));
        onlyFault().isEqualTo("b missed 1 in tea");
    }

    @Test
    void aLastDeliveryThatNeverCameIsFound() {
        heardByOther.remove(LAST);
        onlyFault().isEqualTo("b heard lobby to 6, the log ends at 7");
    }

    @Test
    void aDoubledMessageIsFound() {
        heard.add(THIRD);
        onlyFault().contains("a heard", "again, or late: it had 7");
    }

    @Test
    void aDoubledEditIsFound() {
        heard.add(heard.indexOf(EDIT), EDIT);
        onlyFault().contains("a heard", "edited", "again");
    }

    @Test
    void aDoubledReactionIsFound() {
        heard.add(heard.indexOf(REACTION), REACTION);
        onlyFault().contains("a heard", "reacted", "again");
    }

    @Test
    void swappedDeliveriesAreFound() {
        heard.remove(EDIT);
        heard.add(heard.indexOf(REACTION) + 1, EDIT);
        assertThat(faults())
                .anyMatch(fault -> fault.contains("missed 3"))
                .anyMatch(fault -> fault.contains("late: it had 4"));
    }

    @Test
    void anotherTextThanThatOfTheLogIsFound() {
        heard.set(heard.indexOf(THIRD), place(5, "posted", 0, "m4", ANNA));
        onlyFault().contains("a heard", "m4", "but the log has", "m3");
    }

    @Test
    void anotherAuthorThanThatOfTheLogIsFound() {
        heard.set(heard.indexOf(THIRD), place(5, "posted", 0, "m3", BORIS));
        onlyFault().contains("a heard", "but the log has");
    }

    @Test
    void anEditOfAnotherMessageIsFound() {
        heard.set(heard.indexOf(EDIT), place(3, "edited", 2, "e1", null));
        onlyFault().contains("a heard", "target=2", "but the log has");
    }

    @Test
    void anotherReactionThanThatOfTheLogIsFound() {
        heard.set(heard.indexOf(REACTION), place(4, "reacted", 2, "-r1", BORIS));
        onlyFault().contains("a heard", "-r1", "but the log has");
    }

    @Test
    void aMessageMayBeHeardWithItsTextOfNow() {
        heard.set(heard.indexOf(FIRST), place(1, "posted", 0, "e1", ANNA));
        assertThat(faults()).isEmpty();
    }

    @Test
    void anEditMayBeHeardWithALaterTextAndNotWithAnEarlierOne() {
        Place later = place(8, "edited", 1, "e2", null);
        put(place(1, "posted", 0, "e2", ANNA));
        put(place(3, "edited", 1, "e2", null));
        put(later);
        operations.add(acked(later, ANNA));
        rooms.put(LOBBY, new SeenHistory.Told(EPOCH, 8, 1, 1, 0));
        heard.set(heard.indexOf(EDIT), place(3, "edited", 1, "e2", null));
        heard.add(later);
        heardByOther.add(later);
        assertThat(faults()).isEmpty();
        heard.set(heard.indexOf(later), place(8, "edited", 1, "e1", null));
        onlyFault().contains("a heard", "seq=8", "e1", "but the log has");
    }

    @Test
    void anEntryOfAnotherLogIsFound() {
        heard.set(heard.indexOf(THIRD), new Place(LOBBY, "f", 5, "posted", 0, "m3", ANNA));
        onlyFault().contains("a heard", "epoch=f");
    }

    @Test
    void aReaderThatHeardNothingIsFound() {
        heard.removeIf(place -> !place.is(SeenHistory.IN));
        assertThat(faults()).contains("a heard nothing", "a heard lobby to 0, the log ends at 7");
    }

    // ---------------------------------------------------------------- reset

    @Test
    void whoWasToldToResetMayMissWhatWasBefore() {
        heard.subList(1, 5).clear();
        heard.add(1, reset(4));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whoWasToldToResetMissesNothingBehind() {
        heard.subList(1, 6).clear();
        heard.add(1, reset(4));
        onlyFault().isEqualTo("a missed 5 in lobby");
    }

    @Test
    void aResetToWhatWasHeardAlreadyIsFound() {
        heard.add(reset(5));
        onlyFault().contains("a was told to reset from 7 back to");
    }

    // ---------------------------------------------------------------- in and out

    @Test
    void whoLeftMayMissWhatWasSaidUntilTheyCameBack() {
        heard.clear();
        heard.addAll(List.of(in(LOBBY, 1), SECOND, out(LOBBY), in(LOBBY, 5), DELETION, LAST));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whoCameBackMissesNothingBehindThatPlace() {
        heard.clear();
        heard.addAll(List.of(in(LOBBY, 1), SECOND, out(LOBBY), in(LOBBY, 4), DELETION, LAST));
        onlyFault().isEqualTo("a missed 5 in lobby");
    }

    @Test
    void whoIsOutDoesNotHaveToHearTheEnd() {
        heard.removeAll(List.of(DELETION, LAST));
        heard.add(out(LOBBY));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatIsHeardInARoomThatWasLeftIsFound() {
        heard.add(heard.indexOf(LAST), out(LOBBY));
        onlyFault().contains("a heard", "m4", "and is not in that room");
    }

    @Test
    void whoIsLetInBeforeWhatTheyHeardIsFound() {
        heard.addAll(List.of(out(LOBBY), in(LOBBY, 5)));
        onlyFault().contains("a came in at", "and had heard 7");
    }

    @Test
    void whoIsLetInWhereTheLogIsNotIsFound() {
        heard.addAll(List.of(out(LOBBY), in(LOBBY, 8)));
        assertThat(faults()).anyMatch(fault -> fault.contains("a came in at") && fault.contains("not in the log"));
    }

    @Test
    void whoCouldNotKnowTheirPlaceHearAllBehindTheFirst() {
        heard.clear();
        heard.addAll(List.of(in(LOBBY, SeenHistory.UNKNOWN), REACTION, THIRD, LAST));
        onlyFault().isEqualTo("a missed 6 in lobby");
        heard.add(3, DELETION);
        assertThat(faults()).isEmpty();
        heard.addAll(List.of(in(LOBBY, SeenHistory.UNKNOWN), LAST));
        assertThat(faults()).isEmpty();
        heard.add(LAST);
        onlyFault().contains("a heard", "m4", "again");
    }

    @Test
    void whoHearsNothingAfterTheyCameIsFound() {
        heard.add(in(LOBBY, SeenHistory.UNKNOWN));
        onlyFault().isEqualTo("a is in lobby at the end, and heard nothing there");
    }

    // ---------------------------------------------------------------- plain WebSockets

    @Test
    void aPlainReaderHearsMessagesAloneAndMayMissADeletedOne() {
        plain.get(0).remove("m2");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aLostTextIsFound() {
        plain.get(0).remove("m3");
        onlyFault().isEqualTo("p missed 5 in lobby");
    }

    @Test
    void aDoubledTextIsFound() {
        plain.get(0).add("m4");
        onlyFault().contains("p heard", "m4", "again");
    }

    @Test
    void aTextOfAnotherRoomIsFound() {
        plain.get(0).add(1, "t1");
        onlyFault().isEqualTo("p heard \"t1\", which is no message of the lobby");
    }

    @Test
    void aLastTextThatNeverCameIsFound() {
        plain.get(0).remove("m4");
        onlyFault().isEqualTo("p heard lobby to 5, the log ends at 7");
    }

    @Test
    void betweenTwoConnectionsAPlainReaderMayMissTextsOrHearThemAgain() {
        plain.set(0, List.of("m1"));
        plain.add(List.of("m4"));
        assertThat(faults()).isEmpty();
        plain.set(1, List.of("m1", "m3", "m4"));
        assertThat(faults()).isEmpty();
        plain.set(1, List.of("m1", "m1", "m3", "m4"));
        onlyFault().contains("p heard", "m1", "again");
    }
}
