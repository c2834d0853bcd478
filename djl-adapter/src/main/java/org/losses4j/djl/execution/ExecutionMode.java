package org.losses4j.djl.execution;

import org.losses4j.execution.ExecutionProperty;

/**
 * How an objective is computed on DJL's arrays. All modes give the same values and gradients; one that cannot serve an
 * objective, a device or a derivative makes room for the best that can.
 */
public enum ExecutionMode {
    /** The best for objective, arrays and device; the default. */
    AUTOMATIC,
    /**
     * Value and derived gradient by the fused engine of the core, in the arrays' own memory: PyTorch, CPU, first order,
     * losses that the engine takes.
     */
    FUSED,
    /** The formula, operation by operation, with DJL's own autograd behind it: any engine, any order of derivative. */
    OPERATIONS,
    /**
     * Value and derived gradient as one TorchScript module, written from the recorded formula: PyTorch, CPU and CUDA,
     * first order.
     */
    TORCHSCRIPT,
    /** Value and derived gradient in float64 on the host, brought back to the device: PyTorch, first order. */
    HOST;

    /** The system property that chooses the mode of every loss that is not told otherwise. */
    public static final String PROPERTY = ExecutionProperty.NAME;

    /**
     * The mode that the system property {@value #PROPERTY} names, in any case; automatic if it is not set.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static ExecutionMode byDefault() {
        return ExecutionProperty.mode(AUTOMATIC);
    }
}
