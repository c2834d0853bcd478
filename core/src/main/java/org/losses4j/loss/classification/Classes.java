package org.losses4j.loss.classification;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.Task;
import org.losses4j.loss.internal.Probabilities;
import org.losses4j.tensor.Tensor;

/** Helpers of the losses for one class out of several, for their predictions. */
final class Classes {
    private Classes() {}

    /** log p of each class, from logits or from probabilities. */
    static Tensor logProbabilities(Tensor prediction, boolean fromLogits, int axis, double epsilon) {
        return fromLogits ? prediction.logSoftmax(axis) : Probabilities.logOfClasses(prediction, axis, epsilon);
    }

    static LossDescription description(String summary, String formula, boolean fromLogits, String reference) {
        return new LossDescription(
                Task.CLASSIFICATION,
                summary,
                formula,
                fromLogits ? Activation.IDENTITY : Activation.SOFTMAX,
                fromLogits ? Activation.SOFTMAX : Activation.IDENTITY,
                reference);
    }
}
