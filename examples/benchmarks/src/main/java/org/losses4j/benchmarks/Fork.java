package org.losses4j.benchmarks;

import java.util.Arrays;

/**
 * The iterations of one JVM.
 *
 * @param before the last iterations before those that count, in nanoseconds for a computation
 * @param counted those that count
 * @param compiling the share of their time in which HotSpot's compilers worked
 */
@SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
record Fork(double[] before, double[] counted, double compiling) {
    // More than noise, less than what the next tier of HotSpot's compilers brings.
    static final double STEADY = 0.9;
    // While they have much to do, times may be steady, and fall only when they have done it.
    private static final double BUSY = 0.1;

    double median() {
        return median(counted);
    }

    /** Whether what counts was faster than what came just before, or its second half than its first, or compilers were busy. */
    boolean isWarmingUp() {
        int half = counted.length / 2;
        return compiling > BUSY
                || median() < STEADY * median(before)
                || median(Arrays.copyOfRange(counted, half, counted.length))
                        < STEADY * median(Arrays.copyOf(counted, Math.max(1, half)));
    }

    private static double median(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return Figure.quantile(sorted, 0.5);
    }
}
