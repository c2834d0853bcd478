package org.losses4j.djl.internal.array;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Tells whether PyTorch records operations, and whether it has recorded those that an array comes from. */
public final class AutogradRecord {
    private AutogradRecord() {}

    /** Whether operations on this thread are recorded for autograd. */
    public static boolean on(NDArray array) {
        return !(array instanceof PtNDArray) || JniUtils.isGradMode();
    }

    /**
     * Whether gradients flow through an array: a leaf that wants one, or what was computed from such.
     *
     * <p>DJL tells of leaves only. PyTorch refuses to take any other array off the record, and takes off nothing that is not on
     * it.
     */
    public static boolean has(NDArray array) {
        if (!(array instanceof PtNDArray torch) || !array.getDataType().isFloating()) {
            return false;
        }
        if (JniUtils.requiresGrad(torch)) {
            return true;
        }
        try {
            JniUtils.attachGradient(torch, false);
            return false;
        } catch (EngineException refusal) {
            return true;
        }
    }
}
