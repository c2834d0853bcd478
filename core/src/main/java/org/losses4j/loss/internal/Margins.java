package org.losses4j.loss.internal;

import org.losses4j.AllowedValues;
import org.losses4j.Role;
import org.losses4j.tensor.Tensor;

/** Targets that are signs, and how far a number is on the wrong side of a margin. */
public final class Margins {
    private Margins() {}

    /** The role of targets −1 and 1, or 0 and 1. */
    public static Role signs() {
        return Role.target().of(AllowedValues.SIGNS);
    }

    /** The sign, −1 or 1, that a target stands for: 0 is read as −1. */
    public static Tensor sign(Tensor target) {
        return target.equal(0).where(-1, target);
    }

    /** max(0, x), whose gradient at 0 is still 1, as Keras and PyTorch have it for margins. */
    public static Tensor violation(Tensor x) {
        return x.constant(0).maximum(x);
    }
}
