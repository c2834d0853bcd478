package org.losses4j.loss.classification;

import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Categorical cross-entropy for targets that are class indices: the negative log-likelihood of the right class.
 *
 * <p>−(1 − s) · w_y · log p_y − s/C · Σ w · log p with p = softmax(prediction) along the class axis, w the {@code
 * class_weights} [C], 1 if left out; [N, …, C] and indices [N, …] → [N, …]. Indices outside 0 … C − 1 are an error, except
 * {@code ignore_index}, whose units have the value 0. In a weighted mean a unit counts for w_y, an ignored one for 0. Finite
 * and right for |logit| up to 10⁹.
 *
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 * @param labelSmoothing s, the share of the target that is spread over all classes; within [0, 1); default 0
 * @param ignoreIndex the target value that marks units to leave out; null (default) for none; PyTorch's own default is −100
 * @param axis the class axis; default −1, the last
 * @param epsilon for probabilities: makes them sum to 1 and clips them to [ε, 1 − ε] as Keras does; 0 (default) floors
 *     logarithms at −100
 */
public record SparseCategoricalCrossEntropy(
        boolean fromLogits, double labelSmoothing, @Nullable Integer ignoreIndex, int axis, double epsilon)
        implements SparseLoss {
    private static final String NAME = "sparse_categorical_cross_entropy";

    public SparseCategoricalCrossEntropy {
        Require.smoothing(NAME, labelSmoothing);
        Require.clipping(NAME, epsilon);
    }

    public SparseCategoricalCrossEntropy() {
        this(true, 0, null, -1, 0);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Tensor surprise = Classes.logProbabilities(inputs.get(Role.PREDICTION), fromLogits, axis, epsilon)
                .neg();
        Tensor weighted = Targets.classWeights(inputs, axis).map(surprise::mul).orElse(surprise);
        Tensor loss = ClassIndices.pick(weighted, target, axis);
        if (labelSmoothing > 0) {
            Tensor everywhere = weighted.mean(axis, false);
            loss = loss.mul(1 - labelSmoothing).add(everywhere.mul(labelSmoothing));
        }
        return unlessIgnored(loss, target);
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "The likelihood of one class out of several, given by its index.",
                "−w_y·log softmax(prediction)_y",
                fromLogits,
                "PyTorch, CrossEntropyLoss; Keras, SparseCategoricalCrossentropy");
    }
}
