package org.losses4j.djl.internal.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Scales vectors to length 1, with a gradient. */
public final class Directions {
    private Directions() {}

    /** The vectors along the last axis, scaled to length 1; vectors of zeros stay zeros, and have a gradient of zeros. */
    public static NDArray of(NDArray vectors) {
        int[] last = {vectors.getShape().dimension() - 1};
        DataType type = vectors.getDataType();
        // Scaled by their largest element first, vectors have squares that neither overflow nor vanish; that scale has
        // no
        // gradient, because it does not change the direction.
        NDArray peak = vectors.stopGradient().abs().max(last, true);
        NDArray none = OwnedArrays.scalar(peak, 0);
        NDArray zero = peak.eq(none).toType(type, false);
        NDArray other = peak.neq(none).toType(type, false);
        NDArray scaled = vectors.div(peak.add(zero));
        NDArray length = scaled.square().sum(last, true).add(zero).sqrt();
        return scaled.div(length).mul(other);
    }
}
