package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Squared hinge loss, the square of {@link Hinge}: smooth at the margin, harder on large violations.
 *
 * <p>max(0, 1 − t · prediction)²; [N, …, C] → [N, …, C]. Targets t are −1 or 1, or 0 and 1, where 0 is read as −1.
 *
 * <p>Y. Lee, O. L. Mangasarian, "SSVM: A Smooth Support Vector Machine", 2001.
 */
public record SquaredHinge() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return Hinge.margin(prediction, target).square();
    }

    @Override
    public List<Role> roles() {
        return Hinge.signedRoles();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "The square of the hinge.",
                "max(0, 1 − t·prediction)²; t = −1 or 1",
                Activation.IDENTITY,
                "Keras, SquaredHinge");
    }
}
