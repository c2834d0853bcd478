package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Absolute percentage error: the distance to the target in per cent of the target.
 *
 * <p>100 · |prediction − target| / max(|target|, ε); [N, …, C] → [N, …, C], in per cent. The gradient at equality is 0.
 * Errors at targets near 0 are multiplied by up to 100/ε.
 *
 * <p>Keras, {@code MeanAbsolutePercentageError}.
 *
 * @param epsilon the least absolute value of the divisor; above 0; default 1e-7
 */
public record MeanAbsolutePercentageError(double epsilon) implements PointwiseLoss {
    public MeanAbsolutePercentageError {
        Require.positive("mean_absolute_percentage_error", "epsilon", epsilon);
    }

    public MeanAbsolutePercentageError() {
        this(1e-7);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return prediction.sub(target).abs().div(target.abs().maximum(epsilon)).mul(100);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The distance to the target in per cent of it.",
                "100·|prediction − target| / max(|target|, ε)",
                Activation.IDENTITY,
                "Keras, MeanAbsolutePercentageError");
    }
}
