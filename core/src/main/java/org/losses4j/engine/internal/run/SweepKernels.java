package org.losses4j.engine.internal.run;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.Kernel;

/**
 * The kernels of a sweep.
 *
 * @param vectors takes whole vectors of rows; null if the other kernel takes all rows
 * @param rest takes what is left
 */
public record SweepKernels(@Nullable Kernel vectors, Kernel rest) {

    /**
     * Starts the warm-up of a kernel that was made for a small program, or in advance, as a large program is going to run it. Does
     * nothing in advance.
     */
    public void startWarmUp() {
        if (!BackgroundThread.isCurrent() && (vectors == null ? rest : vectors) instanceof Postponed postponed) {
            postponed.start();
        }
    }
}
