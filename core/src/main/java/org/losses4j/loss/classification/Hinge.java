package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Hinge loss: penalises scores on the wrong side of a margin of 1, and no others.
 *
 * <p>max(0, 1 − t · prediction); [N, …, C] → [N, …, C]. Targets t are −1 or 1, or 0 and 1, where 0 is read as −1. On the
 * margin itself the gradient is that of the violated side, −t.
 *
 * <p>B. E. Boser, I. M. Guyon, V. N. Vapnik, "A Training Algorithm for Optimal Margin Classifiers", 1992.
 */
public record Hinge() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return margin(prediction, target);
    }

    /** max(0, 1 − t · prediction), with the target's 0 read as −1. */
    static Tensor margin(Tensor prediction, Tensor target) {
        Tensor sign = target.equal(0).where(-1, target);
        return violation(sign.mul(prediction).complement());
    }

    /** max(0, x), whose gradient at 0 is still 1, as Keras has it for margins. */
    static Tensor violation(Tensor x) {
        return x.constant(0).maximum(x);
    }

    static List<Role> signedRoles() {
        return List.of(Role.prediction(), Role.target().of(AllowedValues.SIGNS));
    }

    @Override
    public List<Role> roles() {
        return signedRoles();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "Punishes scores on the wrong side of a margin.",
                "max(0, 1 − t·prediction); t = −1 or 1",
                Activation.IDENTITY,
                "B. E. Boser et al., A Training Algorithm for Optimal Margin Classifiers, 1992");
    }
}
