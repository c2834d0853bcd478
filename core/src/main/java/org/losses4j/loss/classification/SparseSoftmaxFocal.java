package org.losses4j.loss.classification;

import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Categorical focal loss, {@link SoftmaxFocal}, for targets that are class indices.
 *
 * <p>−α · w_y · (1 − p_y)^γ · log p_y with p = softmax(prediction) along the class axis and w the {@code class_weights}
 * [C], 1 if left out; [N, …, C] and indices [N, …] → [N, …]. In a weighted mean a unit counts for w_y, an ignored one for 0.
 *
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 * @param alpha a factor for all classes, within [0, 1]; null (default) for none
 * @param gamma the focusing exponent, larger for a faster fading of easy examples; ≥ 0; 0 is cross-entropy; default 2
 * @param ignoreIndex the target value that marks units to leave out; null (default) for none
 * @param axis the class axis; default −1, the last
 * @param epsilon for probabilities: makes them sum to 1 and clips them to [ε, 1 − ε]; 0 (default) floors logarithms at
 *     −100 instead
 */
public record SparseSoftmaxFocal(
        boolean fromLogits,
        @Nullable Double alpha,
        double gamma,
        @Nullable Integer ignoreIndex,
        int axis,
        double epsilon)
        implements SparseLoss {
    private static final String NAME = "sparse_softmax_focal";

    public SparseSoftmaxFocal {
        Require.alpha(NAME, alpha);
        Require.notNegative(NAME, "gamma", gamma);
        Require.clipping(NAME, epsilon);
    }

    public SparseSoftmaxFocal() {
        this(true, null, 2, null, -1, 0);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Tensor logProbability = ClassIndices.pick(
                Classes.logProbabilities(inputs.get(Role.PREDICTION), fromLogits, axis, epsilon), target, axis);
        Tensor loss = SoftmaxFocal.focal(target.constant(1), logProbability, alpha, gamma);
        Tensor weighted = unitWeights(inputs).map(loss::mul).orElse(loss);
        return unlessIgnored(weighted, target);
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "Categorical cross-entropy that fades for easy examples, for class indices.",
                "−α·w_y·(1−p_y)^γ·log p_y; p = softmax(prediction)",
                fromLogits,
                "T.-Y. Lin et al., Focal Loss for Dense Object Detection, 2017, arXiv:1708.02002");
    }
}
