package io.samvad.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PeersTest {
    private long now;
    private final Peers peers = new Peers("me", () -> now);

    @Test
    void aLoopIsAPeerOnceItSaysThatItHearsUs() {
        assertThat(peers.hello("other", Set.of())).isTrue();
        assertThat(peers.heard()).containsExactly("other");
        assertThat(peers.mutual()).isEmpty();
        assertThat(peers.hello("other", Set.of("me"))).isFalse();
        assertThat(peers.mutual()).containsExactly("other");
    }

    @Test
    void aLoopThatIsSilentForTooLongIsTold() {
        peers.hello("silent", Set.of("me"));
        peers.hello("talking", Set.of("me"));
        while (now < Peers.SILENCE) {
            tick(Peers.HELLO_INTERVAL);
            peers.heard("talking");
            assertThat(peers.silent()).isEmpty();
        }
        tick(Peers.HELLO_INTERVAL);
        assertThat(peers.silent()).containsExactly("silent");
        peers.gone("silent");
        assertThat(peers.mutual()).containsExactly("talking");
        assertThat(peers.hello("silent", Set.of())).isTrue();
    }

    @Test
    void whoWasHeldUpDoesNotTakeTheOthersForGone() {
        peers.hello("other", Set.of("me"));
        tick(10 * Peers.SILENCE);
        assertThat(peers.silent()).isEmpty();
        tick(Peers.HELLO_INTERVAL);
        assertThat(peers.silent()).isEmpty();
    }

    private void tick(long milliseconds) {
        now += milliseconds;
    }
}
