package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * CosFace loss: cross-entropy of cosines, in which that of the right class counts as smaller by a margin.
 *
 * <p>−log softmax(scale · z)_y along the last axis, the prediction x being the cosines of an embedding with the directions of the
 * classes, z_j = x_j, but z_y = x_y − margin; [N, …, C] and class indices [N, …] → [N, …].
 *
 * <p>H. Wang et al., "CosFace: Large Margin Cosine Loss for Deep Face Recognition", CVPR 2018, arXiv:1801.09414; PyTorch Metric
 * Learning, {@code CosFaceLoss}.
 *
 * @param margin what is taken from the cosine of the right class; ≥ 0; default 0.35
 * @param scale the factor of all cosines before the softmax; above 0; default 64
 */
public record CosFace(double margin, double scale) implements AngularMargin {
    private static final String NAME = "cosface";

    public CosFace {
        Require.notNegative(NAME, "margin", margin);
        Require.positive(NAME, "scale", scale);
    }

    public CosFace() {
        this(0.35, 64);
    }

    @Override
    public Tensor harder(Tensor cosine) {
        return cosine.sub(margin);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Cross-entropy of cosines with a margin on that of the right class.",
                "−log softmax(scale·z)_y; z = prediction, but z_y = x_y − margin",
                Activation.IDENTITY,
                "H. Wang et al., CosFace, 2018, arXiv:1801.09414");
    }
}
