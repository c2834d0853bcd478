package org.losses4j;

import java.util.List;
import org.losses4j.tensor.Tensor;

/**
 * A loss that compares each element of the prediction with the same element of the target.
 *
 * <p>A lambda of this type is the shortest way to write a loss of one's own:
 *
 * <pre>{@code
 * PointwiseLoss loss = (prediction, target) -> target.sub(prediction).square().log1p();
 * }</pre>
 */
@FunctionalInterface
public interface PointwiseLoss extends Loss {

    /** The loss of each element, in the one shape that prediction and target have. */
    Tensor formula(Tensor prediction, Tensor target);

    @Override
    default Tensor formula(Inputs inputs) {
        return formula(inputs.get(Role.PREDICTION), inputs.get(Role.TARGET));
    }

    @Override
    default List<Role> roles() {
        return List.of(Role.prediction(), Role.target());
    }

    @Override
    default boolean pointwise() {
        return true;
    }

    @Override
    default LossDescription description() {
        return LossDescription.of(Task.CUSTOM, "A loss of the user's own.", "", Activation.IDENTITY, "");
    }
}
