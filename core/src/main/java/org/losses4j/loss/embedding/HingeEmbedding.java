package org.losses4j.loss.embedding;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.Margins;
import org.losses4j.tensor.Tensor;

/**
 * Hinge embedding loss: draws pairs of the same kind together and pushes other pairs a margin apart, by their distance itself.
 *
 * <p>d where t is 1, max(0, margin − d) where t is −1; the prediction d is a distance, and targets t are 1 for the same kind and −1
 * for different ones, or 1 and 0, where 0 is read as −1; [N, …] → [N, …]. At the margin the gradient is still −1.
 *
 * <p>PyTorch, {@code HingeEmbeddingLoss}. For the squares of distances see {@link Contrastive}.
 *
 * @param margin the distance from which on different ones cost nothing; ≥ 0; default 1
 */
public record HingeEmbedding(double margin) implements PointwiseLoss {

    public HingeEmbedding {
        Require.notNegative("hinge_embedding", "margin", margin);
    }

    public HingeEmbedding() {
        this(1);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor apart = Margins.violation(prediction.neg().add(margin));
        return target.equal(1).where(prediction, apart);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Margins.signs());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Pairs of one kind together, others a margin apart, by the distance itself.",
                "d if t = 1, max(0, margin − d) if t = −1",
                Activation.POSITIVE,
                "PyTorch, HingeEmbeddingLoss");
    }
}
