package org.losses4j.dl4j.internal.layer;

import java.util.Map;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns Deeplearning4j's masks into an objective's inputs. */
public final class Masks {
    private Masks() {}

    /**
     * Puts a mask under the roles mask and weights, as far as its numbers need them: 0 leaves a unit out, and numbers other
     * than 0 and 1 are weights.
     *
     * @param countsMasked whether units of weight 0 count in a mean
     */
    public static void put(Map<String, INDArray> inputs, INDArray mask, boolean countsMasked) {
        boolean fractional = isFractional(mask);
        if (!countsMasked) {
            inputs.put(Role.MASK, fractional ? mask.neq(0).castTo(mask.dataType()) : mask);
        }
        if (countsMasked || fractional) {
            inputs.put(Role.WEIGHTS, mask);
        }
    }

    /** Whether a mask has other values than 0 and 1. */
    public static boolean isFractional(INDArray mask) {
        return !HostMemory.allMatch(mask, value -> value == 0 || value == 1);
    }
}
