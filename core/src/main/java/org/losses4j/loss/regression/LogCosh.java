package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Squared error near zero and absolute error far out, smooth in between.
 *
 * <p>log cosh e with e = prediction − target; [N, …, C] → [N, …, C]. The gradient is tanh e. Computed as |e| + softplus(−2|e|)
 * − log 2, which cannot overflow.
 *
 * <p>Keras, {@code LogCosh}.
 */
public record LogCosh() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor error = prediction.sub(target).abs();
        return error.add(error.mul(-2).softplus()).sub(Math.log(2));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "Like Huber, and smooth everywhere.",
                "log cosh e; e = prediction − target",
                Activation.IDENTITY,
                "Keras, LogCosh");
    }
}
