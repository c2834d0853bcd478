package org.losses4j.djl.execution;

import org.losses4j.execution.ExecutionProperty;

/**
 * How an objective is computed on DJL's arrays. All modes give the same values and gradients; where a mode cannot serve an
 * objective, a device or a derivative, the best mode that can is taken.
 */
public enum ExecutionMode {
    /** The best mode for the objective, its arrays and their device; the default. */
    AUTOMATIC,
    /**
     * The core's fused engine computes the value and the derived gradient, in the arrays' own memory: PyTorch, CPU, first
     * order, losses that the engine takes.
     */
    FUSED,
    /**
     * The formula is computed operation by operation, and DJL's autograd differentiates it: any engine, any order of
     * derivative.
     */
    OPERATIONS,
    /**
     * One TorchScript module, written from the recorded formula, computes the value and the derived gradient: PyTorch, CPU
     * and CUDA, first order.
     */
    TORCHSCRIPT,
    /**
     * The value and the derived gradient are computed in float64 on the host and copied back to the device: PyTorch, first
     * order.
     */
    HOST;

    /** The system property that sets the mode of every loss without a mode of its own. */
    public static final String PROPERTY = ExecutionProperty.NAME;

    /**
     * The mode that the system property {@value #PROPERTY} names, in upper or lower case; automatic if it is not set.
     *
     * @throws IllegalArgumentException if the property names no mode
     */
    public static ExecutionMode byDefault() {
        return ExecutionProperty.mode(AUTOMATIC);
    }
}
