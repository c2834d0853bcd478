package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Squared error: the squared distance to the target.
 *
 * <p>e² with e = prediction − target (no ½); [N, …, C] → [N, …, C]. The gradient is 2e. Summed instead of averaged it is
 * the L2 loss.
 */
public record MeanSquaredError() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return prediction.sub(target).square();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The squared distance to the target.",
                "e²; e = prediction − target",
                Activation.IDENTITY,
                "C. F. Gauss, Theoria combinationis observationum, 1821");
    }
}
