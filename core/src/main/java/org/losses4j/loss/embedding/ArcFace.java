package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * ArcFace loss: cross-entropy of cosines, in which the angle to the right class counts as larger by a margin.
 *
 * <p>−log softmax(scale · z)_y along the last axis, the prediction x being the cosines of an embedding with the directions of the
 * classes, z_j = x_j, but z_y = cos(θ + margin) with θ = acos(x_y), or x_y − margin · sin(margin) where θ is above π − margin, which is a
 * jump; [N, …, C] and class indices [N, …] → [N, …]. Computed without an arc cosine: at |x_y| = 1, where the slope of θ is infinite, and for
 * cosines that rounding put beyond, the gradient is that of x_y · cos(margin) alone.
 *
 * <p>J. Deng et al., "ArcFace: Additive Angular Margin Loss for Deep Face Recognition", CVPR 2019, arXiv:1801.07698;
 * PyTorch Metric Learning, {@code ArcFaceLoss}, whose margin is in degrees.
 *
 * @param margin the angle that is added, in radians; within [0, π]; default 0.5
 * @param scale the factor of all cosines before the softmax; above 0; default 64
 */
public record ArcFace(double margin, double scale) implements AngularMargin {
    private static final String NAME = "arcface";

    public ArcFace {
        Require.within(NAME, "margin", margin, 0, Math.PI);
        Require.positive(NAME, "scale", scale);
    }

    public ArcFace() {
        this(0.5, 64);
    }

    @Override
    public Tensor harder(Tensor cosine) {
        Tensor sine = cosine.complement().mul(cosine.add(1)).relu().safeSqrt();
        Tensor turned = cosine.mul(Math.cos(margin)).sub(sine.mul(Math.sin(margin)));
        Tensor beyond = cosine.less(-Math.cos(margin));
        return beyond.where(cosine.sub(margin * Math.sin(margin)), turned);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Cross-entropy of cosines with a margin on the angle to the right class.",
                "−log softmax(scale·z)_y; z = prediction, but z_y = cos(acos x_y + margin)",
                Activation.IDENTITY,
                "J. Deng et al., ArcFace, 2019, arXiv:1801.07698");
    }
}
