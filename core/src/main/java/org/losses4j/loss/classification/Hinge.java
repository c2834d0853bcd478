package org.losses4j.loss.classification;

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
 * Hinge loss: penalises scores on the wrong side of a margin, and no others.
 *
 * <p>max(0, margin − t · prediction); [N, …, C] → [N, …, C]. Targets t are −1 or 1, or 0 and 1, where 0 is read as −1. On the
 * margin itself the gradient is that of the violated side, −t.
 *
 * <p>B. E. Boser, I. M. Guyon, V. N. Vapnik, "A Training Algorithm for Optimal Margin Classifiers", 1992.
 *
 * @param margin the score from which on the right sign costs nothing; ≥ 0; default 1
 */
public record Hinge(double margin) implements PointwiseLoss {

    public Hinge {
        Require.notNegative("hinge", "margin", margin);
    }

    public Hinge() {
        this(1);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return Margins.violation(Margins.sign(target).mul(prediction).neg().add(margin));
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Margins.signs());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "Punishes scores on the wrong side of a margin.",
                "max(0, margin − t·prediction); t = −1 or 1",
                Activation.IDENTITY,
                "B. E. Boser et al., A Training Algorithm for Optimal Margin Classifiers, 1992");
    }
}
