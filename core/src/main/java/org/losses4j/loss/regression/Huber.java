package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Squared error near zero and absolute error beyond δ, so that outliers pull with a bounded force.
 *
 * <p>½e² where |e| ≤ δ, else δ(|e| − ½δ), with e = prediction − target; [N, …, C] → [N, …, C]. The gradient is e
 * clipped to [−δ, δ], 0 at e = 0. {@link SmoothL1} is Huber(β)/β.
 *
 * <p>P. J. Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical Statistics, 1964.
 *
 * @param delta the error at which the two parts meet, on the scale of the target; finite, above 0; default 1
 */
public record Huber(double delta) implements PointwiseLoss {

    public Huber {
        Require.positive("huber", "delta", delta);
    }

    public Huber() {
        this(1);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor error = prediction.sub(target).abs();
        // No gradient flows through it: its factor is |e| − inside, which is 0 wherever inside follows |e|.
        Tensor inside = error.minimum(delta).stopGradient();
        return inside.mul(error.sub(inside.mul(0.5)));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "Squared error near zero, absolute error beyond delta.",
                "½e² if |e| ≤ δ, else δ(|e| − ½δ); e = prediction − target",
                Activation.IDENTITY,
                "P. J. Huber, Robust Estimation of a Location Parameter, 1964");
    }
}
