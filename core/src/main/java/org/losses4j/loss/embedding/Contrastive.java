package org.losses4j.loss.embedding;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Contrastive loss: draws pairs of the same kind together and pushes other pairs a margin apart.
 *
 * <p>y · d² + (1 − y) · max(0, margin − d)², the prediction d being a distance and y 1 for the same kind, 0 for different
 * ones; [N] → [N]. At the margin the gradient is 0.
 *
 * <p>R. Hadsell, S. Chopra, Y. LeCun, "Dimensionality Reduction by Learning an Invariant Mapping", CVPR 2006.
 *
 * @param margin the distance from which on different ones cost nothing; above 0; default 1
 */
public record Contrastive(double margin) implements PointwiseLoss {

    public Contrastive {
        Require.positive("contrastive", "margin", margin);
    }

    public Contrastive() {
        this(1);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Role.target().of(AllowedValues.BINARY));
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor together = target.mul(prediction.square());
        Tensor apart =
                target.complement().mul(prediction.neg().add(margin).relu().square());
        return together.add(apart);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Pairs of one kind together, others a margin apart; the prediction is their distance.",
                "y·d² + (1−y)·max(0, margin − d)²",
                Activation.POSITIVE,
                "R. Hadsell et al., Dimensionality Reduction by Learning an Invariant Mapping, 2006");
    }
}
