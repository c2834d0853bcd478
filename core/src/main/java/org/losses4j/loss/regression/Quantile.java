package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * The pinball loss: fits a quantile instead of the mean.
 *
 * <p>max(τ·e, (τ − 1)·e) with e = target − prediction; [N, …, C] → [N, …, C]. At e = 0 the gradient is 1 − τ.
 *
 * <p>R. Koenker, G. Bassett, "Regression Quantiles", Econometrica, 1978.
 *
 * @param tau the quantile, within (0, 1); default 0.5, the median
 */
public record Quantile(double tau) implements PointwiseLoss {
    public Quantile {
        Require.check(tau > 0 && tau < 1, "quantile", "tau", tau, "in (0, 1)");
    }

    public Quantile() {
        this(0.5);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor error = target.sub(prediction);
        return error.mul(tau).maximum(error.mul(tau - 1));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "Fits a quantile instead of the mean.",
                "max(τ·e, (τ−1)·e); e = target − prediction",
                Activation.IDENTITY,
                "R. Koenker, G. Bassett, Regression Quantiles, 1978");
    }
}
