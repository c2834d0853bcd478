package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Squared logarithmic error: the squared distance of logarithms, for targets over several orders of magnitude.
 *
 * <p>(log(1 + max(prediction, ε)) − log(1 + max(target, ε)))²; [N, …, C] → [N, …, C]. Negative numbers count as ε; they get
 * no gradient.
 *
 * <p>Keras, {@code MeanSquaredLogarithmicError}.
 *
 * @param epsilon the least prediction and target; ≥ 0; default 1e-7
 */
public record MeanSquaredLogarithmicError(double epsilon) implements PointwiseLoss {
    public MeanSquaredLogarithmicError {
        Require.notNegative("mean_squared_logarithmic_error", "epsilon", epsilon);
    }

    public MeanSquaredLogarithmicError() {
        this(1e-7);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor error =
                prediction.maximum(epsilon).log1p().sub(target.maximum(epsilon).log1p());
        return error.square();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The squared distance of logarithms.",
                "(log(1 + max(prediction, ε)) − log(1 + max(target, ε)))²",
                Activation.POSITIVE,
                "Keras, MeanSquaredLogarithmicError");
    }
}
