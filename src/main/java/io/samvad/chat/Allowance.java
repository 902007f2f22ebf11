package io.samvad.chat;

/** How much a socket may still ask for: a bucket that fills steadily and holds five seconds' worth. */
final class Allowance {
    private static final int BURST_SECONDS = 5;
    private static final double NANOS = 1e9;

    private final int perSecond;
    private double left;
    private long filledAt;

    Allowance(int perSecond) {
        this.perSecond = perSecond;
        this.left = (double) perSecond * BURST_SECONDS;
        this.filledAt = System.nanoTime();
    }

    /** Takes one; milliseconds until there is one, or 0 if it was there. */
    long take() {
        long now = System.nanoTime();
        left = Math.min((double) perSecond * BURST_SECONDS, left + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (left < 1) {
            return (long) Math.ceil((1 - left) / perSecond * 1_000);
        }
        left--;
        return 0;
    }
}
