package io.samvad.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final int MANY = 30;

    private final Rooms rooms = new Rooms();
    private final Listening a = member("a");
    private final Listening b = member("b");
    private final Listening c = member("c");

    private Listening member(String id) {
        Listening member = new Listening(id);
        rooms.add(member);
        return member;
    }

    private List<Recipient> selected(Set<String> in, Set<String> except) {
        List<Recipient> selected = new ArrayList<>();
        rooms.forEach(Target.of(in, except), selected::add);
        return selected;
    }

    @Test
    void noRoomMeansEverybodyInTheOrderTheyCame() {
        assertThat(selected(Set.of(), Set.of())).containsExactly(a, b, c);
    }

    @Test
    void whoIsInSeveralRoomsIsSelectedOnce() {
        rooms.join(a, "x");
        rooms.join(a, "y");
        rooms.join(b, "y");
        assertThat(selected(Set.of("x", "y"), Set.of())).containsExactlyInAnyOrder(a, b);
        assertThat(selected(Set.of("x", "a", "none"), Set.of())).containsExactly(a);
    }

    @Test
    void exceptWinsOverEverything() {
        rooms.join(a, "x");
        rooms.join(b, "x");
        rooms.join(b, "y");
        assertThat(selected(Set.of("x"), Set.of("y"))).containsExactly(a);
        assertThat(selected(Set.of(), Set.of("x"))).containsExactly(c);
        assertThat(selected(Set.of("a"), Set.of("a"))).isEmpty();
    }

    @Test
    void theIdOfASocketIsARoomWithItAndWhoeverJoinsIt() {
        assertThat(selected(Set.of("a"), Set.of())).containsExactly(a);
        rooms.join(b, "a");
        assertThat(selected(Set.of("a"), Set.of())).containsExactlyInAnyOrder(a, b);
        rooms.join(a, "a");
        assertThat(rooms.of(a)).containsExactly("a");
        rooms.remove(a);
        assertThat(selected(Set.of("a"), Set.of())).containsExactly(b);
    }

    @Test
    void emptyRoomsAreNotKept() {
        rooms.join(a, "x");
        rooms.join(b, "x");
        rooms.leave(a, "x");
        rooms.leave(a, "x");
        assertThat(rooms.names()).containsExactly("x");
        rooms.remove(b);
        assertThat(rooms.names()).isEmpty();
        assertThat(rooms.memberCount()).isEqualTo(2);
    }

    @Test
    void manyRoomsAndMembersAreAsFewAre() {
        List<String> names = IntStream.range(0, MANY).mapToObj(i -> "room " + i).toList();
        names.forEach(name -> rooms.join(a, name));
        names.forEach(name -> rooms.join(a, name));
        assertThat(rooms.of(a)).startsWith("a", "room 0", "room 1").hasSize(MANY + 1);
        List<Listening> others =
                IntStream.range(0, MANY).mapToObj(i -> member("member " + i)).toList();
        others.forEach(other -> rooms.join(other, "room 0"));
        assertThat(selected(Set.of("room 0"), Set.of())).startsWith(a).hasSize(MANY + 1);
        others.forEach(other -> {
            assertThat(selected(Set.of("room 0"), Set.of())).contains(other);
            rooms.leave(other, "room 0");
            assertThat(selected(Set.of("room 0"), Set.of())).doesNotContain(other);
        });
        names.forEach(name -> {
            assertThat(rooms.of(a)).contains(name);
            rooms.leave(a, name);
            assertThat(rooms.of(a)).doesNotContain(name);
        });
        assertThat(rooms.names()).isEmpty();
    }

    @Test
    void whoHasGoneCannotJoin() {
        rooms.remove(a);
        rooms.join(a, "x");
        assertThat(rooms.names()).isEmpty();
        assertThat(rooms.of(a)).isEmpty();
        assertThat(selected(Set.of("a", "x"), Set.of())).isEmpty();
    }
}
