package org.losses4j.loss.regression;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Smooth L1 loss: absolute error, with a parabola near zero.
 *
 * <p>½e²/β where |e| ≤ β, else |e| − ½β, with e = prediction − target; [N, …, C] → [N, …, C]. It is {@link Huber}(β)/β:
 * beyond β its slope is 1 whatever β is. The gradient at e = 0 is 0.
 *
 * <p>R. Girshick, "Fast R-CNN", ICCV 2015, arXiv:1504.08083.
 *
 * @param beta the error at which the two parts meet, on the scale of the target; finite, above 0; default 1
 */
public record SmoothL1(double beta) implements PointwiseLoss {
    public SmoothL1 {
        Require.positive("smooth_l1", "beta", beta);
    }

    public SmoothL1() {
        this(1);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor error = prediction.sub(target).abs();
        // As in Huber's formula no gradient flows through it. Divided first: Huber's value may be too large, or too
        // small.
        Tensor inside = error.minimum(beta).stopGradient();
        return inside.div(beta).mul(error.sub(inside.mul(0.5)));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "Absolute error with a parabola for a tip: Huber(beta)/beta.",
                "½e²/β if |e| ≤ β, else |e| − ½β; e = prediction − target",
                Activation.IDENTITY,
                "R. Girshick, Fast R-CNN, 2015, arXiv:1504.08083");
    }
}
