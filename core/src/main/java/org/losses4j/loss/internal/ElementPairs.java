package org.losses4j.loss.internal;

import org.losses4j.tensor.Tensor;

/** The pairs of elements (i, j) within a row, along the last axis: [N, …, C] → [N, …, C, C]. */
public final class ElementPairs {
    private ElementPairs() {}

    /** xᵢ − xⱼ. */
    public static Tensor differences(Tensor x) {
        return first(x).sub(second(x));
    }

    /** 1 where label i is 1 and label j is 0, else 0. */
    public static Tensor ofOneAndZero(Tensor labels) {
        return first(labels).mul(second(labels.complement()));
    }

    /** 1 where xᵢ is greater than xⱼ, else 0. */
    public static Tensor inOrder(Tensor x) {
        return first(x).greater(second(x));
    }

    /** The sum over all pairs of a row: [N, …, C, C] → [N, …]. */
    public static Tensor sum(Tensor pairs) {
        return pairs.sumAfter(pairs.shape().rank() - 2);
    }

    private static Tensor first(Tensor x) {
        return x.unsqueeze(x.shape().rank());
    }

    private static Tensor second(Tensor x) {
        return x.unsqueeze(x.shape().rank() - 1);
    }
}
