package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.tensor.Tensor;

/**
 * Categorical cross-entropy: the negative log-likelihood of one class out of several, for targets that are distributions over
 * the classes.
 *
 * <p>−Σ w · y · log softmax(prediction) along the class axis, w being the {@code class_weights} [C], 1 if left out; [N, …,
 * C] → [N, …]. Targets are one-hot or soft, of the prediction's shape; for class indices see {@link
 * SparseCategoricalCrossEntropy}. Finite and right for |logit| up to 10⁹; a class with a logit of −∞ is left out: it adds 0
 * where its target is 0, and ∞ where it is not.
 *
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 * @param labelSmoothing s: targets become y(1 − s) + s/C; within [0, 1); default 0
 * @param axis the class axis; default −1, the last
 * @param epsilon for probabilities: makes them sum to 1 and clips them to [ε, 1 − ε] as Keras does; 0 (default) floors
 *     logarithms at −100
 */
public record CategoricalCrossEntropy(boolean fromLogits, double labelSmoothing, int axis, double epsilon)
        implements RowLoss {
    private static final String NAME = "categorical_cross_entropy";

    public CategoricalCrossEntropy {
        Require.smoothing(NAME, labelSmoothing);
        Require.clipping(NAME, epsilon);
    }

    public CategoricalCrossEntropy() {
        this(true, 0, -1, 0);
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
        Tensor loss = Targets.crossEntropy(target, Classes.logProbabilities(prediction, fromLogits, axis, epsilon));
        return Targets.classWeights(inputs, axis).map(loss::mul).orElse(loss).sum(axis, false);
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "The likelihood of one class out of several, given as a distribution.",
                "−Σ w·y·log softmax(prediction)",
                fromLogits,
                "PyTorch, CrossEntropyLoss with class probabilities; Keras, CategoricalCrossentropy");
    }
}
