package org.losses4j.loss.segmentation;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Focal Tversky loss: {@link Tversky} to a power, which with γ &lt; 1 keeps regions interesting that are nearly right.
 *
 * <p>(1 − (Σpt + s) / (Σpt + α·Σp(1 − t) + β·Σ(1 − p)t + s))^γ for each class, with soft sums over p = σ(prediction) and the target t;
 * [N, …, C] and targets of the same shape → [N], [C] or [] by {@code aggregate}, the mean over the classes coming last; within [0, 1]. An
 * empty region that is predicted empty has the loss 0. At the loss 0 the gradient is 0; for γ &lt; 1 it grows without limit before. Masks
 * take pixels out of the sums.
 *
 * <p>N. Abraham, N. M. Khan, "A novel focal Tversky loss function", ISBI 2019, arXiv:1810.07842, whose exponent is
 * 1/γ and whose α weighs misses.
 *
 * @param alpha α, the weight of false alarms; ≥ 0; default 0.3
 * @param beta β, the weight of misses; ≥ 0; default 0.7
 * @param gamma γ, the exponent; above 0; default 0.75; 1 gives {@link Tversky}
 * @param fromLogits whether the prediction is logits (default) or probabilities
 * @param exclusive whether the classes exclude each other, so that logits go through a softmax instead of a sigmoid;
 *     default false
 * @param smoothing s, added to numerator and denominator; ≥ 0; default 1
 * @param aggregate the pixels that the sums run over; default example
 * @param axis the class axis; default −1, the last
 */
public record FocalTversky(
        double alpha,
        double beta,
        double gamma,
        boolean fromLogits,
        boolean exclusive,
        double smoothing,
        Aggregate aggregate,
        int axis)
        implements Overlap {
    private static final String NAME = "focal_tversky";

    public FocalTversky {
        Require.notNegative(NAME, "alpha", alpha);
        Require.notNegative(NAME, "beta", beta);
        Require.positive(NAME, "gamma", gamma);
        Require.notNegative(NAME, "smoothing", smoothing);
    }

    public FocalTversky() {
        this(0.3, 0.7, 0.75, true, false, 1, Aggregate.EXAMPLE, -1);
    }

    @Override
    public Tensor loss(SoftCounts counts) {
        Tensor errors = counts.falseAlarms().mul(alpha).add(counts.misses().mul(beta));
        Tensor share = Overlap.share(errors, counts.hits().add(errors).add(smoothing));
        Tensor none = share.equal(0);
        return none.where(0, none.where(1, share).pow(gamma));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap with prices for false alarms and misses, to a power.",
                "(1 − (Σpt + s)/(Σpt + α·Σp(1−t) + β·Σ(1−p)t + s))^γ",
                "N. Abraham, N. M. Khan, 2019, arXiv:1810.07842");
    }
}
