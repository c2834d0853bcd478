package org.losses4j.loss.embedding;

import org.losses4j.tensor.Tensor;

/** Lengths and directions of vectors along an axis. */
final class Vectors {
    private static final double LEAST_NORM = 1e-8;

    private Vectors() {}

    /** The cosines of the angles between all rows of two matrices: [N, D] and [R, D] → [N, R]; 0 for a vector of length 0. */
    static Tensor cosines(Tensor rows, Tensor others) {
        Tensor direction = normalised(rows, -1, LEAST_NORM);
        Tensor ofOthers = others == rows ? direction : normalised(others, -1, LEAST_NORM);
        return direction.matmul(ofOthers.transpose());
    }

    /** ‖x‖, with the gradient 0 at 0. */
    static Tensor norm(Tensor vectors, int axis, boolean keepDims) {
        return vectors.square().sum(axis, keepDims).safeSqrt();
    }

    /** x / max(‖x‖, ε). */
    static Tensor normalised(Tensor vectors, int axis, double epsilon) {
        return vectors.div(norm(vectors, axis, true).maximum(epsilon));
    }
}
