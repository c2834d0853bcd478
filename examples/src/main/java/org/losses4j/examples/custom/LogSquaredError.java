package org.losses4j.examples.custom;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/** log(1 + e²), e = target − prediction: an outlier's pull fades as 2/e, where squared error's grows as 2e. */
public record LogSquaredError() implements PointwiseLoss {

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return target.sub(prediction).square().log1p();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "Squared error near zero, and ever less pull beyond: for gross outliers; a class of the examples, to be copied.",
                "log(1 + e²); e = target − prediction",
                Activation.IDENTITY,
                "the negative log-likelihood of a Cauchy distribution, up to a constant");
    }
}
