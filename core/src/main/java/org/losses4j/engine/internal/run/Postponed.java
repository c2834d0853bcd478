package org.losses4j.engine.internal.run;

import java.util.concurrent.atomic.AtomicBoolean;
import org.losses4j.engine.internal.codegen.Kernel;

/**
 * A kernel of a small program, which is warmed up once it has run often, or a larger program runs it too: to a training that has
 * just started, or ends soon, it is not worth that. Or a kernel that was made in advance, once a program that is not small runs it.
 */
final class Postponed implements Kernel {
    private static final int OFTEN = 1 << 14;

    private final Tiered tiered;
    private final Runnable warmUp;
    private final AtomicBoolean started = new AtomicBoolean();
    // Threads may overwrite each other's number, and then start the warm-up a little later.
    private int calls;

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

    /** Starts the warm-up, unless it has started. */
    void start() {
        if (!started.getAndSet(true)) {
            warmUp.run();
        }
    }

    @Override
    public void run(Object[] arrays, int[] offsets, int[] sizes, double[] uniforms, double[] totals, int from, int to) {
        tiered.run(arrays, offsets, sizes, uniforms, totals, from, to);
        if (!started.get() && ++calls >= OFTEN) {
            start();
        }
    }
}
