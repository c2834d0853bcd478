package org.losses4j.loss.segmentation;

import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.tensor.Tensor;

/**
 * Jaccard loss: 1 minus the intersection of predicted and true region over their union, 1 − IoU.
 *
 * <p>1 − (Σpt + s) / (Σp + Σt − Σpt + s) with soft sums over p = σ(prediction) and the target t; [N, …, C] and targets of the
 * same shape → [N], [C] or [] by {@code aggregate}; within [0, 1]. An empty region that is predicted empty has the loss 0.
 * Masks take pixels out of the sums.
 *
 * <p>M. A. Rahman, Y. Wang, "Optimizing Intersection-Over-Union in Deep Neural Networks for Image Segmentation", 2016.
 *
 * @param fromLogits whether the prediction is logits (default) or probabilities
 * @param exclusive whether the classes exclude each other, so that logits go through a softmax instead of a sigmoid;
 *     default false
 * @param smoothing s, added to numerator and denominator; ≥ 0; default 1
 * @param aggregate the pixels that the sums run over; default example
 * @param axis the class axis; default −1, the last
 */
public record Jaccard(boolean fromLogits, boolean exclusive, double smoothing, Aggregate aggregate, int axis)
        implements Overlap {

    public Jaccard {
        Require.notNegative("jaccard", "smoothing", smoothing);
    }

    public Jaccard() {
        this(true, false, 1, Aggregate.EXAMPLE, -1);
    }

    @Override
    public Tensor loss(SoftCounts counts) {
        Tensor errors = counts.falseAlarms().add(counts.misses());
        return Overlap.share(errors, counts.hits().add(errors).add(smoothing));
    }

    @Override
    public LossDescription description() {
        return described(
                "Overlap of regions by their union: 1 − IoU.",
                "1 − (Σpt + s)/(Σp + Σt − Σpt + s)",
                "M. A. Rahman, Y. Wang, 2016");
    }
}
