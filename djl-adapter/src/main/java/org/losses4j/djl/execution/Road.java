package org.losses4j.djl.execution;

/** How an objective is computed on DJL's arrays. All of them give the same values and gradients. */
public enum Road {
    /**
     * Value and derived gradient by the fused engine of the core, in the arrays' own memory: PyTorch, CPU, first order,
     * losses that the engine takes.
     */
    ENGINE,
    /** The formula, operation by operation, with DJL's own autograd behind it: any engine, any order of derivative. */
    AUTOGRAD,
    /**
     * Value and derived gradient as one TorchScript module, written from the recorded formula: PyTorch, CPU and CUDA,
     * first order.
     */
    TORCHSCRIPT,
    /** Value and derived gradient in float64 on the host, brought back to the device: PyTorch, first order. */
    HOST
}
