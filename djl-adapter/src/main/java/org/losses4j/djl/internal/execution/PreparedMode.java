package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import org.losses4j.djl.execution.ExecutionMode;

/** Computes requests of one signature in one {@link ExecutionMode}. */
interface PreparedMode {
    ExecutionMode mode();

    /**
     * Checks the inputs' values and computes.
     *
     * @return the value, in the manager of the inputs
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    NDArray compute(Request request);
}
