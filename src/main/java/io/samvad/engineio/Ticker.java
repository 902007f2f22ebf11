package io.samvad.engineio;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * The one timer of a loop, for all heartbeats and timeouts of its sessions: a hashed wheel of intrusive lists, so that a
 * deadline costs no object and setting it again costs no search. Runs only while there are deadlines.
 */
final class Ticker {
    static final int TICK_MS = 10;
    private static final int SLOTS = 4096;
    private static final long NOT_RUNNING = -1;

    private final Vertx vertx;
    private final LongSupplier clock;
    private final Deadline[] slots = new Deadline[SLOTS];
    private int count;
    private long timer = NOT_RUNNING;
    private long lastTick;

    /** @param clock milliseconds that only go forward */
    Ticker(Vertx vertx, LongSupplier clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Something with one deadline at a time. */
    abstract static class Deadline {
        private Deadline previous;
        private Deadline next;
        private long due;
        private boolean scheduled;

        /** The deadline has passed. */
        abstract void expired();

        final boolean isScheduled() {
            return scheduled;
        }
    }

    long now() {
        return clock.getAsLong();
    }

    /** How many deadlines are set. */
    int count() {
        return count;
    }

    /** Sets the deadline, in place of the one before. */
    void schedule(Deadline deadline, long delayMs) {
        schedule(deadline, delayMs, clock.getAsLong());
    }

    /**
     * Sets the deadline counting from the one that has just expired, so that a late tick does not add up: who waits for both
     * knows only when the first began. At most an eighth of the delay is taken off, in case this loop was blocked.
     */
    void scheduleNext(Deadline deadline, long delayMs) {
        schedule(deadline, delayMs, Math.max(deadline.due, clock.getAsLong() - delayMs / 8));
    }

    private void schedule(Deadline deadline, long delayMs, long from) {
        cancel(deadline);
        long now = clock.getAsLong();
        if (count == 0) {
            lastTick = now / TICK_MS;
        }
        deadline.due = from + delayMs;
        deadline.scheduled = true;
        int slot = slot(deadline);
        deadline.next = slots[slot];
        if (deadline.next != null) {
            deadline.next.previous = deadline;
        }
        slots[slot] = deadline;
        count++;
        if (timer == NOT_RUNNING) {
            timer = vertx.setPeriodic(TICK_MS, tick -> advance());
        }
    }

    /** Takes the deadline away, if there is one. */
    void cancel(Deadline deadline) {
        if (!deadline.scheduled) {
            return;
        }
        if (deadline.previous == null) {
            slots[slot(deadline)] = deadline.next;
        } else {
            deadline.previous.next = deadline.next;
        }
        if (deadline.next != null) {
            deadline.next.previous = deadline.previous;
        }
        deadline.previous = null;
        deadline.next = null;
        deadline.scheduled = false;
        count--;
    }

    /** Lets a deadline expire that has passed, or will within a tick: for a request, which should not hang on the tick. */
    void check(Deadline deadline) {
        if (deadline.scheduled && deadline.due - TICK_MS <= clock.getAsLong()) {
            cancel(deadline);
            deadline.expired();
        }
    }

    /** Lets expire what is due. */
    void advance() {
        long now = clock.getAsLong();
        long tick = now / TICK_MS;
        long from = Math.max(lastTick, tick - SLOTS + 1);
        lastTick = tick;
        for (long at = from; at <= tick; at++) {
            expire((int) (at % SLOTS), now);
        }
        if (count == 0 && timer != NOT_RUNNING) {
            vertx.cancelTimer(timer);
            timer = NOT_RUNNING;
        }
    }

    /** What expires may set and cancel any deadline, so each is unlinked first and the walk begins again behind it. */
    private void expire(int slot, long now) {
        Deadline at = slots[slot];
        while (at != null) {
            if (at.due <= now) {
                cancel(at);
                at.expired();
                at = slots[slot];
            } else {
                at = at.next;
            }
        }
    }

    private static int slot(Deadline deadline) {
        return (int) (deadline.due / TICK_MS % SLOTS);
    }
}
