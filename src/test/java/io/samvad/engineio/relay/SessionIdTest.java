package io.samvad.engineio.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionIdTest {

    @Test
    void anIdNamesItsOwner() {
        SessionId ids = new SessionId();
        assertThat(ids.owner()).matches("[A-Za-z0-9_-]{8}");
        String id = ids.next();
        assertThat(id).matches("[A-Za-z0-9_-]{28}").startsWith(ids.owner());
        assertThat(SessionId.ownerOf(id)).isEqualTo(ids.owner());
    }

    @Test
    void idsAndOwnersDoNotRepeat() {
        SessionId ids = new SessionId();
        Set<String> seen = new HashSet<>();
        Set<String> owners = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(ids.next());
            owners.add(new SessionId().owner());
        }
        assertThat(seen).hasSize(1_000);
        assertThat(owners).hasSize(1_000);
    }

    /** What comes from outside becomes part of a bus address only if it could be ours. */
    @Test
    void whatCannotBeAnIdHasNoOwner() {
        String id = new SessionId().next();
        for (String forged : List.of(
                "",
                "a",
                id + "a",
                id.substring(1),
                id.substring(1) + "*",
                id.substring(1) + ".",
                "ü" + id.substring(1),
                "\u0000" + id.substring(1),
                " " + id.substring(1),
                "/" + id.substring(1))) {
            assertThat(SessionId.ownerOf(forged)).as(forged).isNull();
        }
    }
}
