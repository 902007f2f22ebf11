package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.clients.SeenHistory.Place;
import io.samvad.clients.SeenHistory.Told;
import org.junit.jupiter.api.Test;

/** The judge finds what is wrong with histories in which something was made wrong, and nothing in one that is right. */
class HistoryJudgeTest extends RightHistory {
    @Test
    void whatIsRightHasNoFault() {
        assertThat(faults()).isEmpty();
    }

    // ---------------------------------------------------------------- messages

    @Test
    void whatWasStoredButNotAckedIsRight() {
        operations.set(6, operation(LAST, BORIS, false, 0, null));
        assertThat(faults()).isEmpty();
    }

    @Test
    void anAckedMessageThatIsNotInTheLogIsFound() {
        operations.add(acked(place(8, "posted", 0, "m8", ANNA), ANNA));
        onlyFault().contains("acknowledged", "m8", "null");
    }

    @Test
    void anAckWithTheNumberOfAnotherMessageIsFound() {
        operations.set(6, operation(LAST, BORIS, false, 5, null));
        assertThat(faults())
                .anyMatch(fault -> fault.contains("acknowledged: ") && fault.contains("m4") && fault.contains("m3"))
                .anyMatch(fault -> fault.startsWith("two operations"));
    }

    @Test
    void anAckOfAnotherEpochIsFound() {
        operations.set(6, acked(new Place(LOBBY, "f", 7, "posted", 0, "m4", BORIS), BORIS));
        onlyFault().contains("acknowledged");
    }

    @Test
    void aMessageOfAnotherAuthorIsFound() {
        operations.set(6, acked(LAST, ANNA));
        onlyFault().contains("acknowledged", "anna", "boris");
    }

    @Test
    void aMessageThatIsInTheLogTwiceIsFound() {
        Place twice = place(8, "posted", 0, "m4", BORIS);
        put(twice);
        rooms.put(LOBBY, new Told(EPOCH, 8, 1, 2, 0));
        assertThat(faults()).anyMatch(fault -> fault.contains("m4 is in the log twice"));
    }

    @Test
    void anEditedMessageThatIsInTheLogTwiceIsFound() {
        put(place(8, "posted", 0, "m1", ANNA));
        assertThat(faults()).anyMatch(fault -> fault.contains("m1 is in the log twice"));
    }

    @Test
    void aNumberThatWasNeverGivenIsFound() {
        lobby.remove(5L);
        assertThat(faults()).anyMatch(fault -> fault.contains("no entries from 5 to 5"));
    }

    @Test
    void whatNobodySentIsFound() {
        operations.remove(6);
        assertThat(faults()).anyMatch(fault -> fault.startsWith("nobody sent") && fault.contains("m4"));
    }

    @Test
    void aDeletedMessageThatNobodySentIsFound() {
        operations.remove(1);
        assertThat(faults()).anyMatch(fault -> fault.startsWith("nobody sent") && fault.contains("seq=2"));
    }

    @Test
    void aRefusalWithoutAReasonIsFound() {
        operations.add(operation(place(0, "posted", 0, "m9", ANNA), ANNA, false, 0, "not_found"));
        operations.add(operation(place(0, "reacted", 1, "+r9", ANNA), ANNA, false, 0, "not_found"));
        assertThat(faults()).hasSize(2).allMatch(fault -> fault.startsWith("refused without a reason"));
    }

    // ---------------------------------------------------------------- changes

    @Test
    void aLostEditIsFound() {
        operations.add(acked(place(8, "edited", 5, "e2", null), ANNA));
        assertThat(faults())
                .anyMatch(fault -> fault.contains("acknowledged: ") && fault.contains("e2"))
                .anyMatch(fault -> fault.contains("0 times a change of 5 in lobby, asked for 1 times"))
                .anyMatch(fault -> fault.contains("m3") && fault.endsWith("should have the text e2"));
    }

    @Test
    void anEditThatIsInTheLogTwiceIsFound() {
        put(place(8, "edited", 1, "e1", null));
        assertThat(faults()).anyMatch(fault -> fault.contains("2 times a change of 1 in lobby"));
    }

    @Test
    void anEditThatNobodyMadeIsFound() {
        put(place(8, "edited", 5, "e9", null));
        assertThat(faults()).anyMatch(fault -> fault.contains("1 times a change of 5 in lobby, asked for 0 times"));
    }

    @Test
    void aTextThatIsNotThatOfTheLastEditIsFound() {
        put(place(1, "posted", 0, "m1", ANNA));
        onlyFault().contains("m1", "should have the text e1");
    }

    @Test
    void anAckWithThePlaceOfAnotherChangeIsFound() {
        operations.set(2, operation(EDIT, ANNA, false, 4, null));
        assertThat(faults()).anyMatch(fault -> fault.startsWith("acknowledged: ") && fault.contains("e1"));
    }

    @Test
    void aLostDeletionIsFound() {
        put(place(2, "posted", 0, "m2", BORIS));
        lobby.remove(6L);
        assertThat(faults())
                .anyMatch(fault -> fault.startsWith("acknowledged: ") && fault.contains("deleted"))
                .anyMatch(fault -> fault.contains("0 times a change of 2 in lobby"));
    }

    @Test
    void aLostReactionIsFound() {
        operations.add(acked(place(8, "reacted", 5, "+r2", BORIS), BORIS));
        assertThat(faults()).anyMatch(fault -> fault.contains("0 times +r2 of boris about 5"));
    }

    @Test
    void aReactionThatIsInTheLogTwiceIsFound() {
        put(place(8, "reacted", 2, "+r1", BORIS));
        assertThat(faults()).anyMatch(fault -> fault.contains("2 times +r1 of boris about 2"));
    }

    @Test
    void aReactionOfAnotherIsFound() {
        put(place(4, "reacted", 2, "+r1", ANNA));
        assertThat(faults()).anyMatch(fault -> fault.contains("0 times +r1 of boris about 2"));
    }

    @Test
    void whoAskedTwiceMayBeToldThatItIsSoAlready() {
        operations.set(3, operation(REACTION, BORIS, true, 2, null));
        operations.set(2, operation(EDIT, ANNA, true, 1, null));
        assertThat(faults()).isEmpty();
    }

    @Test
    void whoAskedOnceMayNotBeToldThatItIsSoAlready() {
        operations.set(3, operation(REACTION, BORIS, false, 2, null));
        onlyFault().startsWith("told to be so already, at the first try");
    }

    @Test
    void whoIsToldThatItIsSoAlreadyMustFindIt() {
        operations.add(operation(place(0, "reacted", 5, "+r2", BORIS), BORIS, true, 5, null));
        onlyFault().contains("0 times +r2 of boris about 5");
    }

    @Test
    void aReactionToADeletedMessageMayBeRefusedAndIsNotThereThen() {
        operations.add(operation(place(0, "reacted", 2, "+r2", BORIS), BORIS, false, 0, "not_found"));
        assertThat(faults()).isEmpty();
        operations.set(3, operation(REACTION, BORIS, false, 0, "not_found"));
        onlyFault().contains("1 times +r1 of boris about 2", "asked for 0 times");
        operations.set(3, operation(REACTION, BORIS, true, 0, "not_found"));
        assertThat(faults()).isEmpty();
    }

    @Test
    void anEditOfAMessageThatWasDeletedLaterIsADeletionInTheLog() {
        operations.add(acked(place(8, "edited", 7, "e2", null), BORIS));
        operations.add(acked(place(9, "deleted", 7, null, null), BORIS));
        put(place(7, "posted", 0, null, BORIS));
        put(place(8, "deleted", 7, null, null));
        put(place(9, "deleted", 7, null, null));
        heard.add(place(8, "edited", 7, "e2", null));
        heard.add(place(9, "deleted", 7, null, null));
        heardByOther.add(place(8, "deleted", 7, null, null));
        heardByOther.add(place(9, "deleted", 7, null, null));
        rooms.put(LOBBY, new Told(EPOCH, 9, 1, 0, 0));
        assertThat(faults()).isEmpty();
        put(place(10, "deleted", 7, null, null));
        assertThat(faults()).anyMatch(fault -> fault.contains("3 times a change of 7 in lobby"));
    }

    // ---------------------------------------------------------------- standings

    @Test
    void aWrongCountOfWhatIsUnreadIsFound() {
        rooms.put(LOBBY, new Told(EPOCH, 7, 1, 2, 0));
        onlyFault().contains("anna is told of lobby", "unread=2", "unread=1");
    }

    @Test
    void aWrongCountOfMentionsIsFound() {
        rooms.put(TEA, new Told(EPOCH, 2, 0, 1, 0));
        onlyFault().contains("anna is told of tea", "mentions=0", "mentions=1");
    }

    @Test
    void aForgottenReadPositionIsFound() {
        rooms.put(LOBBY, new Told(EPOCH, 7, 0, 1, 0));
        onlyFault().contains("anna is told of lobby", "read=0", "read=1");
    }

    @Test
    void aWelcomeWithAnotherEndOfTheLogIsFound() {
        rooms.put(LOBBY, new Told(EPOCH, 6, 1, 1, 0));
        onlyFault().contains("anna is told of lobby", "seq=6", "seq=7");
    }

    @Test
    void aForgottenMembershipIsFound() {
        rooms.remove(TEA);
        onlyFault().isEqualTo("anna is welcomed in [lobby], and was in [lobby, tea]");
    }

    @Test
    void aMembershipThatWasGivenUpAndIsThereIsFound() {
        read.remove(TEA);
        onlyFault().isEqualTo("anna is welcomed in [lobby, tea], and was in [lobby]");
    }
}
