package org.losses4j.djl.internal.array;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;

/** Tells whether PyTorch records operations, and whether it has recorded those that an array comes from. */
public final class AutogradRecord {
    private AutogradRecord() {}

    /** Whether operations on this thread are recorded for autograd. */
    public static boolean on(NDArray array) {
        return !PyTorchEngine.owns(array) || PyTorchEngine.records();
    }

    /**
     * Whether gradients flow through an array: it is a leaf that requires one, or was computed from such leaves.
     *
     * <p>DJL reports this for leaves only. Any other array PyTorch is asked to stop recording, which it refuses if the
     * array is recorded, and which changes nothing if it is not.
     */
    public static boolean has(NDArray array) {
        if (!PyTorchEngine.owns(array) || !array.getDataType().isFloating()) {
            return false;
        }
        if (PyTorchEngine.takesGradient(array)) {
            return true;
        }
        try {
            PyTorchEngine.takeNoGradient(array);
            return false;
        } catch (EngineException refusal) {
            return true;
        }
    }
}
