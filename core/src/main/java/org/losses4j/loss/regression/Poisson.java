package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * The negative log-likelihood of counts, of which the prediction is the rate.
 *
 * <p>prediction − target · log(prediction + ε), without the term that depends on the target alone; [N, …, C] → [N, …, C].
 * Rates must be ≥ 0; a negative one gives NaN below −ε.
 *
 * <p>Keras, {@code Poisson}.
 *
 * @param epsilon what keeps the logarithm finite at a rate of 0; ≥ 0; default 1e-7
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
