package org.losses4j.loss.embedding;

import org.losses4j.tensor.Tensor;

/** A distance between embeddings. */
public enum Distance {
    /** ‖a − b‖; the gradient at 0 is 0. */
    EUCLIDEAN {
        @Override
        Tensor between(Tensor embedding, Tensor reference) {
            return SQUARED_EUCLIDEAN.between(embedding, reference).safeSqrt();
        }
    },
    /** ‖a − b‖². */
    SQUARED_EUCLIDEAN {
        @Override
        Tensor between(Tensor embedding, Tensor reference) {
            return embedding.squaredDistances(reference);
        }
    },
    /** 1 − a · b / (‖a‖ ‖b‖). */
    COSINE {
        @Override
        Tensor between(Tensor embedding, Tensor reference) {
            return Vectors.cosines(embedding, reference).complement();
        }
    };

    /** The distances of each embedding [N, D] to each reference [R, D]: [N, R]. */
    abstract Tensor between(Tensor embedding, Tensor reference);
}
