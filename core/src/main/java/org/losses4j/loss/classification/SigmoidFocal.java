package org.losses4j.loss.classification;

import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Focal loss: binary cross-entropy that fades for examples which are already classified right, so that rare positives count.
 *
 * <p>y · α · (1 − p)^γ · (−log p) + (1 − y) · (1 − α) · p^γ · (−log(1 − p)) with p = σ(prediction); [N, …, C] → [N, …,
 * C]. Targets in [0, 1]; soft ones weigh both classes. Computed as exp(−γ · softplus(z)) · softplus(−z), whose value
 * and gradient are finite and right for |logit| up to 10⁹ and every γ, also where 0 &lt; γ &lt; 1 and p → 1.
 *
 * <p>T.-Y. Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv:1708.02002.
 *
 * @param fromLogits whether the prediction is the logit (default) or the probability
 * @param alpha the weight of positives, negatives having 1 − α; in [0, 1]; null weighs both by 1; default 0.25
 * @param gamma the focusing exponent, larger for a faster fading of easy examples; ≥ 0; 0 is cross-entropy; default 2
 * @param labelSmoothing s: targets become y(1 − s) + s/2; within [0, 1); default 0
 * @param epsilon for probabilities: clips them to [ε, 1 − ε]; 0 (default) floors logarithms at −100 instead
 */
public record SigmoidFocal(
        boolean fromLogits, @Nullable Double alpha, double gamma, double labelSmoothing, double epsilon)
        implements PointwiseLoss {
    private static final String NAME = "sigmoid_focal";

    public SigmoidFocal {
        Require.alpha(NAME, alpha);
        Require.notNegative(NAME, "gamma", gamma);
        Require.smoothing(NAME, labelSmoothing);
        Require.clipping(NAME, epsilon);
    }

    public SigmoidFocal() {
        this(0.25, 2);
    }

    public SigmoidFocal(@Nullable Double alpha, double gamma) {
        this(true, alpha, gamma, 0, 0);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Surprisals surprisals = Surprisals.of(prediction, fromLogits, epsilon);
        Tensor wanted = Targets.smoothed(target, labelSmoothing, 2);
        Tensor positive = wanted.mul(surprisals.fadedYes(gamma));
        Tensor negative = wanted.complement().mul(surprisals.fadedNo(gamma));
        return alpha == null ? positive.add(negative) : positive.mul(alpha).add(negative.mul(1 - alpha));
    }

    @Override
    public LossDescription description() {
        return new LossDescription(
                Task.BINARY_CLASSIFICATION,
                "Cross-entropy that fades for easy examples: for rare positives.",
                "y·α·(1−p)^γ·(−log p) + (1−y)·(1−α)·p^γ·(−log(1−p)); p = σ(prediction)",
                fromLogits ? Activation.IDENTITY : Activation.SIGMOID,
                fromLogits ? Activation.SIGMOID : Activation.IDENTITY,
                "T.-Y. Lin et al., Focal Loss for Dense Object Detection, 2017, arXiv:1708.02002");
    }
}
