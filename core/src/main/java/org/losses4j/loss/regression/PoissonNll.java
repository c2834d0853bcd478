package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * The negative log-likelihood of counts, of which the prediction is the logarithm of the rate, or the rate.
 *
 * <p>exp(prediction) − target · prediction, or prediction − target · log(prediction + 1e-8) if {@code log_input} is false;
 * [N, …, C] → [N, …, C].
 *
 * <p>PyTorch, {@code PoissonNLLLoss}.
 *
 * @param logInput whether the prediction is the logarithm of the rate; default true
 */
public record PoissonNll(boolean logInput) implements PointwiseLoss {
    private static final double RATE_EPSILON = 1e-8;

    public PoissonNll() {
        this(true);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return logInput
                ? prediction.exp().sub(target.mul(prediction))
                : new Poisson(RATE_EPSILON).formula(prediction, target);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The likelihood of counts with the predicted rate or its logarithm.",
                "exp(prediction) − target·prediction",
                logInput ? Activation.IDENTITY : Activation.POSITIVE,
                "PyTorch, PoissonNLLLoss");
    }
}
