package org.losses4j.engine.internal.run;

import java.util.function.Supplier;
import org.losses4j.engine.internal.codegen.Kernel;

/** Combines a lane-by-lane kernel with the vector kernel of the same sweep. */
@FunctionalInterface
public interface KernelTiers {

    /**
     * A kernel that computes by one of two.
     *
     * @param scratch memory on which they run without a batch
     */
    Kernel combine(Kernel laneByLane, Kernel vectors, Supplier<ScratchMemory> scratch);

    /** Vectors take over when they have been warmed up in the background. */
    static Kernel inBackground(Kernel laneByLane, Kernel vectors, Supplier<ScratchMemory> scratch) {
        Tiered tiered = new Tiered(laneByLane, vectors);
        WarmUp.start(tiered, scratch);
        return tiered;
    }

    /** Vectors are warmed up on this thread, until another kernel is waiting for it. */
    static Kernel rehearsed(Kernel laneByLane, Kernel vectors, Supplier<ScratchMemory> scratch) {
        Tiered tiered = new Tiered(laneByLane, vectors);
        WarmUp.rehearse(tiered, scratch);
        return tiered;
    }

    /** Vectors are tried now and then, and take over when they are faster. */
    static Kernel byTrials(Kernel laneByLane, Kernel vectors, Supplier<ScratchMemory> scratch) {
        return new Tiered(laneByLane, vectors);
    }
}
