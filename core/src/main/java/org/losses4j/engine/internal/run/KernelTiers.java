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
     * @param elements the number of elements of the largest tensor of the program that the kernel is made for
     */
    Kernel combine(Kernel first, Kernel vectors, Supplier<ScratchMemory> scratch, int elements);

    /**
     * Vectors take over when they have been warmed up in the background; those of a small program, once it has run often. What is
     * made in advance is warmed up while nothing else has to be.
     */
    static Kernel inBackground(Kernel first, Kernel vectors, Supplier<ScratchMemory> scratch, int elements) {
        Tiered tiered = new Tiered(first, vectors);
        if (!isSmall(elements)) {
            if (!BackgroundThread.isCurrent()) {
                WarmUp.start(tiered, scratch);
                return tiered;
            }
            WarmUp.startInAdvance(tiered, scratch);
        }
        return new Postponed(tiered, () -> WarmUp.inBackground(tiered, scratch));
    }

    /** Vectors are tried now and then, and take over when they are faster. */
    static Kernel byTrials(Kernel first, Kernel vectors, Supplier<ScratchMemory> scratch, int elements) {
        return new Tiered(first, vectors);
    }

    /** Whether vectors save a step microseconds at most. */
    static boolean isSmall(int elements) {
        return elements < 1 << 10;
    }
}
