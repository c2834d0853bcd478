package org.losses4j.dl4j;

import java.util.Map;
import org.losses4j.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's masks as an objective's inputs. */
final class Masks {
    private Masks() {}

    /** Puts a mask under the roles it has: where it is 0 units are out, and other values than 1 are weights. */
    static void put(Map<String, INDArray> inputs, INDArray mask, MaskUse use) {
        boolean fractional = isFractional(mask);
        if (use == MaskUse.MASK) {
            inputs.put(Role.MASK, fractional ? mask.neq(0).castTo(mask.dataType()) : mask);
        }
        if (use == MaskUse.WEIGHTS || fractional) {
            inputs.put(Role.WEIGHTS, mask);
        }
    }

    /** Whether there are other values than 0 and 1. */
    static boolean isFractional(INDArray mask) {
        return !HostMemory.allMatch(mask, value -> value == 0 || value == 1);
    }
}
