package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Poisson loss: the negative log-likelihood of counts, for predictions that are rates.
 *
 * <p>prediction − target · log(prediction + ε), without the term that depends on the target alone; [N, …, C] → [N, …, C].
 * Rates should be ≥ 0, which is not checked; a rate below −ε gives NaN.
 *
 * <p>Keras, {@code Poisson}.
 *
 * @param epsilon ε, which keeps the logarithm finite at a rate of 0; ≥ 0; default 1e-7
 */
public record Poisson(double epsilon) implements PointwiseLoss {
    public Poisson {
        Require.notNegative("poisson", "epsilon", epsilon);
    }

    public Poisson() {
        this(1e-7);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return prediction.sub(target.mul(prediction.add(epsilon).log()));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The likelihood of counts with the predicted rate.",
                "prediction − target·log(prediction + ε)",
                Activation.POSITIVE,
                "Keras, Poisson");
    }
}
