package org.losses4j.loss.segmentation;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Generalized Dice loss: one overlap of all classes, in which a rare class weighs as much as a frequent one.
 *
 * <p>1 − (2 Σ_c w_c Σpt + s) / (Σ_c w_c Σ(p + t) + s) with sums over batch and pixels, p = σ(prediction), the target t and the weights
 * w_c = 1 / (Σt)², constants for the gradient; a class without targets gets the largest weight of the others; [N, …, C] and targets
 * of the same shape → one number within [0, 1]; 0, with the gradient 0, if there are no targets at all. Masks take pixels out of the
 * sums.
 *
 * <p>The smoothing s counts as much as s · (Σt)² pixels of the rarest class: the default, 1e-5, hides errors in large volumes: with 10⁵
 * pixels of the rarest class, all of them missed, the loss is 0.5. Set it to 0 there; only a batch whose predictions and targets are all empty needs it, and has
 * the loss 0 without it too.
 *
 * <p>C. H. Sudre et al., "Generalised Dice overlap as a deep learning loss function for highly unbalanced segmentations", 2017,
 * arXiv:1707.03237; MONAI, {@code GeneralizedDiceLoss}.
 *
 * @param fromLogits whether the prediction is logits (default) or probabilities
 * @param exclusive whether the classes exclude each other, so that logits go through a softmax instead of a sigmoid;
 *     default false
 * @param smoothing s, added to numerator and denominator; ≥ 0; default 1e-5
 * @param axis the class axis; default −1, the last
 */
public record GeneralizedDice(boolean fromLogits, boolean exclusive, double smoothing, int axis) implements Overlap {

    public GeneralizedDice {
        Require.notNegative("generalized_dice", "smoothing", smoothing);
    }

    public GeneralizedDice() {
        this(true, false, 1e-5, -1);
    }

    @Override
    public Aggregate aggregate() {
        return Aggregate.CLASS;
    }

    @Override
    public Tensor loss(SoftCounts counts) {
        Tensor targets = counts.wanted();
        Tensor present = targets.greater(0);
        Tensor rarest = present.where(targets, Double.POSITIVE_INFINITY).min(0, true);
        Tensor any = rarest.less(Double.POSITIVE_INFINITY);
        // All weights in proportion to the largest: 1 / (Σt)² leaves the range of float32 at 10⁻¹⁹.
        Tensor weights = present.where(
                any.where(rarest, 1).div(present.where(targets, 1)).square(), 1);
        Tensor errors = weights.mul(counts.falseAlarms().add(counts.misses())).sum();
        Tensor whole = weights.mul(counts.predicted().add(counts.wanted())).sum();
        Tensor smoothed = whole.add(any.where(rarest, 0).square().mul(smoothing).sum());
        return any.sum().where(Overlap.share(errors, smoothed), 0);
    }

    @Override
    public LossDescription description() {
        return described(
                "One overlap of all classes, in which rare ones weigh as much as frequent ones.",
                "1 − (2·Σ_c w_c·Σpt + s)/(Σ_c w_c·Σ(p+t) + s); w_c = 1/(Σt)²",
                "C. H. Sudre et al., 2017, arXiv:1707.03237; MONAI, GeneralizedDiceLoss");
    }
}
