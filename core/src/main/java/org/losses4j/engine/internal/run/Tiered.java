package org.losses4j.engine.internal.run;

import java.util.function.LongSupplier;
import org.losses4j.engine.internal.codegen.Kernel;

/** A kernel that starts as lane-by-lane code and changes to vector code once that is faster, without a change of any bit of a result. */
public final class Tiered implements Kernel {
    // Until HotSpot has compiled vector code, which takes a second or two of running it, each of its instructions is a
    // call that makes an object, and rows take hundreds of times as long. Where no warm-up sees to that, vectors are
    // tried now and then, in total for about as long as the lane-by-lane kernel has run: a program that ends soon
    // never pays for trials, and one that goes on takes at most twice as long.

    private static final int WINS = 3;
    private static final long NO_TRIAL_BEFORE = 50_000_000L;
    /** Nanoseconds of trials, more than HotSpot ever needs: vectors that are still slow then are likely to stay so. */
    private static final long FIRST_BUDGET = 10_000_000_000L;

    private static final int LATER_SHARE = 32;

    private final Kernel first;
    private final Kernel vectors;
    private final LongSupplier clock;
    private volatile boolean hot;
    private volatile boolean tries = true;
    // Threads may overwrite each other's numbers; that only moves the change to vectors by a few blocks.
    private volatile double firstRow = Double.NaN;
    private volatile int wins;
    private volatile long firstTime;
    private volatile long trialTime;

    public Tiered(Kernel first, Kernel vectors) {
        this(first, vectors, System::nanoTime);
    }

    /**
     * A pair of kernels that compute the same bits.
     *
     * @param first lane-by-lane code
     * @param clock counts nanoseconds
     */
    Tiered(Kernel first, Kernel vectors, LongSupplier clock) {
        this.first = first;
        this.vectors = vectors;
        this.clock = clock;
    }

    /** Leaves vectors alone, as another thread sees to it that HotSpot compiles them. */
    void stopTrials() {
        tries = false;
    }

    /** Tries vectors again now and then. */
    void resumeTrials() {
        tries = true;
    }

    /** Computes by vectors from now on. */
    void useVectors() {
        hot = true;
    }

    Kernel first() {
        return first;
    }

    Kernel vectors() {
        return vectors;
    }

    /** Whether vectors have taken over. */
    public boolean usesVectors() {
        return hot;
    }

    @Override
    public void run(Object[] arrays, int[] offsets, int[] sizes, double[] uniforms, double[] totals, int from, int to) {
        if (hot) {
            vectors.run(arrays, offsets, sizes, uniforms, totals, from, to);
            return;
        }
        if (!tries) {
            first.run(arrays, offsets, sizes, uniforms, totals, from, to);
            return;
        }
        boolean trial = trialTime <= Math.min(firstTime - NO_TRIAL_BEFORE, FIRST_BUDGET + firstTime / LATER_SHARE);
        long start = clock.getAsLong();
        (trial ? vectors : first).run(arrays, offsets, sizes, uniforms, totals, from, to);
        long time = clock.getAsLong() - start;
        double row = (double) time / (to - from);
        if (trial) {
            trialTime = trialTime + time;
            wins = row < firstRow ? wins + 1 : 0;
            if (wins >= WINS) {
                useVectors();
            }
        } else {
            firstTime = firstTime + time;
            firstRow = row;
        }
    }
}
