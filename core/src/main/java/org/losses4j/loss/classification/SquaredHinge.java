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
 * Squared hinge loss, the square of {@link Hinge}: smooth at the margin, harder on large violations.
 *
 * <p>max(0, margin − t · prediction)²; [N, …, C] → [N, …, C]. Targets t are −1 or 1, or 0 and 1, where 0 is read as −1.
 *
 * <p>Y. Lee, O. L. Mangasarian, "SSVM: A Smooth Support Vector Machine", 2001.
 *
 * @param margin the score from which on the right sign costs nothing; ≥ 0; default 1
 */
public record SquaredHinge(double margin) implements PointwiseLoss {

    public SquaredHinge {
        Require.notNegative("squared_hinge", "margin", margin);
    }

    public SquaredHinge() {
        this(1);
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return new Hinge(margin).formula(prediction, target).square();
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Margins.signs());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "The square of the hinge.",
                "max(0, margin − t·prediction)²; t = −1 or 1",
                Activation.IDENTITY,
                "Keras, SquaredHinge");
    }
}
