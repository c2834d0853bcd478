package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Poisson loss: the negative log-likelihood of counts, for predictions that are logarithms of rates, or rates.
 *
 * <p>exp(prediction) − target · prediction, or prediction − target · log(prediction + ε) if {@code log_input} is false;
 * [N, …, C] → [N, …, C].
 *
 * <p>PyTorch, {@code PoissonNLLLoss}.
 *
 * @param logInput whether the prediction is the logarithm of the rate; default true
 * @param full whether Stirling's approximation of log target! is added, for targets above 1; default false
 * @param epsilon ε, which keeps the logarithm of a rate finite at 0; ≥ 0; default 1e-8
 */
public record PoissonNll(boolean logInput, boolean full, double epsilon) implements PointwiseLoss {
    public PoissonNll {
        Require.notNegative("poisson_nll", "epsilon", epsilon);
    }

    public PoissonNll() {
        this(true, false, 1e-8);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor loss = logInput
                ? prediction.exp().sub(target.mul(prediction))
                : new Poisson(epsilon).formula(prediction, target);
        return full ? loss.add(logFactorial(target)) : loss;
    }

    private static Tensor logFactorial(Tensor target) {
        Tensor several = target.greater(1);
        Tensor count = several.where(target, 1);
        Tensor stirling = count.mul(count.log())
                .sub(count)
                .add(count.mul(2 * Math.PI).log().mul(0.5));
        return several.where(stirling, 0);
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
