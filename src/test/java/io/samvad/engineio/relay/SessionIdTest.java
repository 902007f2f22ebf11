package io.samvad.engineio.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

    @Test
    void anIdMayEndAsTheApplicationSays() {
        SessionId ids = new SessionId();
        for (String own : List.of("0123456789abcdef", UUID.randomUUID().toString(), "x".repeat(64))) {
            assertThat(ids.of(own)).isEqualTo(ids.owner() + own);
            assertThat(SessionId.ownerOf(ids.of(own))).isEqualTo(ids.owner());
        }
        for (String own :
                new String[] {null, "", "x".repeat(15), "x".repeat(65), "0123456789abcde ", "0123456789abcde:"}) {
            assertThatThrownBy(() -> ids.of(own))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16 to 64 letters");
        }
    }

    /** What comes from outside becomes part of a bus address only if it could be ours. */
    @Test
    void whatCannotBeAnIdHasNoOwner() {
        String id = new SessionId().next();
        for (String forged : List.of(
                "",
                "a",
                id + "a".repeat(45),
                id.substring(5),
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
