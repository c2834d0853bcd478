package org.losses4j.engine.internal.run;

import org.losses4j.engine.internal.codegen.Kernel;

/** A kernel of a small program, which is warmed up once it has run often: to a training that ends soon, or has just started, it is not worth that. */
final class Postponed implements Kernel {
    private static final int MANY_ROWS = 1 << 17;

    private final Tiered tiered;
    private final Runnable warmUp;
    // Threads may overwrite each other's number, and then start the warm-up later, or twice.
    private int rows;

    /**
     * A kernel that has not run.
     *
     * @param warmUp starts the warm-up
     */
    Postponed(Tiered tiered, Runnable warmUp) {
        this.tiered = tiered;
        this.warmUp = warmUp;
        tiered.stopTrials();
    }

    @Override
    public void run(Object[] arrays, int[] offsets, int[] sizes, double[] uniforms, double[] totals, int from, int to) {
        tiered.run(arrays, offsets, sizes, uniforms, totals, from, to);
        int before = rows;
        if (before < MANY_ROWS) {
            rows = before + Math.min(to - from, MANY_ROWS);
            if (rows >= MANY_ROWS) {
                warmUp.run();
            }
        }
    }
}
