package io.samvad.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, whatever is below. Each test has an empty one. */
abstract class HistoryStoreContract {
    static final Author ANNA = new Author("anna", "Anna");
    static final Author BORIS = new Author("boris", "Boris");
    static final String LOBBY = "lobby";

    static Vertx vertx;

    final TestClock clock = new TestClock();
    private final List<HistoryStore> opened = new ArrayList<>();
    private HistoryStore store;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        done(vertx.close());
    }

    /** Another store over the database of this test. */
    abstract HistoryStore connect();

    /** Where the database of this test is, for another process. */
    abstract String address();

    /** Empties the database of this test, where it is not new. */
    void empty() {}

    @BeforeEach
    void openLobby() {
        empty();
        store = another();
        done(store.create(RoomDraft.open(LOBBY, "everything")));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(one -> done(one.close()));
    }

    final HistoryStore another() {
        HistoryStore further = connect();
        opened.add(further);
        return further;
    }

    final HistoryStore store() {
        return store;
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer from the store", late);
        }
    }

    static void refused(Code code, Future<?> future) {
        assertThatThrownBy(() -> done(future))
                .isInstanceOfSatisfying(StoreException.class, refusal -> assertThat(refusal.code())
                        .as(refusal.getMessage())
                        .isEqualTo(code));
    }

    final Receipt say(Author author, String offset, String text) {
        return done(store.append(new Draft(LOBBY, author, offset, text)));
    }

    private Receipt say(String text) {
        return say(ANNA, null, text);
    }

    private List<String> texts(Page page) {
        return page.messages().stream().map(Message::text).toList();
    }

    private Message message(long seq) {
        return done(store.before(LOBBY, seq + 1, 1)).messages().get(0);
    }

    @Test
    void messagesAreNumberedFromOneWithoutGaps() {
        assertThat(say("a").position().seq()).isEqualTo(1);
        assertThat(say("b").position().seq()).isEqualTo(2);
        Receipt third = say("c");
        assertThat(third.position()).isEqualTo(done(store.room(LOBBY)).head());
        assertThat(third.repeated()).isFalse();
        assertThat(done(store.room(LOBBY)).messages()).isEqualTo(3);
    }

    @Test
    void theReceiptHasWhatTheRoomIsToBeTold() {
        JsonObject extra = new JsonObject().put("mentions", List.of("boris"));
        Receipt receipt = done(store.append(new Draft(LOBBY, ANNA, "1", "hi @boris", extra)));
        Message told = ((Entry.Posted) receipt.entry().orElseThrow()).message();
        assertThat(told)
                .isEqualTo(new Message(LOBBY, 1, ANNA, clock.instant(), "hi @boris", extra, null, false, List.of()))
                .isEqualTo(message(1));
    }

    @Test
    void aRoomThatIsNotThereTakesNoMessages() {
        refused(Code.NOT_FOUND, store.append(new Draft("nowhere", ANNA, "1", "a")));
        assertThat(say(ANNA, "1", "a").repeated()).isFalse();
    }

    @Test
    void aRepeatedMessageGetsTheFirstPlace() {
        Receipt first = say(ANNA, "1", "a");
        say(BORIS, "1", "b");
        Receipt again = say(ANNA, "1", "a");
        assertThat(again).isEqualTo(new Receipt(LOBBY, first.position(), Optional.empty()));
        assertThat(texts(done(store.latest(LOBBY, 10)))).containsExactly("a", "b");
    }

    @Test
    void aMessageRepeatedInTheSameInstantIsStoredOnce() {
        List<Future<Receipt>> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tries.add(store.append(new Draft(LOBBY, ANNA, "1", "a")));
        }
        List<Receipt> receipts = tries.stream().map(HistoryStoreContract::done).toList();
        assertThat(receipts.stream().filter(receipt -> !receipt.repeated())).hasSize(1);
        assertThat(receipts).allMatch(receipt -> receipt.position().seq() == 1);
    }

    @Test
    void whoHasNoIdentityIsKnownByTheRoom() {
        done(store.create(RoomDraft.open("other", "")));
        Author guest = Author.anonymous("guest");
        say(guest, "x-0", "a");
        assertThat(say(Author.anonymous("renamed"), "x-0", "a").repeated()).isTrue();
        assertThat(done(store.append(new Draft("other", guest, "x-0", "a"))).repeated())
                .isFalse();
    }

    @Test
    void aRepeatedMessageIsKnownAfterARestartAndAfterItsMessageIsGone() {
        Position first = say(ANNA, "1", "a").position();
        say("b");
        done(store.close());
        store = another();
        assertThat(say(ANNA, "1", "a").position()).isEqualTo(first);
        done(store.prune(new Retention(Duration.ofDays(1), 1, Duration.ofDays(1))));
        assertThat(done(store.room(LOBBY)).first()).isEqualTo(2);
        assertThat(say(ANNA, "1", "a").position()).isEqualTo(first);
    }

    @Test
    void offsetsAreForgottenWhenNobodyTriesAgainAnyMore() {
        say(ANNA, "1", "a");
        clock.pass(Duration.ofDays(2));
        say(ANNA, "2", "b");
        done(store.prune(new Retention(Duration.ofDays(30), 100, Duration.ofDays(1))));
        assertThat(say(ANNA, "1", "a").repeated()).isFalse();
        assertThat(say(ANNA, "2", "b").repeated()).isTrue();
    }

    @Test
    void textsOfAllScriptsComeBackAsTheyWere() {
        for (String text : List.of("नमस्ते दुनिया", "👩‍👩‍👧 ' \" \\ % \t\n", "", "שלום")) {
            assertThat(message(say(text).position().seq()).text()).isEqualTo(text);
        }
    }

    @Test
    void whatNoStoreCanHoldIsRefused() {
        assertThatThrownBy(() -> new Draft(LOBBY, ANNA, null, "a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Draft(LOBBY, ANNA, "\ud800", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Draft(LOBBY, ANNA, null, "\udc00 \ud800"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Draft(LOBBY, ANNA, "x".repeat(201), "a"))
                .isInstanceOf(IllegalArgumentException.class);
        refused(Code.TOO_LARGE, store.append(new Draft(LOBBY, ANNA, null, "अ".repeat(30_000))));
        say("a");
        refused(Code.TOO_LARGE, store.edit(LOBBY, 1, "anna", "x".repeat(70_000), List.of()));
    }

    @Test
    void aReplayGoesOnWhereTheReaderWas() {
        Position start = done(store.room(LOBBY)).head();
        assertThat(start.seq()).isZero();
        for (int i = 1; i <= 5; i++) {
            say("m" + i);
        }
        Replay two = done(store.after(LOBBY, start.at(1), 2));
        assertThat(two.entries()).extracting(Entry::seq).containsExactly(2L, 3L);
        assertThat(two.more()).isTrue();
        Replay rest = done(store.after(LOBBY, start.at(3), 2));
        assertThat(rest.entries()).extracting(Entry::seq).containsExactly(4L, 5L);
        assertThat(rest.more()).isFalse();
        assertThat(rest.head()).isEqualTo(start.at(5));
        assertThat(done(store.after(LOBBY, Position.of(5), 2))).isEqualTo(new Replay(start.at(5), false, List.of()));
    }

    @Test
    void aReaderOfAnotherLogIsTold() {
        Position head = say("a").position();
        assertThat(done(store.after(LOBBY, new Position("other", 0), 10))).isEqualTo(new Replay(head, true, List.of()));
        assertThat(done(store.after(LOBBY, head.at(2), 10)).reset()).isTrue();
        refused(Code.NOT_FOUND, store.after("nowhere", head, 10));
    }

    @Test
    void pagesGoBackwards() {
        for (int i = 1; i <= 5; i++) {
            say("m" + i);
        }
        Page last = done(store.latest(LOBBY, 2));
        assertThat(texts(last)).containsExactly("m4", "m5");
        assertThat(last.more()).isTrue();
        assertThat(last.head()).isEqualTo(done(store.room(LOBBY)).head());
        Page before = done(store.before(LOBBY, last.messages().get(0).seq(), 3));
        assertThat(texts(before)).containsExactly("m1", "m2", "m3");
        assertThat(before.more()).isFalse();
        assertThat(done(store.before(LOBBY, 1, 3)).messages()).isEmpty();
    }

    @Test
    void anEditIsAnEntryOfItsOwn() {
        say("helo");
        say("b");
        clock.pass(Duration.ofMinutes(1));
        Receipt edit = done(store.edit(LOBBY, 1, "anna", "hello", List.of()));
        Entry told = new Entry.Edited(3, clock.instant(), 1, "hello", List.of());
        assertThat(edit.position().seq()).isEqualTo(3);
        assertThat(edit.entry()).contains(told);
        assertThat(message(1).text()).isEqualTo("hello");
        assertThat(message(1).editedAt()).isEqualTo(clock.instant());
        assertThat(done(store.after(LOBBY, Position.of(2), 10)).entries()).containsExactly(told);
        assertThat(done(store.edit(LOBBY, 1, "anna", "hello", List.of())).repeated())
                .isTrue();
        assertThat(done(store.room(LOBBY)).head().seq()).isEqualTo(3);
        assertThat(done(store.room(LOBBY)).messages()).isEqualTo(2);
    }

    @Test
    void aDeletedMessageLeavesItsPlaceOnly() {
        say("secret");
        done(store.edit(LOBBY, 1, "anna", "very secret", List.of()));
        done(store.react(LOBBY, 1, BORIS, "!", true));
        Receipt deletion = done(store.delete(LOBBY, 1, "anna"));
        Entry told = new Entry.Deleted(4, clock.instant(), 1);
        assertThat(deletion.entry()).contains(told);
        assertThat(message(1).deleted()).isTrue();
        assertThat(message(1).text()).isEmpty();
        assertThat(message(1).reactions()).isEmpty();
        assertThat(done(store.search(LOBBY, "secret", Long.MAX_VALUE, 10))).isEmpty();
        assertThat(done(store.room(LOBBY)).messages()).isZero();
        // An edit of a message that is no more has no text to show.
        assertThat(done(store.after(LOBBY, Position.of(1), 1)).entries())
                .containsExactly(new Entry.Deleted(2, clock.instant(), 1));
        assertThat(done(store.after(LOBBY, Position.of(3), 1)).entries()).containsExactly(told);
        assertThat(done(store.delete(LOBBY, 1, "anna")).repeated()).isTrue();
        refused(Code.NOT_FOUND, store.edit(LOBBY, 1, "anna", "again", List.of()));
        refused(Code.NOT_FOUND, store.react(LOBBY, 1, BORIS, "!", true));
    }

    @Test
    void onlyTheAuthorEditsAndDeletes() {
        say("a");
        say(Author.anonymous("guest"), null, "b");
        refused(Code.NOT_YOURS, store.edit(LOBBY, 1, "boris", "x", List.of()));
        refused(Code.NOT_YOURS, store.delete(LOBBY, 1, "boris"));
        refused(Code.NOT_YOURS, store.delete(LOBBY, 2, "anna"));
        refused(Code.NOT_FOUND, store.edit(LOBBY, 3, "anna", "x", List.of()));
        assertThat(say("c").position().seq()).isEqualTo(3);
    }

    @Test
    void reactionsAreCountedByPerson() {
        say("a");
        Receipt first = done(store.react(LOBBY, 1, BORIS, "👍", true));
        assertThat(first.entry()).contains(new Entry.Reacted(2, clock.instant(), 1, BORIS, "👍", true));
        assertThat(done(store.react(LOBBY, 1, BORIS, "👍", true)).repeated()).isTrue();
        clock.pass(Duration.ofSeconds(1));
        done(store.react(LOBBY, 1, ANNA, "👍", true));
        done(store.react(LOBBY, 1, ANNA, "❤", true));
        assertThat(message(1).reactions())
                .containsExactlyInAnyOrder(new Reaction("👍", List.of(BORIS, ANNA)), new Reaction("❤", List.of(ANNA)));
        assertThat(done(store.react(LOBBY, 1, BORIS, "👍", false)).entry())
                .contains(new Entry.Reacted(5, clock.instant(), 1, BORIS, "👍", false));
        assertThat(done(store.react(LOBBY, 1, BORIS, "👍", false)).repeated()).isTrue();
        List<Entry> replay = done(store.after(LOBBY, Position.of(0), 10)).entries();
        assertThat(replay).hasSize(5).first().isEqualTo(new Entry.Posted(message(1)));
        refused(Code.NOT_FOUND, store.react(LOBBY, 2, ANNA, "👍", true));
    }

    @Test
    void searchFindsWordsInAnyOrderCaseAndAccent() {
        say("The quick brown fox");
        say("Café au lait, s'il vous plaît");
        say("नमस्ते दुनिया");
        say("a quicker fox-hunt!");
        assertThat(found("FOX quick")).containsExactly(4L, 1L);
        assertThat(found("quick fox brow")).containsExactly(1L);
        assertThat(found("cafe plait")).containsExactly(2L);
        assertThat(found("CAFÉ")).containsExactly(2L);
        assertThat(found("नमस्ते")).containsExactly(3L);
        assertThat(found("दुनि")).containsExactly(3L);
        assertThat(found("wolf")).isEmpty();
        assertThat(found("brow fox")).isEmpty();
    }

    @Test
    void searchIsBoundedAndGoesBackwards() {
        for (int i = 0; i < 5; i++) {
            say("word");
        }
        assertThat(done(store.search(LOBBY, "word", 4, 2)))
                .extracting(Message::seq)
                .containsExactly(3L, 2L);
    }

    @Test
    void searchTakesOperatorsAsWords() {
        say("cats AND dogs NOT 100% \"free\" don't");
        for (String words : List.of("\"", "*", "a:b' | !", "AND", "100%", "(cats", "' OR 1=1 --", "free\" don't")) {
            done(store.search(LOBBY, words, Long.MAX_VALUE, 10));
        }
        assertThat(found("NOT dogs")).containsExactly(1L);
        assertThat(found("\"fre")).containsExactly(1L);
        assertThat(found("  ")).isEmpty();
    }

    @Test
    void searchKnowsTheNewTextAndOtherRoomsNot() {
        done(store.create(RoomDraft.open("other", "")));
        done(store.append(new Draft("other", ANNA, null, "old new")));
        say("old");
        done(store.edit(LOBBY, 1, "anna", "new", List.of()));
        assertThat(found("old")).isEmpty();
        assertThat(found("new")).containsExactly(1L);
    }

    private List<Long> found(String words) {
        return done(store.search(LOBBY, words, Long.MAX_VALUE, 10)).stream()
                .map(Message::seq)
                .toList();
    }

    @Test
    void retentionByCountRemovesTheOldestAndNeverReusesANumber() {
        for (int i = 1; i <= 5; i++) {
            say("m" + i);
        }
        done(store.react(LOBBY, 1, BORIS, "!", true));
        done(store.edit(LOBBY, 2, "anna", "changed", List.of()));
        assertThat(done(store.prune(new Retention(Duration.ofDays(1), 3, Duration.ofDays(1)))))
                .isEqualTo(4);
        Room room = done(store.room(LOBBY));
        assertThat(room.first()).isEqualTo(5);
        assertThat(room.messages()).isEqualTo(1);
        assertThat(texts(done(store.latest(LOBBY, 10)))).containsExactly("m5");
        assertThat(done(store.latest(LOBBY, 10)).removed()).isTrue();
        assertThat(found("m1")).isEmpty();
        assertThat(done(store.after(LOBBY, Position.of(3), 10)).reset()).isTrue();
        // The reaction and the edit of messages that are gone.
        assertThat(done(store.after(LOBBY, Position.of(5), 10)).entries())
                .containsExactly(
                        new Entry.Reacted(6, clock.instant(), 1, BORIS, "!", true),
                        new Entry.Deleted(7, clock.instant(), 2));
        refused(Code.NOT_FOUND, store.edit(LOBBY, 1, "anna", "x", List.of()));
        assertThat(say("next").position().seq()).isEqualTo(8);
    }

    @Test
    void whoReadsBackwardsIntoWhatIsRemovedHasNoGapAndIsTold() {
        int all = 2_000;
        List<Future<Receipt>> said = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            said.add(store.append(new Draft(LOBBY, ANNA, "o" + i, "m" + i)));
        }
        said.forEach(HistoryStoreContract::done);
        assertThat(done(store.before(LOBBY, 10, 50)).removed()).isFalse();
        Future<Long> pruned = store.prune(new Retention(Duration.ofDays(1), 100, Duration.ofDays(1)));
        long before = all + 1;
        Page page;
        do {
            page = done(store.before(LOBBY, before, 50));
            for (int i = page.messages().size() - 1; i >= 0; i--) {
                assertThat(page.messages().get(i).seq()).isEqualTo(--before);
            }
        } while (page.more());
        assertThat(page.removed()).isEqualTo(before > 1);
        assertThat(done(pruned)).isEqualTo(all - 100L);
        assertThat(done(store.before(LOBBY, before, 50)).removed()).isTrue();
    }

    @Test
    void retentionByAgeMayLeaveNothingButTheNumbers() {
        for (int i = 0; i < 1_200; i++) {
            store.append(new Draft(LOBBY, ANNA, "o" + i, "old"));
        }
        say("old too");
        clock.pass(Duration.ofDays(2));
        Retention day = new Retention(Duration.ofDays(1), 10_000, Duration.ofDays(9));
        assertThat(done(store.prune(day))).isEqualTo(1_201);
        assertThat(done(store.room(LOBBY)).first()).isEqualTo(1_202);
        assertThat(done(store.latest(LOBBY, 10)).messages()).isEmpty();
        assertThat(done(store.after(LOBBY, Position.of(1_201), 10)).reset()).isFalse();
        assertThat(done(store.after(LOBBY, Position.of(1_200), 10)).reset()).isTrue();
        assertThat(say("new").position().seq()).isEqualTo(1_202);
        assertThat(done(store.prune(day))).isZero();
        assertThat(done(store.prune(Retention.FOREVER))).isZero();
    }

    @Test
    void roomsAreListedByName() {
        done(store.create(RoomDraft.open("b", "second")));
        done(store.create(RoomDraft.open("a", "")));
        done(store.open(RoomDraft.direct("anna", "boris")));
        List<Room> rooms = done(store.rooms("", 10));
        assertThat(rooms).extracting(Room::name).containsExactly("a", "b", LOBBY);
        assertThat(rooms).extracting(Room::topic).containsExactly("", "second", "everything");
        assertThat(done(store.rooms("a", 1))).extracting(Room::name).containsExactly("b");
        assertThat(rooms).extracting(room -> room.head().epoch()).doesNotHaveDuplicates();
    }

    @Test
    void aRoomIsCreatedOnce() {
        refused(Code.CONFLICT, store.create(RoomDraft.open(LOBBY, "mine")));
        assertThat(done(store.open(RoomDraft.open(LOBBY, "mine"))))
                .isEqualTo(done(store.room(LOBBY)))
                .extracting(Room::topic)
                .isEqualTo("everything");
        refused(Code.NOT_FOUND, store.room("nowhere"));
        assertThat(done(store.topic(LOBBY, "else")).topic()).isEqualTo("else");
        refused(Code.NOT_FOUND, store.topic("nowhere", "else"));
    }

    @Test
    void aDirectRoomIsForItsMembers() {
        Room room = done(store.open(RoomDraft.direct("boris", "anna")));
        assertThat(room).isEqualTo(done(store.open(RoomDraft.direct("anna", "boris"))));
        assertThat(room.kind()).isEqualTo(Room.Kind.DIRECT);
        assertThat(room.members()).isEqualTo(Set.of("anna", "boris"));
        assertThat(room.admits("anna")).isTrue();
        assertThat(room.admits("clara")).isFalse();
        Author clara = new Author("clara", "Clara");
        refused(Code.NOT_YOURS, store.append(new Draft(room.name(), clara, "1", "a")));
        refused(Code.NOT_YOURS, store.append(new Draft(room.name(), Author.anonymous("anna"), "1", "a")));
        refused(Code.NOT_YOURS, store.join(room.name(), "clara"));
        refused(Code.CONFLICT, store.leave(room.name(), "anna"));
        refused(Code.CONFLICT, store.topic(room.name(), "x"));
        done(store.append(new Draft(room.name(), ANNA, "1", "psst")));
        refused(Code.NOT_YOURS, store.react(room.name(), 1, clara, "!", true));
        assertThat(done(store.roomsOf("boris")))
                .singleElement()
                .isEqualTo(new Membership(done(store.room(room.name())), 0, 1, 0));
    }

    @Test
    void unreadMessagesAreThoseOfOthersSinceOneRead() {
        say("before");
        assertThat(done(store.join(LOBBY, "boris")).unread()).isZero();
        say("a");
        say("b");
        say(BORIS, null, "mine");
        done(store.react(LOBBY, 2, ANNA, "!", true));
        say(Author.anonymous("guest"), null, "c");
        assertThat(only("boris").read()).isEqualTo(1);
        assertThat(only("boris").unread()).isEqualTo(3);
        assertThat(done(store.join(LOBBY, "boris"))).isEqualTo(only("boris"));
        done(store.read(LOBBY, "boris", 2));
        done(store.delete(LOBBY, 3, "anna"));
        assertThat(only("boris").unread()).isEqualTo(1);
        done(store.read(LOBBY, "boris", 1));
        assertThat(only("boris").read()).isEqualTo(2);
        done(store.read(LOBBY, "boris", 1_000));
        assertThat(only("boris").read())
                .isEqualTo(done(store.room(LOBBY)).head().seq());
        refused(Code.NOT_FOUND, store.read(LOBBY, "anna", 1));
    }

    @Test
    void mentionsThatAreNotReadAreCountedUntilTheyAreTakenBack() {
        done(store.join(LOBBY, "boris"));
        mention("boris", "boris", "clara");
        mention("clara");
        mention("boris");
        say("@Boris without a mention");
        assertThat(only("boris").mentions()).isEqualTo(2);
        assertThat(done(store.read(LOBBY, "boris", 1))).isEqualTo(only("boris"));
        assertThat(only("boris").mentions()).isEqualTo(1);
        done(store.edit(LOBBY, 3, "anna", "changed", List.of("boris")));
        assertThat(only("boris").mentions()).isEqualTo(1);
        done(store.delete(LOBBY, 3, "anna"));
        assertThat(only("boris").mentions()).isZero();
        mention("boris");
        say("the newest");
        done(store.prune(new Retention(Duration.ofDays(1), 1, Duration.ofDays(1))));
        assertThat(only("boris").mentions()).isZero();
        for (int i = 0; i <= Membership.MAX_UNREAD; i++) {
            mention("boris");
        }
        assertThat(only("boris").mentions()).isEqualTo(Membership.MAX_UNREAD);
    }

    @Test
    void anEditMentionsAnewWhomItNames() {
        JsonObject extra =
                new JsonObject().put("mentions", List.of("boris", "clara")).put("action", true);
        done(store.append(new Draft(LOBBY, ANNA, null, "hi", extra)));
        say("b");
        for (String person : List.of("boris", "clara", "dora")) {
            done(store.join(LOBBY, person));
        }
        assertThat(only("dora").read()).isEqualTo(2);
        Receipt edit = done(store.edit(LOBBY, 1, "anna", "hello", List.of("clara", "dora")));
        Entry told = new Entry.Edited(3, clock.instant(), 1, "hello", List.of("clara", "dora"));
        assertThat(edit.entry()).contains(told);
        assertThat(done(store.after(LOBBY, Position.of(2), 10)).entries()).containsExactly(told);
        assertThat(message(1).mentions()).containsExactly("clara", "dora");
        assertThat(message(1).extra().getBoolean("action")).isTrue();
        assertThat(done(store.search(LOBBY, "hello", 10, 10)).get(0)).isEqualTo(message(1));
        // Who is new is called back to what was read already, who was mentioned before is not called again.
        assertThat(only("boris").mentions()).isZero();
        assertThat(only("clara").mentions()).isZero();
        assertThat(only("dora").mentions()).isEqualTo(1);
        assertThat(only("dora").unread()).isZero();
        done(store.edit(LOBBY, 1, "anna", "hello again", List.of("dora")));
        assertThat(only("dora").mentions()).isEqualTo(1);
        assertThat(done(store.read(LOBBY, "dora", 3)).mentions()).isZero();
        done(store.edit(LOBBY, 1, "anna", "hello nobody", List.of()));
        assertThat(message(1).extra().fieldNames()).containsExactly("action");
        done(store.edit(LOBBY, 1, "anna", "hello Boris", List.of("boris")));
        assertThat(only("boris").mentions()).isEqualTo(1);
        done(store.delete(LOBBY, 1, "anna"));
        assertThat(only("boris").mentions()).isZero();
    }

    @Test
    void theMentionOfAnEditGoesWithItsMessage() {
        say("a");
        done(store.join(LOBBY, "boris"));
        done(store.edit(LOBBY, 1, "anna", "b", List.of("boris")));
        assertThat(only("boris").mentions()).isEqualTo(1);
        done(store.prune(new Retention(Duration.ofDays(1), 1, Duration.ofDays(1))));
        assertThat(only("boris").mentions()).isZero();
    }

    private void mention(String... people) {
        JsonObject extra = new JsonObject().put("mentions", List.of(people));
        done(store.append(new Draft(LOBBY, ANNA, null, "hi", extra)));
    }

    @Test
    void headsOfSeveralRoomsAreReadTogether() {
        done(store.create(RoomDraft.open("b\"[", "")));
        say("a");
        assertThat(done(store.heads(List.of(LOBBY, "b\"[", "nowhere"))))
                .isEqualTo(Map.of(
                        LOBBY,
                        done(store.room(LOBBY)).head(),
                        "b\"[",
                        done(store.room("b\"[")).head()));
        assertThat(done(store.heads(List.of()))).isEmpty();
    }

    @Test
    void severalPeopleAreFoundTogetherByIdentityOrAsMembersByName() {
        Duration idle = Duration.ofDays(30);
        Person anna = done(store.claim("anna", "Anna", idle)).person();
        Person boris = done(store.claim("boris", "Boris", idle)).person();
        assertThat(done(store.people(List.of("anna", "boris", "clara")))).containsExactlyInAnyOrder(anna, boris);
        done(store.join(LOBBY, "boris"));
        assertThat(done(store.members(LOBBY, List.of("ANNA", "BORIS", "nobody"))))
                .containsExactly(boris);
        assertThat(done(store.members("nowhere", List.of("Boris")))).isEmpty();
    }

    @Test
    void whoLeavesIsNoMember() {
        done(store.join(LOBBY, "boris"));
        done(store.leave(LOBBY, "boris"));
        done(store.leave(LOBBY, "boris"));
        assertThat(done(store.roomsOf("boris"))).isEmpty();
        refused(Code.NOT_FOUND, store.join("nowhere", "boris"));
    }

    private Membership only(String person) {
        List<Membership> rooms = done(store.roomsOf(person));
        assertThat(rooms).hasSize(1);
        return rooms.get(0);
    }

    @Test
    void aNameHasOneOwner() {
        Duration idle = Duration.ofDays(30);
        Person anna = new Person("anna", "Anna", 1, clock.instant());
        assertThat(done(store.claim("anna", "Anna", idle))).isEqualTo(new Claim(anna, Optional.empty()));
        refused(Code.CONFLICT, store.claim("boris", "ANNA", idle));
        assertThat(done(store.claim("anna", "ANNA", idle)).person().name()).isEqualTo("ANNA");
        assertThat(done(store.named("anna")).name()).isEqualTo("ANNA");
        done(store.claim("anna", "Anna B", idle));
        assertThat(done(store.claim("boris", "Anna", idle)).person().name()).isEqualTo("Anna");
        refused(Code.NOT_FOUND, store.named("nobody"));
    }

    @Test
    void aNameIsFreeWhenItsOwnerWasAwayForLong() {
        Duration idle = Duration.ofDays(30);
        done(store.claim("anna", "Anna", idle));
        clock.pass(Duration.ofDays(20));
        assertThat(done(store.greet("anna"))).isEqualTo(new Person("anna", "Anna", 1, clock.instant()));
        clock.pass(Duration.ofDays(20));
        refused(Code.CONFLICT, store.claim("boris", "Anna", idle));
        clock.pass(Duration.ofDays(20));
        Person loser = new Person("anna", null, 2, clock.instant().minus(Duration.ofDays(40)));
        Person boris = new Person("boris", "Anna", 1, clock.instant());
        assertThat(done(store.claim("boris", "Anna", idle))).isEqualTo(new Claim(boris, Optional.of(loser)));
        assertThat(done(store.named("Anna")).id()).isEqualTo("boris");
        assertThat(done(store.greet("anna")).name()).isNull();
        refused(Code.NOT_FOUND, store.greet("nobody"));
    }

    @Test
    void eachChangeOfANameHasTheNextVersionWhoeverMakesIt() {
        Duration idle = Duration.ofDays(30);
        HistoryStore second = another();
        List<Future<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            claims.add((i % 2 == 0 ? store : second).claim("anna", "Anna " + i, idle));
        }
        List<Person> given = claims.stream().map(claim -> done(claim).person()).toList();
        assertThat(given)
                .extracting(Person::version)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
        Person last = done(store.greet("anna"));
        assertThat(given).contains(last);
        assertThat(last.version()).isEqualTo(20);
        // The same name again is no change, and who asks for another's gets none.
        assertThat(done(store.claim("anna", last.name(), idle)).person()).isEqualTo(last);
        done(store.claim("boris", "Boris", idle));
        refused(Code.CONFLICT, store.claim("anna", "boris", idle));
        assertThat(done(store.people(List.of("anna")))).containsExactly(last);
    }

    @Test
    void aQuotaHoldsForAllNodesAndComesBackSteadily() {
        Duration idle = Duration.ofDays(30);
        Quota quota = new Quota(3, Duration.ofMinutes(9));
        HistoryStore second = another();
        List<Future<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            claims.add((i % 2 == 0 ? store : second).claim("anna", "Anna " + i, idle, quota));
        }
        Future.join(claims).otherwiseEmpty().await();
        assertThat(claims.stream().filter(Future::succeeded)).hasSize(3);
        assertThat(done(store.greet("anna")).version()).isEqualTo(3);
        claims.stream().filter(Future::failed).forEach(claim -> refused(Code.TOO_FAST, claim));
        clock.pass(Duration.ofMinutes(2));
        assertThat(retryAfter(store.claim("anna", "Anna", idle, quota))).isEqualTo(60_000);
        clock.pass(Duration.ofMinutes(1));
        done(store.claim("anna", "Anna", idle, quota));
        refused(Code.TOO_FAST, store.claim("anna", "Usha", idle, quota));
        // What is no change costs nothing, and neither does what is refused; others have their own.
        done(store.claim("anna", "Anna", idle, quota));
        done(store.claim("boris", "Boris", idle, quota));
        clock.pass(Duration.ofMinutes(3));
        refused(Code.CONFLICT, store.claim("anna", "Boris", idle, quota));
        done(store.claim("anna", "Usha", idle, quota));
        done(store.prune(Retention.FOREVER));
        refused(Code.TOO_FAST, store.claim("anna", "Anna", idle, quota));
        clock.pass(Duration.ofMinutes(9));
        done(store.prune(Retention.FOREVER));
        for (int i = 0; i < 3; i++) {
            done(store.claim("anna", "Anna" + i, idle, quota));
        }
        refused(Code.TOO_FAST, store.claim("anna", "Anna", idle, quota));
    }

    @Test
    void whoHasMadeEnoughRoomsMakesNoMore() {
        Quota quota = new Quota(2, Duration.ofHours(1));
        done(store.create(RoomDraft.open("a", ""), "anna", quota));
        refused(Code.CONFLICT, store.create(RoomDraft.open("a", ""), "anna", quota));
        Room direct = done(store.open(RoomDraft.direct("anna", "boris"), "anna", quota));
        assertThat(done(store.open(RoomDraft.direct("anna", "boris"), "anna", quota)))
                .isEqualTo(direct);
        assertThat(retryAfter(store.create(RoomDraft.open("b", ""), "anna", quota)))
                .isEqualTo(1_800_000);
        refused(Code.TOO_FAST, store.open(RoomDraft.direct("anna", "clara"), "anna", quota));
        refused(Code.NOT_FOUND, store.room("b"));
        done(store.create(RoomDraft.open("b", ""), "boris", quota));
        done(store.claim("anna", "Anna", Duration.ofDays(1), quota));
    }

    private static long retryAfter(Future<?> future) {
        refused(Code.TOO_FAST, future);
        return ((StoreException) future.cause()).retryAfter();
    }

    @Test
    void aThousandAtOnceHaveNoGapAndNoDouble() {
        List<Future<Receipt>> appends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            appends.add(store.append(new Draft(LOBBY, new Author("p" + i % 7, "P"), "o" + i, "m" + i)));
        }
        List<Receipt> receipts =
                appends.stream().map(HistoryStoreContract::done).toList();
        assertThat(receipts)
                .extracting(receipt -> receipt.position().seq())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 1_000).boxed().toList());
        List<Entry> log = done(store.after(LOBBY, Position.of(0), 1_000)).entries();
        assertThat(log)
                .containsExactlyInAnyOrderElementsOf(receipts.stream()
                        .map(receipt -> receipt.entry().orElseThrow())
                        .toList())
                .extracting(Entry::seq)
                .isSorted();
    }

    @Test
    void theMessagesOfOneSenderStayInOrder() {
        List<Future<Receipt>> appends = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            appends.add(store.append(new Draft(LOBBY, ANNA, "o" + i, "m" + i)));
        }
        assertThat(appends.stream().map(append -> done(append).position().seq()))
                .isSorted();
    }

    @Test
    void twoStoresOnOneDatabaseShareTheNumbers() {
        HistoryStore second = another();
        for (int i = 0; i < 10; i++) {
            done(store.open(RoomDraft.open("room" + i, "")));
        }
        List<Future<Receipt>> appends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Draft draft = new Draft("room" + i % 10, ANNA, "o" + i, "m" + i);
            appends.add(store.append(draft));
            appends.add(second.append(draft));
        }
        List<Receipt> receipts =
                appends.stream().map(HistoryStoreContract::done).toList();
        assertThat(receipts.stream().filter(receipt -> !receipt.repeated())).hasSize(500);
        for (int i = 0; i < 10; i++) {
            assertThat(done(second.after("room" + i, Position.of(0), 1_000)).entries())
                    .extracting(Entry::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 50).boxed().toList());
        }
    }

    @Test
    void answersArriveOnTheContextOfTheCaller() {
        Promise<List<Context>> seen = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> store.append(new Draft(LOBBY, ANNA, null, "a"))
                .map(receipt -> Vertx.currentContext())
                .compose(written -> store.latest(LOBBY, 1).map(page -> List.of(written, Vertx.currentContext())))
                .onComplete(seen));
        assertThat(done(seen.future())).containsExactly(context, context);
    }

    @Test
    void aClosedStoreRefuses() {
        Future<Receipt> last = store.append(new Draft(LOBBY, ANNA, null, "a"));
        Future<Void> closed = store.close();
        refused(Code.UNAVAILABLE, store.append(new Draft(LOBBY, ANNA, null, "b")));
        done(closed);
        assertThat(done(last).position().seq()).isEqualTo(1);
        refused(Code.UNAVAILABLE, store.latest(LOBBY, 1));
        refused(Code.UNAVAILABLE, store.check());
    }

    @Test
    void whatWasAckedByAProcessThatIsKilledIsThereOnceAndWithoutGap() throws Exception {
        Map<String, Long> acked = new HashMap<>();
        int first = 0;
        for (int round = 0; round < 3; round++) {
            acked.putAll(sendUntilKilled(first, 300));
            List<Entry> log = wholeLog();
            assertThat(log)
                    .extracting(Entry::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, log.size()).boxed().toList());
            Map<String, Long> found = new HashMap<>();
            for (Entry entry : log) {
                String text = ((Entry.Posted) entry).message().text();
                assertThat(found.put(text.substring("message ".length()), entry.seq()))
                        .as(text)
                        .isNull();
            }
            assertThat(found).containsAllEntriesOf(acked);
            // Some of these were answered, some written and not answered, some neither.
            first = Math.max(0, found.size() - 100);
        }
    }

    private Map<String, Long> sendUntilKilled(int first, int answers) throws IOException {
        Process sender = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sender.class.getName(),
                        address(),
                        String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, Long> acked = new HashMap<>();
        try (BufferedReader output = sender.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                // The last line may be cut off.
                if (line.endsWith(".")) {
                    acked.put(
                            line.substring(0, line.indexOf(' ')),
                            Long.valueOf(line.substring(line.indexOf(' ') + 1, line.length() - 1)));
                }
                if (acked.size() == answers) {
                    // By its handle: the process itself would close the stream, and hide what was answered last.
                    sender.toHandle().destroyForcibly();
                }
            }
        } finally {
            sender.destroyForcibly();
        }
        assertThat(acked).as("answers before the kill").hasSizeGreaterThanOrEqualTo(answers);
        return acked;
    }

    private List<Entry> wholeLog() {
        List<Entry> log = new ArrayList<>();
        Replay replay;
        do {
            replay = done(store.after(LOBBY, Position.of(log.size()), 1_000));
            log.addAll(replay.entries());
        } while (replay.more());
        return log;
    }
}
