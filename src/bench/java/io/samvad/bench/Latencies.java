package io.samvad.bench;

import java.util.Arrays;

/** A histogram of nanoseconds in steps of less than 1 %. Recording costs a few instructions and no memory. */
final class Latencies {
    private static final int STEP_BITS = 7;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(Long.SIZE - STEP_BITS + 1) * STEPS];
    private long count;

    /** @param times how many deliveries took so long */
    void record(long nanos, int times) {
        counts[index(Math.max(0, nanos))] += times;
        count += times;
    }

    /** The latency that the given share of all recorded ones did not exceed, in nanoseconds; 0 when there is none. */
    long quantile(double share) {
        long wanted = Math.max(1, Math.round(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return middle(i);
            }
        }
        return 0;
    }

    /** Deliveries recorded since it was cleared. */
    long count() {
        return count;
    }

    void clear() {
        Arrays.fill(counts, 0);
        count = 0;
    }

    /** Exact below two times {@link #STEPS}; above, each power of two has so many steps. */
    private static int index(long nanos) {
        int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1) - STEP_BITS);
        return shift * STEPS + (int) (nanos >>> shift);
    }

    private static long middle(int index) {
        int shift = Math.max(0, index / STEPS - 1);
        long lowest = (long) (index - shift * STEPS) << shift;
        return lowest + (1L << shift) / 2;
    }
}
