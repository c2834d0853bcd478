package org.losses4j.loss.segmentation;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Tversky loss: the overlap of regions with separate weights for false alarms (false positives) and misses (false negatives).
 *
 * <p>1 − (Σpt + s) / (Σpt + α·Σp(1 − t) + β·Σ(1 − p)t + s) with soft sums over p = σ(prediction) and the target t; [N, …, C]
 * and targets of the same shape → [N], [C] or [] by {@code aggregate}; within [0, 1]. An empty region that is predicted empty
 * has the loss 0. Masks take pixels out of the sums.
 *
 * <p>S. S. M. Salehi, D. Erdogmus, A. Gholipour, "Tversky loss function for image segmentation", 2017, arXiv:1706.05721.
 *
 * @param alpha α, the weight of false alarms; ≥ 0; default 0.5; with α = β = 0.5 the loss is {@link Dice} of twice the smoothing
 * @param beta β, the weight of misses; ≥ 0; default 0.5; a larger one finds more
 * @param fromLogits whether the prediction is logits (default) or probabilities
 * @param exclusive whether the classes exclude each other, so that logits go through a softmax instead of a sigmoid;
 *     default false
 * @param smoothing s, added to numerator and denominator; ≥ 0; default 1
 * @param aggregate the pixels that the sums run over; default example
 * @param axis the class axis; default −1, the last
 */
public record Tversky(
        double alpha,
        double beta,
        boolean fromLogits,
        boolean exclusive,
        double smoothing,
        Aggregate aggregate,
        int axis)
        implements Overlap {

    public Tversky {
        Require.notNegative("tversky", "smoothing", smoothing);
        Require.notNegative("tversky", "alpha", alpha);
        Require.notNegative("tversky", "beta", beta);
    }

    public Tversky() {
        this(0.5, 0.5, true, false, 1, Aggregate.EXAMPLE, -1);
    }

    @Override
    public Tensor loss(SoftCounts counts) {
        Tensor errors = counts.falseAlarms().mul(alpha).add(counts.misses().mul(beta));
        return Overlap.share(errors, counts.hits().add(errors).add(smoothing));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap of regions with separate prices for false alarms and misses.",
                "1 − (Σpt + s)/(Σpt + α·Σp(1−t) + β·Σ(1−p)t + s)",
                "S. S. M. Salehi et al., 2017, arXiv:1706.05721");
    }
}
