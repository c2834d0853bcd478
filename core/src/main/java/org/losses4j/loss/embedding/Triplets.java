package org.losses4j.loss.embedding;

import org.losses4j.tensor.Tensor;

/** Which triplets a loss of all triplets takes, by how far the negative is compared with the positive. */
public enum Triplets {
    /** All that are not a margin apart. */
    ALL {
        @Override
        Tensor chosen(Tensor toPositive, Tensor toNegative) {
            return toPositive.constant(1);
        }
    },
    /** Those whose negative is not farther than the positive. */
    HARD {
        @Override
        Tensor chosen(Tensor toPositive, Tensor toNegative) {
            return toNegative.greater(toPositive).complement();
        }
    },
    /** Those whose negative is farther than the positive, but not by the margin. */
    SEMI_HARD {
        @Override
        Tensor chosen(Tensor toPositive, Tensor toNegative) {
            return toPositive
                    .greater(toNegative)
                    .add(toPositive.equal(toNegative))
                    .complement();
        }
    };

    /** 1 for the triplets to take, also for those with NaN, so that NaN shows; else 0. */
    abstract Tensor chosen(Tensor toPositive, Tensor toNegative);
}
