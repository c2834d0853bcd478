package org.losses4j.loss.embedding;

import org.losses4j.tensor.Tensor;

/** A distance between embeddings. */
public enum Distance {
    /** ‖a − b‖; the gradient at 0 is 0. */
    EUCLIDEAN {
        @Override
        Tensor between(Tensor embedding) {
            return SQUARED_EUCLIDEAN.between(embedding).safeSqrt();
        }
    },
    /** ‖a − b‖². */
    SQUARED_EUCLIDEAN {
        @Override
        Tensor between(Tensor embedding) {
            return embedding.squaredDistances(embedding);
        }
    },
    /** 1 − a · b / (‖a‖ ‖b‖). */
    COSINE {
        @Override
        Tensor between(Tensor embedding) {
            return Vectors.cosines(embedding).complement();
        }
    };

    /** The distances of each embedding to each: [N, D] → [N, N]. */
    abstract Tensor between(Tensor embedding);
}
