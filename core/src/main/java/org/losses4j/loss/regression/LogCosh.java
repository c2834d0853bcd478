package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * The log-cosh loss: squared error near zero and absolute error far out, smooth in between.
 *
 * <p>log cosh e with e = prediction − target; [N, …, C] → [N, …, C]. The gradient is tanh e. Cannot overflow, and is accurate
 * near 0, where it is ½e².
 *
 * <p>Keras, {@code LogCosh}.
 */
public record LogCosh() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor error = prediction.sub(target).abs();
        // With m = e^−|e| − 1, cosh e is 1 + m²/(2 + 2m), which has all digits near 0, and e^|e|·(1 + m + m²/2), whose
        // second factor is never too large.
        Tensor m = error.neg().expm1();
        Tensor half = m.square().mul(0.5);
        Tensor small = error.less(1);
        Tensor excess = small.where(half.div(small.where(m.add(1), 1)), m.add(half));
        return small.where(0, error).add(excess.log1p());
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
