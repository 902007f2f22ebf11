package io.samvad.chat;

/** How much somebody may still ask for: a bucket that fills steadily. */
final class Allowance {
    private static final int BURST_SECONDS = 5;
    private static final double NANOS = 1e9;

    private final double most;
    private final double perSecond;
    private double left;
    private long filledAt;

    /** Holds five seconds' worth. */
    Allowance(int perSecond) {
        this((double) perSecond * BURST_SECONDS, perSecond);
    }

    /** @param most what it holds, and has at first */
    private Allowance(double most, double perSecond) {
        this.most = most;
        this.perSecond = perSecond;
        this.left = most;
        this.filledAt = System.nanoTime();
    }

    /** Takes one; milliseconds until there is one, or 0 if it was there. */
    long take() {
        fill();
        if (left < 1) {
            return (long) Math.ceil((1 - left) / perSecond * 1_000);
        }
        left--;
        return 0;
    }

    private void fill() {
        long now = System.nanoTime();
        left = Math.min(most, left + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
    }
}
