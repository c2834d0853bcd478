package org.losses4j.engine.internal.run;

import java.util.function.Supplier;
import org.losses4j.engine.internal.codegen.Kernel;

/** Combines a lane-by-lane kernel with a vector kernel of the same sweep. */
@FunctionalInterface
public interface KernelTiers {

    /**
     * A kernel that computes by one of two.
     *
     * @param first the lane-by-lane kernel
     * @param scratch memory on which they run without a batch
     */
    Kernel combine(Kernel first, Kernel vectors, Supplier<ScratchMemory> scratch);

    /** Vectors take over when they have been warmed up in the background. */
    static Kernel inBackground(Kernel first, Kernel vectors, Supplier<ScratchMemory> scratch) {
        Tiered tiered = new Tiered(first, vectors);
        WarmUp.start(tiered, scratch);
        return tiered;
    }

    /** Vectors are tried now and then, and take over when they are faster. */
    static Kernel byTrials(Kernel first, Kernel vectors, Supplier<ScratchMemory> scratch) {
        return new Tiered(first, vectors);
    }
}
