package org.losses4j.loss.classification;

import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Negative log-likelihood of the right class, given by its index, for predictions that are log-probabilities.
 *
 * <p>−w_y · prediction_y, the prediction being log-probabilities along the class axis and w the {@code class_weights}
 * [C], 1 if left out; [N, …, C] and indices [N, …] → [N, …]. In a weighted mean a unit counts for w_y. To start from
 * logits use {@link SparseCategoricalCrossEntropy}.
 *
 * <p>PyTorch, {@code NLLLoss}.
 *
 * @param ignoreIndex the target value that marks units to leave out; null (default) for none
 * @param axis the class axis; default −1, the last
 */
public record NegativeLogLikelihood(@Nullable Integer ignoreIndex, int axis) implements SparseLoss {

    public NegativeLogLikelihood() {
        this(null, -1);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Tensor surprise = inputs.get(Role.PREDICTION).neg();
        Tensor weighted = Targets.classWeights(inputs, axis).map(surprise::mul).orElse(surprise);
        return unlessIgnored(ClassIndices.pick(weighted, target, axis), target);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.CLASSIFICATION,
                "The log-probability of the right class, negated.",
                "−w_y·prediction_y; prediction = log-probabilities",
                Activation.LOG_SOFTMAX,
                "PyTorch, NLLLoss");
    }
}
