package org.losses4j.loss.segmentation;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Dice loss: 1 minus the overlap of predicted and true region in proportion to their mean size, 1 − F₁.
 *
 * <p>1 − (2 Σpt + s) / (Σp + Σt + s) with soft sums over p = σ(prediction) and the target t; [N, …, C] and targets of the same
 * shape → [N], [C] or [] by {@code aggregate}; within [0, 1]. An empty region that is predicted empty has the loss 0. Masks
 * take pixels out of the sums.
 *
 * <p>F. Milletari, N. Navab, S.-A. Ahmadi, "V-Net", 3DV 2016, arXiv:1606.04797.
 *
 * @param fromLogits whether the prediction is logits (default) or probabilities
 * @param exclusive whether the classes exclude each other, so that logits go through a softmax instead of a sigmoid;
 *     default false
 * @param smoothing s, added to numerator and denominator; ≥ 0; default 1
 * @param aggregate the pixels that the sums run over; default example
 * @param axis the class axis; default −1, the last
 */
public record Dice(boolean fromLogits, boolean exclusive, double smoothing, Aggregate aggregate, int axis)
        implements Overlap {

    public Dice {
        Require.notNegative("dice", "smoothing", smoothing);
    }

    public Dice() {
        this(true, false, 1, Aggregate.EXAMPLE, -1);
    }

    @Override
    public Tensor loss(SoftCounts counts) {
        Tensor errors = counts.falseAlarms().add(counts.misses());
        return Overlap.share(errors, counts.hits().mul(2).add(errors).add(smoothing));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap of regions by their mean size: 1 − F1.",
                "1 − (2Σpt + s)/(Σp + Σt + s)",
                "F. Milletari et al., V-Net, 2016, arXiv:1606.04797");
    }
}
