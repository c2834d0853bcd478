package org.losses4j.loss.embedding;

import org.losses4j.tensor.Tensor;

/** Lengths and directions of vectors along an axis. */
final class Vectors {
    private Vectors() {}

    /** ‖x‖, with the gradient 0 at 0. */
    static Tensor norm(Tensor vectors, int axis, boolean keepDims) {
        return vectors.square().sum(axis, keepDims).safeSqrt();
    }

    /** x / max(‖x‖, ε). */
    static Tensor normalised(Tensor vectors, int axis, double epsilon) {
        return vectors.div(norm(vectors, axis, true).maximum(epsilon));
    }
}
