package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import org.losses4j.djl.execution.ExecutionMode;

/** Computes requests in one {@link ExecutionMode}. */
interface ModeExecution {

    /** Whether this mode can serve the request. */
    boolean serves(Request request);

    /**
     * Checks the inputs' values and computes.
     *
     * @return the value, in the manager of the inputs
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    NDArray compute(Request request);
}
