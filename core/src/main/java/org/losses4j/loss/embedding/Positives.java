package org.losses4j.loss.embedding;

import org.losses4j.tensor.Tensor;

/** Which example of an anchor's class makes its triplet. */
public enum Positives {
    /** The farthest. */
    HARD {
        @Override
        Tensor distance(Tensor positive, Tensor distances) {
            return positive.where(distances, 0).max(1, false);
        }
    },
    /** The nearest: a class may then fall into several groups. */
    EASY {
        @Override
        Tensor distance(Tensor positive, Tensor distances) {
            Tensor nearest = positive.where(distances, Double.POSITIVE_INFINITY).min(1, false);
            return Pairs.any(positive).where(nearest, 0);
        }
    };

    /** The distance of each anchor to it, [N, R] → [N]; 0 without an example of its class. */
    abstract Tensor distance(Tensor positive, Tensor distances);
}
