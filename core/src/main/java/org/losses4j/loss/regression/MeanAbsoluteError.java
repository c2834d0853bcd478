package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Absolute error: the distance to the target.
 *
 * <p>|e| with e = prediction − target; [N, …, C] → [N, …, C]. The gradient is the sign of e, 0 at e = 0. Summed instead
 * of averaged it is the L1 loss.
 */
public record MeanAbsoluteError() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return prediction.sub(target).abs();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The distance to the target: fits the median.",
                "|e|; e = prediction − target",
                Activation.IDENTITY,
                "P.-S. Laplace, 1774");
    }
}
