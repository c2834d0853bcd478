package org.losses4j.loss.classification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.tensor.Tensor;

/**
 * Categorical focal loss: categorical cross-entropy that fades for examples which are already classified right.
 *
 * <p>−Σ α · w · y · (1 − p)^γ · log p with p = softmax(prediction) along the class axis and w the {@code class_weights}
 * [C], 1 if left out; [N, …, C] and targets of the same shape → [N, …]. The gradient is finite for every γ ≥ 0, also
 * where γ &lt; 1 and p → 1.
 *
 * <p>T.-Y. Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv:1708.02002; Keras, {@code
 * CategoricalFocalCrossentropy}.
 *
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 * @param alpha a factor for all classes, within [0, 1]; null (default) for none
 * @param gamma the focusing exponent, larger for a faster fading of easy examples; ≥ 0; 0 is cross-entropy; default 2
 * @param labelSmoothing s: targets become y(1 − s) + s/C; within [0, 1); default 0
 * @param axis the class axis; default −1, the last
 * @param epsilon for probabilities: makes them sum to 1 and clips them to [ε, 1 − ε]; 0 (default) floors logarithms at
 *     −100 instead
 */
public record SoftmaxFocal(
        boolean fromLogits, @Nullable Double alpha, double gamma, double labelSmoothing, int axis, double epsilon)
        implements RowLoss {
    private static final String NAME = "softmax_focal";

    public SoftmaxFocal {
        Require.alpha(NAME, alpha);
        Require.notNegative(NAME, "gamma", gamma);
        Require.smoothing(NAME, labelSmoothing);
        Require.clipping(NAME, epsilon);
    }

    public SoftmaxFocal() {
        this(true, null, 2, 0, -1, 0);
    }

    @Override
    public List<Role> roles() {
        return Targets.denseRoles();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor target = Targets.smoothed(
                inputs.get(Role.TARGET), labelSmoothing, prediction.shape().extent(axis));
        Tensor loss = focal(target, Classes.logProbabilities(prediction, fromLogits, axis, epsilon), alpha, gamma);
        return Targets.classWeights(inputs, axis).map(loss::mul).orElse(loss).sum(axis, false);
    }

    /** −α · y · (1 − p)^γ · log p of each class. */
    static Tensor focal(Tensor target, Tensor logProbability, @Nullable Double alpha, double gamma) {
        Tensor crossEntropy = Targets.crossEntropy(target, logProbability);
        Tensor loss =
                gamma == 0 ? crossEntropy : Targets.faded(logProbability, gamma).mul(crossEntropy);
        return alpha == null ? loss : loss.mul(alpha);
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "Categorical cross-entropy that fades for easy examples.",
                "−Σ α·y·(1−p)^γ·log p; p = softmax(prediction)",
                fromLogits,
                "T.-Y. Lin et al., Focal Loss for Dense Object Detection, 2017, arXiv:1708.02002");
    }
}
