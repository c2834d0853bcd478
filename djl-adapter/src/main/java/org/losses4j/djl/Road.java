package org.losses4j.djl;

/** How an objective is computed on DJL's arrays. All of them give the same values and gradients. */
public enum Road {
    /** The formula, operation by operation, with DJL's own autograd behind it: any engine, any order of derivative. */
    AUTOGRAD,
    /**
     * Value and derived gradient as one TorchScript module, written from the recorded formula: PyTorch, CPU and CUDA,
     * first order.
     */
    TORCHSCRIPT,
    /** Value and derived gradient on the host, brought back to the prediction's device: PyTorch, first order. */
    HOST
}
