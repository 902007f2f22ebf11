package io.samvad.socketio.adapter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The other loops of the conversation. One that says hello is heard; it is a peer, of whom answers are awaited, once its
 * hello says that it hears us, too. Between nodes the way there and the way back open at different moments.
 *
 * <p>A loop that crashes says no goodbye. Between nodes each says hello every {@link #HELLO_INTERVAL}, and one that is silent
 * for {@link #SILENCE} is gone.
 */
final class Peers {
    /** Milliseconds between two hellos. */
    static final long HELLO_INTERVAL = 1_000;
    /** Milliseconds after which a silent loop is gone. */
    static final long SILENCE = 5_000;

    private final LongSupplier clock;
    private final String self;
    /** When each was heard last. */
    private final Map<String, Long> heard = new HashMap<>();

    private final Set<String> mutual = new HashSet<>();
    private long lastCheck;

    /**
     * @param self this loop
     * @param clock milliseconds that only go forward
     */
    Peers(String self, LongSupplier clock) {
        this.self = self;
        this.clock = clock;
        this.lastCheck = clock.getAsLong();
    }

    /** Those we hear; a copy. */
    Set<String> heard() {
        return Set.copyOf(heard.keySet());
    }

    /** Whether anybody may hear us. */
    boolean isAlone() {
        return heard.isEmpty();
    }

    /** Those who hear us and whom we hear. */
    Set<String> mutual() {
        return Collections.unmodifiableSet(mutual);
    }

    /** A loop has said something. */
    void heard(String loop) {
        heard.computeIfPresent(loop, (known, before) -> clock.getAsLong());
    }

    /**
     * A loop has said hello.
     *
     * @return whether it was not known, and should hear from us soon
     */
    boolean hello(String loop, Set<String> heardByIt) {
        boolean isNew = heard.put(loop, clock.getAsLong()) == null;
        if (heardByIt.contains(self)) {
            mutual.add(loop);
        }
        return isNew;
    }

    /** A loop has gone. */
    void gone(String loop) {
        heard.remove(loop);
        mutual.remove(loop);
    }

    /**
     * Those that are silent for too long, to be called every {@link #HELLO_INTERVAL}. A loop that was itself held up has not
     * heard anybody, which says nothing about them: it listens for a while first.
     */
    List<String> silent() {
        long now = clock.getAsLong();
        boolean heldUp = now - lastCheck > 2 * HELLO_INTERVAL;
        lastCheck = now;
        List<String> silent = new ArrayList<>();
        if (heldUp) {
            heard.replaceAll((loop, before) -> now);
        }
        heard.forEach((loop, last) -> {
            if (now - last > SILENCE) {
                silent.add(loop);
            }
        });
        return silent;
    }
}
